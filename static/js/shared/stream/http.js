/* Commands and reads of this page's seat (docs/wire.md). Nothing here retries: the outbox does. */
import { _ } from "../i18n.js";
import { page } from "../page.js";

const LIMIT = 10_000;
const seatPath = page ? page.seat.replace(".", "/") : "";
const base = page ? `/api/s/${page.session.code}/${seatPath}` : "";

/** A fresh key. Not crypto.randomUUID: that exists only on https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

async function ask(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LIMIT);
  try {
    const response = await fetch(url, { ...options, signal: abort.signal, credentials: "same-origin" });
    return { status: response.status, body: response.status === 204 ? {} : await response.json() };
  } finally {
    clearTimeout(timer);
  }
}

/** PUT one act. Resolves with the server's answer and `status`; never throws: without an answer {ok: false, code: "network"}. */
export async function command(act, body = {}, { key = newKey() } = {}) {
  try {
    const answer = await ask(`${base}/${act}/${key}`, {
      method: "PUT",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
    });
    return { ok: answer.status < 400, ...answer.body, status: answer.status };
  } catch {
    return { ok: false, status: 0, code: "network", message: _("No connection. Nothing was changed.") };
  }
}

/** POST to `path` below this seat what changes nothing there. Rejects with {status} where the answer is no, and when `signal` aborts. */
export async function consult(path, body, signal) {
  const response = await fetch(`${base}/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    signal,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
  });
  if (!response.ok) throw Object.assign(new Error("refused"), { status: response.status });
  return response.json();
}

/** GET `path` below this seat ("questions", "own", "state"; with a leading slash as it is). Rejects with {status, code, message}. */
export async function read(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value != null));
  const url =
    (path.startsWith("/") ? path : `${base}/${path}`) + ((query.size ?? [...query].length) ? `?${query}` : "");
  let answer;
  try {
    answer = await ask(url, { method: "GET" });
  } catch {
    throw Object.assign(new Error("network"), { status: 0, code: "network" });
  }
  if (answer.status >= 400) throw Object.assign(new Error(answer.body.code), { ...answer.body, status: answer.status });
  return answer.body;
}
