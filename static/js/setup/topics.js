/** The topics (agenda items): their order and their labels. */

import { html, nothing } from "lit/html.js";
import { _, ngettext } from "../shared/i18n.js";
import { folded, keyInput } from "./key-input.js";
import { choices, ruleOf } from "./rules.js";
import { edit, present, setup } from "./store.js";
import { textInputs } from "./text-inputs.js";
import { moved, newKey } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

/** A topic as in a session file. @typedef {{key: string, label: string | Record<string, string>}} Topic */

/**
 * Return the first text of a label.
 * @param {Topic["label"]} label
 */
const firstText = (label) => (typeof label === "string" ? label : (Object.values(label)[0] ?? ""));

/**
 * Return the fields of the topics.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function topics({ id }, faults) {
  const values = present();
  /** @type {Topic[]} */
  const list = values.topic ?? [];
  const uses = setup.state?.uses[id] ?? {};
  const stored = /** @type {Topic[]} */ (setup.state?.values.topic ?? []);
  const change = (/** @type {Topic[]} */ next) => edit(id, { topic: next.length ? next : null });
  function add() {
    const key = newKey(
      "",
      [...stored, ...list].map((topic) => topic.key),
      "topic",
    );
    change([...list, { key, label: "" }]);
    requestAnimationFrame(() =>
      /** @type {HTMLElement | null} */ (document.querySelector(`[data-entry="${key}"] .field`))?.focus(),
    );
  }
  /**
   * Return the fields of a topic.
   * @param {Topic} topic
   * @param {number} index
   */
  const row = (topic, index) => {
    const name = firstText(topic.label) || String(index + 1);
    const count = uses[topic.key] ?? 0;
    const isStored = stored.some(({ key }) => key === topic.key);
    const isUsed = count > 0 && ruleOf("topics") === "UNUSED";
    // Under the Chatham House Rule, the server does not send how many questions use a topic. Then show the words
    // without a number.
    const usedWords = values.chatham_house_rule
      ? _("Questions use this entry. It can be renamed, not removed.")
      : ngettext(
          "%(n)s question uses this topic. It can be renamed, not removed.",
          "%(n)s questions use this topic. It can be renamed, not removed.",
          count,
        );
    const write = (/** @type {Topic["label"] | null} */ label) =>
      change(list.map((other) => (other === topic ? { ...topic, label: label ?? "" } : other)));
    return html`<li class="entry" data-entry=${topic.key}>
      <span class="number">${index + 1}</span>
      <div class="entry-label">${textInputs({ path: `topic[${index + 1}].label`, label: _("Topic %(n)s", { n: index + 1 }), value: topic.label, onInput: write, faults })}
      ${folded(id, [`topic[${index + 1}].key`], _("Name in links and files"), keyInput({ path: `topic[${index + 1}].key`, value: topic.key, isFixed: isStored && ruleOf("topics") !== "ANY", onChange: (key) => change(list.map((other) => (other === topic ? { ...topic, key } : other))), faults }))}
      ${isUsed ? html`<p class="hint">${usedWords}</p>` : nothing}</div>
      <span class="entry-acts">
        ${index ? html`<button type="button" class="button quiet" aria-label=${_("Move %(name)s up", { name })} @click=${() => change(moved(list, index, -1))}>↑</button>` : nothing}
        ${isUsed ? nothing : html`<button type="button" class="button quiet" aria-label=${_("Remove %(name)s", { name })} @click=${() => change(list.filter((other) => other !== topic))}>×</button>`}
      </span>
    </li>`;
  };
  return html`<ol class="entries">${list.map(row)}</ol>
    ${list.length < choices.most.topics ? html`<button type="button" class="button text" data-add @click=${add}>${_("Add a topic")}</button>` : nothing}`;
}
