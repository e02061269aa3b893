/* The words that the server does not have yet. This module connects the outbox, the drafts and the ask form. */

import { command } from "../shared/stream/http.js";
import { oneSender } from "./one-sender.js";
import { entryStore } from "./outbox-store.js";
import { outbox } from "./outbox.js";
import { FORM_DRAFT, unsentActs } from "./unsent-acts.js";

/** @import {CommandAnswer} from "../shared/stream/http.js" */
/** @import {askForm} from "./ask-form.js" */
/** @import {NamedDraft, tabDrafts} from "./drafts.js" */

/** The codes of refusals after which the server refuses every further question. */
const ENDED = new Set(["phase.not_allowed", "session.unknown"]);

/**
 * Connect the outbox, the drafts and the ask form. Return the outbox (`box`), the acts on unsent words (`acts`), and a
 * function that returns the drafts to list (`drafts`).
 * @param {object} options
 * @param {string} options.code the session's code
 * @param {ReturnType<typeof askForm>} options.form
 * @param {ReturnType<typeof tabDrafts>} options.drafts
 * @param {() => string} options.phase
 * @param {(key: string) => Promise<number | undefined>} options.lookUp see `Delivery` in outbox-delivery.js
 * @param {(number: number) => void} options.editReceived called with a received question that the person wants to edit
 * @param {(number: number, answer: CommandAnswer) => void} options.onKept see `Delivery` in outbox-delivery.js
 * @param {(sentence: string) => void} options.say
 * @param {() => void} options.onChange
 */
export function unsentWords({ code, form, drafts, phase, lookUp, editReceived, onKept, say, onChange }) {
  const box = outbox({
    send: command,
    store: entryStore(code),
    alone: oneSender(`open-floor.outbox-${code}`),
    lookUp,
    onChange,
    onRefused({ body }, answer) {
      // Put the refused question into the form. If the form is hidden, is not empty or cannot send now, return false.
      // The question then stays in the list, with the reason of the refusal.
      if (phase() === "closed" || !form.isEmpty() || answer.ok || ENDED.has(answer.code)) return false;
      form.write(body, body.number);
      form.refuse(answer);
      return true;
    },
    onEdit({ body }, number) {
      if (number !== undefined) editReceived(number);
      if (number !== undefined || phase() === "closed") return false;
      form.write(body, body.number);
      return true;
    },
    onKept,
  });
  const acts = unsentActs({
    box,
    editDraft(id) {
      const draft = drafts.take(id);
      if (draft) form.write(draft, Number(draft.reword) || undefined);
    },
    removeDraft: (id) => (id === FORM_DRAFT ? form.clear() : drafts.take(id)),
    say,
    onChange,
  });
  return {
    box,
    acts,
    /**
     * Return the drafts that no form shows. After the end of the session, also return the draft of this page's form,
     * because the form is then hidden.
     * @returns {NamedDraft[]}
     */
    drafts() {
      const aside = drafts.aside();
      if (phase() !== "closed" || form.isEmpty()) return aside;
      return [{ id: FORM_DRAFT, draft: { text: form.text(), savedAt: 0 } }, ...aside];
    },
  };
}
