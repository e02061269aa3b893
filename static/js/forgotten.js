/*
 * The page that is shown after "Forget me on this phone". Its script deletes the session's values from the browser's
 * storage. If the browser has no cookie of any other seat, the script deletes the values of all sessions instead. The
 * server then also sends the header Clear-Site-Data, which has the same effect, but some browsers ignore the header.
 */

import { clearStored } from "./shared/storage.js";

const { forgotten, last } = /** @type {HTMLElement} */ (document.querySelector("[data-forgotten]")).dataset;
// The names under which the attendee's page stores the values of a session.
const NAMES = /^(?:outbox|draft|edits|turn|notify)-([^/]+)/;
const ofSession = (/** @type {string} */ name) => NAMES.exec(name)?.[1] === forgotten;
clearStored(last === undefined ? ofSession : undefined);
