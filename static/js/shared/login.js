/*
 * The login of a staff page. The login ends 12 hours after its last use. While the page is open, the script renews the
 * login.
 */

import { page } from "./page-data.js";
import { whenShownAgain } from "./page-life.js";
import { reloadOnce } from "./stream/reload.js";
import { onStoredElsewhere, writeStored } from "./storage.js";

const EVERY = 600_000; // ms
const LEFT = "left:";

/**
 * Renew the login every 10 minutes and when the page is shown again. If the login has ended or another tab has left
 * this seat, reload the page. The server then sends the entry page, which says how to enter again.
 */
export function keepLogin() {
  const url = `/api/s/${page.session.code}/${page.seat.replace(".", "/")}/enter`;
  async function renew() {
    const answer = await fetch(url, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 401) reloadOnce();
  }
  setInterval(renew, EVERY);
  whenShownAgain(renew);
  onStoredElsewhere(LEFT + location.pathname, (_name, _before, after) => {
    if (after !== null) location.reload();
  });
}

/**
 * Tell the other tabs of this browser that the seat was left.
 * @param {string} path of the seat's page
 */
export function announceLeaving(path) {
  writeStored(LEFT + path, Date.now());
  writeStored(LEFT + path, null);
}
