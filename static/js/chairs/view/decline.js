/** Why a question is declined: seven reasons with keys, and what its asker will read. */

import { html, nothing } from "lit/html.js";
import { decline, mute } from "../control/acts.js";
import { digitOf } from "../../shared/keys.js";
import { walk } from "../control/popover.js";
import { change, note, ui } from "../model/ui.js";
import { _, languageName, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";
import { cap } from "./row-parts.js";
import { wordsOf } from "./question-words.js";

/** The one reason that names another question. */
const NAMES_ANOTHER = "duplicate";

const close = () => change({ decline: null });
const isDuplicate = (key) => key.startsWith(NAMES_ANOTHER);

async function choose(key, number) {
  const { views } = ui.decline;
  if (ui.decline.mute) {
    close();
    mute(views[0], key);
    return;
  }
  if (isDuplicate(key) && !number) {
    change({ decline: { ...ui.decline, reason: key, looking: key } });
    queueMicrotask(() => document.getElementById("decline-number")?.focus());
    return;
  }
  if (!number) close();
  const answer = await decline(views, key, number);
  if (number && !answer.ok && ui.decline) {
    // Said where the number was typed, which stays; the row need not repeat it.
    ui.notes.delete(views[0].number);
    note("decline", answer.message ?? "");
  } else {
    close();
  }
  if (answer.ok && views.length > 1) change({ selecting: false, selected: new Set() });
}

function onKey(event) {
  if (event.target.matches("input")) return;
  const digit = digitOf(event);
  const reason = digit && page.session.reasons[digit - 1];
  if (reason) {
    event.preventDefault();
    choose(reason.key);
  } else walk(event, "[data-reason]");
}

/** Pointing at a reason or focusing it shows what its asker will read. */
function look(reason) {
  if (ui.decline && ui.decline.looking !== reason.key) change({ decline: { ...ui.decline, looking: reason.key } });
}

function reasonRow(reason, place, looking) {
  return html`<li>
    <button
      type="button"
      class="reason"
      data-reason=${reason.key}
      ?data-first=${place === 0}
      ?data-looking=${looking === reason.key}
      aria-keyshortcuts=${place + 1}
      aria-describedby="decline-reads"
      @focus=${() => look(reason)}
      @pointerenter=${() => look(reason)}
      @click=${() => choose(reason.key)}
    >${cap(place + 1)}<span>${reason.label}</span>${looking === reason.key ? cap(_("Enter")) : nothing}</button>
  </li>`;
}

function duplicateOf() {
  const sendNumber = (event) => {
    event.preventDefault();
    const number = Number(new FormData(event.currentTarget).get("number"));
    if (Number.isInteger(number) && number > 0) choose(ui.decline.reason, number);
    else event.currentTarget.elements.number.focus();
  };
  const showOther = (event) => change({ decline: { ...ui.decline, other: Number(event.currentTarget.value) } });
  const other = ui.state.questions[ui.decline.other];
  const wrong = ui.notes.get("decline");
  return html`<form class="duplicate" novalidate @submit=${sendNumber}>
    <label for="decline-number">${_("Number of the other question")}</label>
    <input id="decline-number" class="field" name="number" inputmode="numeric" autocomplete="off" maxlength="6" aria-describedby="decline-other" aria-invalid=${wrong ? "true" : nothing} @input=${showOther} />
    <button class="button">${_("Decline")}</button>
    <p id="decline-other" class="duplicate-other" role="status">
      ${wrong ? html`<span class="error">${wrong}</span>` : other ? html`<span class="voice" lang=${wordsOf(other).lang} dir=${wordsOf(other).dir}>${wordsOf(other).text}</span>` : nothing}
    </p>
  </form>`;
}

/** The sentence in this chair's language; where the asker reads another one, that is said. */
function reads(views, looking) {
  const { mute: isMuting } = ui.decline;
  const reason = page.session.reasons.find((one) => one.key === looking);
  const [view] = views;
  const language = page.session.languages.find((one) => one.code === view.language);
  const words = isMuting
    ? _("They can ask no more questions. For each that they have waiting they will read this:")
    : views.length > 1 || !language
      ? _("They will read this, each in their own language:")
      : language.code === page.lang
        ? _("The person will read this:")
        : _("The person will read this, in %(language)s:", { language: languageName(language.code) });
  return html`<div class="reads" id="decline-reads">
    <p>${words}</p>
    ${
      reason?.texts?.[view.language] && views.length === 1
        ? html`<p class="voice" lang=${view.language} dir=${language.dir}>${reason.texts[view.language]}</p>`
        : html`<p class="voice">${reason?.label ?? ""}</p>`
    }
  </div>`;
}

function content({ views, looking, reason, mute: isMuting }) {
  const title = isMuting
    ? _("Stop the asker of No. %(number)s: for which reason?", { number: views[0].number })
    : views.length > 1
      ? ngettext(
          "Decline %(n)s question: for which reason?",
          "Decline %(n)s questions: for which reason?",
          views.length,
        )
      : _("Decline No. %(number)s: for which reason?", { number: views[0].number });
  return html`<header>
      <h2 id="decline-title">${title}</h2>
      <button type="button" class="button quiet" @click=${close}>${_("Close")}${cap(_("Esc"))}</button>
    </header>
    <ol class="reasons">
      ${page.session.reasons.map((one, place) => reasonRow(one, place, looking))}
    </ol>
    ${reason ? duplicateOf() : nothing} ${reads(views, looking ?? page.session.reasons[0]?.key)}`;
}

/** The popover; empty while closed. */
export function declinePopover() {
  const open = ui.decline;
  return html`<div
    id="decline"
    class="popover decline"
    popover
    role="dialog"
    aria-labelledby="decline-title"
    @keydown=${onKey}
    @toggle=${(event) => event.newState === "closed" && ui.decline && close()}
  >${open ? content(open) : nothing}</div>`;
}
