/** The errors beside the fields of the set-up page. */

import { html, nothing } from "lit/html.js";
import { setup } from "./store.js";

/** @import {Fault} from "./store.js" */
/** The functions that show the errors of a block. @typedef {ReturnType<typeof faultsOf>} BlockFaults */

/**
 * Return the id of the element for the path of a value, such as "chair-1-name" for "chair[1].name".
 * @param {string} path
 */
export const idOf = (path) => path.replace(/\W+/g, "-").replace(/-$/, "");

/**
 * Return an error as a sentence.
 * @param {Fault} fault
 */
const sentence = ({ code, message }, id = "") =>
  html`<p class="error" id=${id || nothing} data-code=${code}>${message}</p>`;

/**
 * Return the functions that show the errors of a block (fields that are saved together). `marks` and `at` serve one
 * field: its attributes and its error. `rest` returns the errors of all paths for which `at` was not called. Therefore
 * call `rest` after all calls of `at`.
 * @param {string} block
 */
export function faultsOf(block) {
  const faults = setup.faults.get(block) ?? new Map();
  /** @type {Set<string>} */
  const shown = new Set();
  return {
    /** Return the values of `aria-invalid` and `aria-describedby` for the field with this path. @param {string} path */
    marks(path) {
      const isWrong = faults.has(path);
      return { invalid: isWrong ? "true" : nothing, describedBy: isWrong ? `${idOf(path)}-error` : nothing };
    },
    /**
     * Return the error of the field with this path; nothing if there is none.
     * @param {string} path
     * @param {Record<string, string>} [sentences] {code: sentence to show instead of the server's general sentence}
     */
    at(path, sentences = {}) {
      shown.add(path);
      const fault = faults.get(path);
      if (!fault) return nothing;
      return sentence({ ...fault, message: sentences[fault.code] ?? fault.message }, `${idOf(path)}-error`);
    },
    rest: () => [...faults].filter(([path]) => !shown.has(path)).map(([, fault]) => sentence(fault)),
  };
}
