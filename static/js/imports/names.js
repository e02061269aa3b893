/** The sentence that says whether the names and email addresses in a file are imported, and who reads them. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { blankAfter } from "../shared/sentences.js";

/** @import {ImportPreview} from "../shared/contracts.d.ts" */

/**
 * Return the sentence that says whether names and email addresses are imported; nothing if the file has none.
 * @param {ImportPreview} preview
 */
export function leftOutSentence({ columns, personal }) {
  if ("name" in columns || "mail" in columns) {
    const chosen = _("You have chosen to import names or email addresses.");
    return html`<b>${chosen}</b>${blankAfter(chosen)}${_("These people did not agree to show them here. The chairs read them beside the question. The server keeps them until the session is purged. They are in no export. Under the Chatham House Rule, the server does not store them.")}`;
  }
  if (!personal.length) return nothing;
  const leftOut = _("Names and email addresses are not imported.");
  return html`<b>${leftOut}</b>${blankAfter(leftOut)}${_("These people did not agree to show them here. If you choose “Name” or “Email address”, the chairs read it beside the question, and the server keeps it until the session is purged.")}`;
}
