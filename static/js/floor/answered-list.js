/* The list of answered questions. The page requests the list each time a person opens the section. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { streamLanguage } from "../shared/page-data.js";
import { render } from "../shared/render.js";
import { read } from "../shared/stream/http.js";
import { chevron } from "../shared/view/marks.js";
import { redrawWith } from "../shared/view/original.js";
import { questionLabels, questionText } from "../shared/view/question.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/** @param {Element | undefined} row */
function focusText(row) {
  const text = row?.querySelector(".voice");
  if (!(text instanceof HTMLElement)) return;
  text.tabIndex = -1;
  text.focus();
}

/**
 * Fill `element` with an expandable section. Read the newest 50 questions each time the section is opened; the button
 * "Show more" reads the next 50.
 * @param {HTMLElement} element
 */
export function answeredList(element) {
  /** @type {QuestionView[]} */
  let views = [];
  let hasMore = false;
  let message = "";

  /**
   * Read a page of answered questions and show it.
   * @param {number} [before] read only questions with smaller numbers
   */
  async function load(before) {
    try {
      const answer = await read("questions", { status: "answered", before, lang: streamLanguage() });
      views = before ? [...views, ...answer.questions] : answer.questions;
      hasMore = answer.more;
      message = views.length ? "" : _("None yet.");
    } catch {
      message = _("No connection. Open this list again later.");
    }
    const focused = document.activeElement;
    const shown = element.querySelectorAll(".public-row").length;
    draw();
    // After the last page of questions, the button "Show more" disappears. If the button had the focus, focus the first
    // new question.
    if (before && !focused?.isConnected) focusText(element.querySelectorAll(".public-row")[shown]);
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
