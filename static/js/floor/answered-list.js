/* The list of answered questions. It is read when the list is opened. */

import { html, nothing, render } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { read } from "../shared/stream/http.js";
import { chevron } from "../shared/view/marks.js";
import { redrawWith } from "../shared/view/original.js";
import { questionLabels, questionText } from "../shared/view/question.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/**
 * Fill `element` with an expandable section. Read the list again each time the section is opened, 50 questions at a
 * time.
 * @param {HTMLElement} element
 */
export function answeredList(element) {
  /** @type {QuestionView[]} */
  let views = [];
  let hasMore = false;
  let message = "";

  /** @param {number} [before] read the questions below this number */
  async function load(before) {
    try {
      const answer = await read("questions", { status: "answered", before });
      views = before ? [...views, ...answer.questions] : answer.questions;
      hasMore = answer.more;
      message = views.length ? "" : _("None yet.");
    } catch {
      message = _("No connection. Open this list again later.");
    }
    draw();
  }
  const onToggle = (/** @type {Event & {currentTarget: HTMLDetailsElement}} */ event) => {
    if (event.currentTarget.open) load();
  };
  function draw() {
    render(
      html`<details class="older" @toggle=${onToggle}>
      <summary>${_("Already answered")}${chevron()}</summary>
      ${message ? html`<p class="voice empty">${message}</p>` : nothing}
      <ol class="public">${views.map((view) => html`<li class="public-row" data-number=${view.number} data-status="answered"><div>${questionText(view)}${questionLabels(view)}</div></li>`)}</ol>
      ${hasMore ? html`<button type="button" class="button" @click=${() => load(views.at(-1)?.number)}>${_("Show more")}</button>` : nothing}
    </details>`,
      element,
    );
  }
  redrawWith(draw);
  element.hidden = false;
  draw();
}
