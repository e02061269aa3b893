/**
 * The requests of the import page. Their promises never reject. If no answer arrives, the result has the code
 * "network".
 */

import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";

/** @import {ImportPreview, ImportResult, ImportView} from "../shared/contracts.d.ts" */
/**
 * A refused or unanswered request, with the message to show.
 * @typedef {{ok: false, code: string, message: string}} Refused
 */

/**
 * @typedef {object} Choices The choices for a file. If a choice is "", null or undefined, the server chooses.
 * @property {Record<string, number> | null} columns key: a role; value: the index of the column with this role
 * @property {string} encoding
 * @property {string} header the number of the line that contains the names of the columns
 * @property {string} group
 * @property {string} language
 * @property {string} source
 * @property {string} file the name of the file
 */

const base = `/api/s/${page.session.code}/organiser`;
const HEADERS = { "X-Open-Floor": "1" };

/**
 * Send a request. Return the answer, or a refusal with a message.
 * @param {string} path
 * @param {RequestInit} options
 * @param {string} unanswered the message to return if there is no answer
 */
async function request(path, options, unanswered) {
  try {
    const response = await fetch(base + path, { cache: "no-store", credentials: "same-origin", ...options });
    const answer = await response.json();
    if (!response.ok && answer.code === "seat.unknown") location.reload();
    return response.ok ? answer : { ...answer, ok: false };
  } catch {
    return { ok: false, code: "network", message: unanswered };
  }
}

/**
 * Return the choices as the query of a URL.
 * @param {Choices} choices
 */
function query({ columns, ...texts }) {
  const params = new URLSearchParams();
  if (columns) {
    const parts = Object.entries(columns).map(([role, index]) => `${role}:${index}`);
    params.set("columns", parts.join(","));
  }
  for (const [name, value] of Object.entries(texts)) if (value) params.set(name, value);
  return String(params) && `?${params}`;
}

/**
 * Return the options of a request that sends the file.
 * @param {ArrayBuffer} content
 * @returns {RequestInit}
 */
const upload = (content) => ({
  method: "POST",
  body: content,
  headers: { ...HEADERS, "Content-Type": "application/octet-stream" },
});

/**
 * Send a file and return its preview. The server imports nothing.
 * @param {ArrayBuffer} content
 * @param {Choices} choices
 * @returns {Promise<(ImportPreview & {ok: true}) | Refused>}
 */
export const preview = (content, choices) =>
  request(`/import/preview${query(choices)}`, upload(content), _("No connection. Nothing was changed."));

/**
 * Send a file, import its rows and return the result.
 * @param {ArrayBuffer} content
 * @param {Choices} choices
 * @returns {Promise<(ImportResult & {ok: true}) | Refused>}
 */
export const importFile = (content, choices) =>
  request(
    `/import${query(choices)}`,
    upload(content),
    _("The server did not answer. Import the file again: rows that are already here are not added twice."),
  );

/**
 * Return the session's imports, and the time at which the bridge token was made.
 * @returns {Promise<{imports: ImportView[], bridge_made_at: string | null, ok?: true} | Refused>}
 */
export const listImports = () => request("/imports", {}, "");

/**
 * @param {string} path
 * @param {object} body
 */
const post = (path, body) =>
  request(
    path,
    { method: "POST", body: JSON.stringify(body), headers: { ...HEADERS, "Content-Type": "application/json" } },
    _("The server did not answer. Check whether it has happened before you try again."),
  );

/**
 * Undo an import. Return the number of questions that the undo has removed.
 * @param {number} number
 * @returns {Promise<{ok: true, count: number} | Refused>}
 */
export const undoImport = (number) => post("/undo-import", { number });

/**
 * Make a bridge token and return it. The earlier token is no longer valid.
 * @returns {Promise<{ok: true, token: string} | Refused>}
 */
export const makeToken = () => post("/bridge", {});

/**
 * Revoke the bridge token.
 * @returns {Promise<{ok: true} | Refused>}
 */
export const revokeToken = () => post("/revoke-bridge", {});
