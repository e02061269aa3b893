/** The switches of the session. Each switch has a sentence about its effect for the people in the session. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { ruleSentences } from "../shared/rule-words.js";
import { joinSentences } from "../shared/sentences.js";
import { twoStep } from "./two-step.js";
import { executeAct, ui } from "./ui.js";

/** @import {OrganiserState} from "../shared/contracts.d.ts" */

/**
 * The key of a switch in the settings of the session.
 * @typedef {"list_public" | "show_group" | "stage_upcoming"} SwitchName
 */

/** @type {[SwitchName, () => [label: string, meaning: string]][]} */
const SWITCHES = [
  [
    "list_public",
    () => [_("Public list"), _("Everyone sees the approved questions on the phone and can vote for them.")],
  ],
  [
    "show_group",
    () => [_("Show groups"), _("The stakeholder group is shown beside each question on phones and on the stage.")],
  ],
  [
    "stage_upcoming",
    () => [_("Show upcoming questions"), _("The stage and the panellists also see the questions after Next.")],
  ],
];

/**
 * Return a switch with its label and the sentence about its effect.
 * @param {SwitchName} key
 * @param {[label: string, meaning: string]} words
 * @param {boolean} isOn
 */
function toggle(key, [label, meaning], isOn) {
  const done = isOn ? _("Off: %(name)s", { name: label }) : _("On: %(name)s", { name: label });
  return html`<li class="switch-row">
    <button type="button" role="switch" class="toggle" data-switch=${key} aria-checked=${String(isOn)} aria-busy=${String(ui.busy === key)}
      aria-labelledby=${`label-${key}`} aria-describedby=${`meaning-${key}`}
      @click=${() => executeAct(key, "set", { [key]: !isOn }, done)}><span aria-hidden="true">${isOn ? _("On") : _("Off")}</span></button>
    <div><p class="switch-label" id=${`label-${key}`}>${label}</p><p class="hint" id=${`meaning-${key}`}>${meaning}</p></div>
  </li>`;
}

/**
 * Return the switch of the Chatham House Rule. The Rule cannot be turned off after the rehearsal, because attendees
 * have asked their questions under the Rule.
 * @param {OrganiserState} state
 */
function ruleSection({ phase, settings }) {
  const isOn = settings.chatham_house_rule;
  const isRehearsal = phase === "rehearsal";
  const turnOff = () =>
    twoStep({
      name: "rule",
      act: "set",
      body: { chatham_house_rule: false },
      label: _("Turn off"),
      confirm: _("Turn off"),
      consequence: _("Groups, languages and names are shown again as the switches above say."),
      done: _("The Rule is off."),
    });
  const turnOn = () =>
    twoStep({
      name: "rule",
      act: "set",
      body: { chatham_house_rule: true },
      label: _("Turn on"),
      confirm: _("Turn on the Rule"),
      consequence: isRehearsal
        ? _("Names given so far are deleted. You can turn the Rule off again until you open the session.")
        : _("Names given so far are deleted, and the Rule cannot be turned off again."),
      done: _("The Rule is on."),
    });
  return html`<section class="part" aria-labelledby="rule-heading">
    <h2 id="rule-heading">${_("Chatham House Rule")}</h2>
    <p class="phase"><strong>${isOn ? _("On") : _("Off")}</strong> ${_("What is said may be quoted, but not who said it or for whom they work.")}</p>
    <p class="hint">${_("While it is on, only the chairs see groups, and no name is asked or kept. Everyone is told before they ask.")}</p>
    <p class="hint" data-rule-languages>${joinSentences(...ruleSentences())}</p>
    ${isOn && !isRehearsal ? html`<p class="binding"><strong>${_("The Rule can no longer be turned off: people have already asked questions.")}</strong></p>` : html`<div class="acts">${isOn ? turnOff() : turnOn()}</div>`}
  </section>`;
}

/**
 * Return the sections with the switches of the session.
 * @param {OrganiserState} state
 */
export function switchSections(state) {
  const switches = SWITCHES.filter(([key]) => key in state.settings);
  return html`<section class="part" aria-labelledby="switches-heading">
      <h2 id="switches-heading">${_("What people see")}</h2>
      <ul class="switches">${switches.map(([key, words]) => toggle(key, words(), state.settings[key]))}</ul>
    </section>
    ${"chatham_house_rule" in state.settings ? ruleSection(state) : nothing}`;
}
