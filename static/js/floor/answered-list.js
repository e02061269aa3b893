/* The questions already answered, read when somebody opens the list. */
import { html, nothing, render } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { read } from "../shared/stream/http.js";
import { chevron } from "../shared/view/marks.js";
import { redrawWith } from "../shared/view/original.js";
import { questionLabels, questionText } from "../shared/view/question.js";

/** Fills `element` with a disclosure; the list is read anew at each opening, 50 a page. */
export function olderQuestions(element) {
  let views = [],
    more = false,
    note = "";

  async function load(before) {
    try {
      const page = await read("questions", { status: "answered", before });
      views = before ? [...views, ...page.questions] : page.questions;
      more = page.more;
      note = views.length ? "" : _("None yet.");
    } catch {
      note = _("No connection. Open this list again later.");
    }
    draw();
  }
  function draw() {
    render(
      html`<details class="older" @toggle=${(event) => event.target.open && load()}>
      <summary>${_("Already answered")}${chevron()}</summary>
      ${note ? html`<p class="voice empty">${note}</p>` : nothing}
      <ol class="public">${views.map((view) => html`<li class="public-row" data-number=${view.number} data-status="answered"><div>${questionText(view)}${questionLabels(view)}</div></li>`)}</ol>
      ${more ? html`<button type="button" class="button" @click=${() => load(views.at(-1).number)}>${_("Show more")}</button>` : nothing}
    </details>`,
      element,
    );
  }
  redrawWith(draw);
  element.hidden = false;
  draw();
}
