/** The session's switches, each with what it means for whom. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { twoStep } from "./two-step.js";
import { act, ui } from "./ui.js";

const SWITCHES = {
  list_public: () => [_("Public list"), _("Everyone sees the approved questions on the phone and can vote for them.")],
  show_group: () => [
    _("Show groups"),
    _("The stakeholder group stands beside each question on phones and on the stage."),
  ],
  stage_upcoming: () => [_("Show what follows"), _("The stage and the panellists also see the questions after Next.")],
};

function toggle(key, [label, meaning], isOn) {
  return html`<li class="switch-row">
    <button type="button" role="switch" class="toggle" data-switch=${key} aria-checked=${String(isOn)} aria-busy=${String(ui.busy === key)}
      aria-labelledby=${`label-${key}`} aria-describedby=${`meaning-${key}`}
      @click=${() => act(key, "set", { [key]: !isOn }, isOn ? _("Off: %(name)s", { name: label }) : _("On: %(name)s", { name: label }))}><span aria-hidden="true">${isOn ? _("On") : _("Off")}</span></button>
    <div><p class="switch-label" id=${`label-${key}`}>${label}</p><p class="hint" id=${`meaning-${key}`}>${meaning}</p></div>
  </li>`;
}

/** The Rule is told to people before they ask: on is for good once the rehearsal is over. */
function rule({ phase, settings }) {
  const isOn = settings.chatham_house_rule;
  const rehearsing = phase === "rehearsal";
  const button = isOn
    ? twoStep({
        name: "rule",
        label: _("Turn off"),
        confirm: _("Turn off"),
        consequence: _("Groups, languages and names are shown again as the switches above say."),
        what: "set",
        body: { chatham_house_rule: false },
        done: _("The Rule is off."),
      })
    : twoStep({
        name: "rule",
        label: _("Turn on"),
        confirm: _("Turn on the Rule"),
        what: "set",
        body: { chatham_house_rule: true },
        done: _("The Rule is on."),
        consequence: rehearsing
          ? _("Names given so far are deleted. You can turn it off again until you open.")
          : _("Names given so far are deleted, and it cannot be turned off again."),
      });
  return html`<section class="part" aria-labelledby="rule-heading">
    <h2 id="rule-heading">${_("Chatham House Rule")}</h2>
    <p class="phase"><strong>${isOn ? _("On") : _("Off")}</strong> ${_("What is said may be quoted, but not who said it or for whom they work.")}</p>
    <p class="hint">${_("While it is on, only the chairs see groups, no name is asked or kept, and phones and the stage do not tell in which language a question was asked. Everyone is told before they ask.")}</p>
    ${isOn && !rehearsing ? html`<p class="binding"><strong>${_("It cannot be turned off any more: people have asked under it.")}</strong></p>` : html`<div class="acts">${button}</div>`}
  </section>`;
}

export function switchSections(state) {
  const entries = Object.entries(SWITCHES).filter(([key]) => key in state.settings);
  return html`<section class="part" aria-labelledby="switches-heading">
      <h2 id="switches-heading">${_("What people see")}</h2>
      <ul class="switches">${entries.map(([key, words]) => toggle(key, words(), state.settings[key]))}</ul>
    </section>
    ${"chatham_house_rule" in state.settings ? rule(state) : nothing}`;
}
