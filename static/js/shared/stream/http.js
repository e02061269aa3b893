/* HTTP commands and reads of this page's seat (docs/wire.md). These functions never send a request again;
   only the outbox does. */

import { _ } from "../i18n.js";
import { page } from "../page-data.js";

/**
 * @import {
 *   Answer, Change, FlagsAnswer, MyQuestions, OrganiserState, QuestionsPage, RefusedAnswer, SimilarAnswer, UndoPreview
 * } from "../contracts.d.ts"
 */

/** @typedef {Answer & {ok: true, status: number}} AcceptedCommand */
/** @typedef {Omit<RefusedAnswer, "status"> & {status: number}} RefusedCommand */
/** @typedef {AcceptedCommand | RefusedCommand} CommandAnswer `status`: the HTTP status, or 0 without an answer. */
/**
 * @typedef {object} Reads The answer of each read by its path below the seat.
 * @property {Change} snapshot
 * @property {Change} changes
 * @property {QuestionsPage} questions
 * @property {MyQuestions} own
 * @property {UndoPreview} undo
 * @property {FlagsAnswer} flags
 * @property {OrganiserState} state
 */

/** A failed read: the refusal's code and HTTP status, or the code "network" and status 0. */
export class ReadError extends Error {
  /**
   * @param {string} code
   * @param {number} status
   */
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

const TIMEOUT = 10_000; // ms
const HEADERS = { "Content-Type": "application/json", "X-Open-Floor": "1" };
const base = page ? `/api/s/${page.session.code}/${page.seat.replace(".", "/")}` : "";

/** Return a fresh random key. crypto.randomUUID is not used, because it exists only on https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function request(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const response = await fetch(url, { ...options, signal: abort.signal, credentials: "same-origin" });
    return { status: response.status, body: response.status === 204 ? {} : await response.json() };
  } finally {
    clearTimeout(timer);
  }
}

let isCommandSent = false;

/** Return whether this page has sent a command. */
export const hasSentCommand = () => isCommandSent;

/**
 * PUT one act. The promise never rejects: without an answer from the server, it resolves with the code "network".
 * @param {string} act
 * @param {object} [body]
 * @param {{key?: string}} [options]
 * @returns {Promise<CommandAnswer>}
 */
export async function command(act, body = {}, { key = newKey() } = {}) {
  isCommandSent = true;
  try {
    const { status, body: answer } = await request(`${base}/${act}/${key}`, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: HEADERS,
    });
    return { ok: status < 400, ...answer, status };
  } catch {
    return { ok: false, status: 0, code: "network", message: _("No connection. Nothing was changed.") };
  }
}

/**
 * POST a draft and return the similar questions. The server does not store the draft. Reject with a ReadError on a
 * refusal, and when `signal` aborts.
 * @param {object} body
 * @param {AbortSignal} signal
 * @returns {Promise<SimilarAnswer>}
 */
export async function findSimilar(body, signal) {
  const response = await fetch(`${base}/similar`, {
    method: "POST",
    body: JSON.stringify(body),
    signal,
    credentials: "same-origin",
    headers: HEADERS,
  });
  if (!response.ok) throw new ReadError("refused", response.status);
  return response.json();
}

/**
 * GET `path` below this seat. Reject with a ReadError on a refusal and without an answer.
 * @template {keyof Reads} Path
 * @param {Path} path
 * @param {Record<string, string | number | null | undefined>} [params] null and undefined are left out
 * @returns {Promise<Reads[Path]>}
 */
export async function read(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value != null) query.set(name, String(value));
  let answer;
  try {
    answer = await request(`${base}/${path}${String(query) && `?${query}`}`, { method: "GET" });
  } catch {
    throw new ReadError("network", 0);
  }
  if (answer.status >= 400) throw new ReadError(answer.body.code, answer.status);
  return answer.body;
}
