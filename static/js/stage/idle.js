/**
 * The stage while no question is live, for example before the start: the session's title in its languages, and how to
 * ask.
 */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { masthead } from "./masthead.js";
import { about, heading, localText, lostLine, numberList, ruleLines } from "./parts.js";
import { announced, joinBox } from "./join.js";
import { languages } from "./languages.js";
import { words, writtenLanguage } from "./words.js";

/** @import {Programme} from "../shared/programme.js" */
/** @import {Room, Shown} from "./parts.js" */

const organisers = () => ({ text: page.session.organisers, lang: page.session.organisers_lang });

function titles() {
  const texts = page.session.titles ?? {};
  // If the title in a language only repeats the title in the first language, show the title once, in the first
  // language.
  const shown = languages().filter(({ code }) => texts[code] && writtenLanguage(texts, code) === code);
  if (!shown.length) return html`<p class="title" dir="auto">${page.session.title}</p>`;
  return html`<p class="titles">${shown.map(
    ({ code, dir }, index) =>
      html`<span class=${index ? "title-other" : "title"} lang=${code} dir=${dir}>${texts[code]}</span>`,
  )}</p>`;
}

/**
 * Return the view that the stage shows while no question is live.
 * @param {Shown} shown
 * @param {Programme} items
 * @param {Pick<Room, "nextWhole">} room
 */
export function idle(shown, { next, queue }, { nextWhole }) {
  const { state } = shown;
  const phase = announced(state);
  return html`${masthead(state, organisers(), lostLine(shown))}
    ${ruleLines(state)}
    <div class="welcome" data-fit>${titles()}${phase ? joinBox(state) : html`<p class="words invitation">${words("ask")}</p>`}</div>
    ${phase ? nothing : joinBox(state)}
    <div class="coming" data-fit>
      ${
        next
          ? html`<section class="next" data-status="next" data-number=${next.number}>
        ${heading("next", next, { glyph: "next" })} ${nextWhole ? html`${localText(next)} ${about(next)}` : nothing}
      </section>`
          : nothing
      }
      ${queue.length ? html`<div class="then">${heading("then", null)} ${numberList(queue)}</div>` : nothing}
    </div>`;
}
