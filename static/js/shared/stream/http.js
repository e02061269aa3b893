/*
 * HTTP commands and reads for the seat of this page (docs/wire.md). No function of this module repeats a request. Only
 * the outbox and floor/acts.js repeat commands automatically.
 */

import { _ } from "../i18n.js";
import { page, streamLanguage } from "../page-data.js";
import { exchangeSecret } from "../secret-link.js";

/**
 * @import {
 *   Answer, Change, DefinedParts, FlagsAnswer, KindPreview, MyQuestions, OrganiserState, QuestionsPage, RefusedAnswer,
 *   SetupState, SimilarAnswer, UndoPreview
 * } from "../contracts.d.ts"
 */

/** @typedef {Answer & {ok: true, status: number}} AcceptedCommand the answer to an accepted command */
/**
 * @typedef {Omit<RefusedAnswer, "status"> & {status: number, wasSent?: boolean}} RefusedCommand `wasSent`: false if the
 *   device had no network, so that the command cannot have reached the server
 */
/** @typedef {AcceptedCommand | RefusedCommand} CommandAnswer `status`: the HTTP status, or 0 if no answer arrived. */
/**
 * @typedef {object} Reads The types of the answers to reads. The property's name is the last part of the URL's path.
 * @property {Change} snapshot
 * @property {Change} changes
 * @property {QuestionsPage} questions
 * @property {MyQuestions} own
 * @property {UndoPreview} undo
 * @property {KindPreview} kind
 * @property {QuestionsPage} held
 * @property {FlagsAnswer} flags
 * @property {OrganiserState} state
 * @property {DefinedParts} definition
 * @property {SetupState} setup
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

/** Return a new random key. Do not use crypto.randomUUID, because it exists only on https and localhost. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/**
 * Send a request with a time-out of TIMEOUT ms.
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

// The acts that create a question or a note. If the page sent such an act again with a new key, the server would create
// a second question or note.
const CREATING = new Set(["add", "note"]);
/**
 * @type {Map<string, string>} {act and body: key} of each command of `CREATING` that has no answer yet, or only an
 *   answer with a status 5xx.
 */
const unanswered = new Map();

let isCommandSent = false;

/** Return whether this page has sent a command. */
export const hasSentCommand = () => isCommandSent;

/**
 * PUT one act. The promise never rejects. If the server does not answer, the promise resolves with the code "network".
 * If the answer to an act of `CREATING` was lost or had a status 5xx, the next command with the same act and the same
 * body is sent with the key of this first attempt.
 * @param {string} act
 * @param {object} [body]
 * @param {{key?: string}} [options] `key`: by default, the function chooses a key
 * @returns {Promise<CommandAnswer>}
 */
export async function command(act, body = {}, { key } = {}) {
  isCommandSent = true;
  const content = JSON.stringify(body);
  const name = `${act} ${content}`;
  const sentKey = key ?? unanswered.get(name) ?? newKey();
  const wasOnline = globalThis.navigator?.onLine !== false;
  if (CREATING.has(act)) unanswered.set(name, sentKey);
  try {
    const options = { method: "PUT", body: content, headers: HEADERS };
    const { status, body: answer } = await request(`${base}/${act}/${sentKey}`, options);
    if (status < 500) unanswered.delete(name);
    if (answer.code === "entry.required") dispatchEvent(new CustomEvent("entry-required", { detail: { act, body } }));
    return { ok: status < 400, ...answer, status };
  } catch {
    const message = wasOnline
      ? _("The server did not answer. Check whether it has happened before you try again.")
      : _("No connection. Nothing was changed.");
    return { ok: false, status: 0, code: "network", message, wasSent: wasOnline };
  }
}

/**
 * Exchange the secret of this seat's link for the seat's cookie. Return whether the server accepted the secret.
 * Attendees have no secret.
 * @param {string} secret
 */
export async function enterSeat(secret) {
  if (page.seat === "attendee") return false;
  const response = await exchangeSecret(`${base}/enter`, secret);
  return response?.ok ?? false;
}

/**
 * POST a draft and return the similar questions. The server does not store the draft. On a refusal, reject with a
 * ReadError. If `signal` aborts or the network fails, reject with the error of `fetch`.
 * @param {object} body
 * @param {AbortSignal} signal
 * @returns {Promise<SimilarAnswer>}
 */
export async function findSimilar(body, signal) {
  const lang = streamLanguage();
  const response = await fetch(`${base}/similar${lang ? `?lang=${lang}` : ""}`, {
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
 * GET `path`, the part of the URL after the seat. Reject with a ReadError on a refusal, or if no answer arrives.
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
