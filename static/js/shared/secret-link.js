/**
 * The secret of a staff link. The secret is in the fragment of the address, because a browser does not send the
 * fragment.
 */

/**
 * Remove the secret from the address and return the secret; "" if there is none. A secret that stays in the address
 * would get into the history, into bookmarks and into photos of the screen. Exception: do not remove a fragment that is
 * the id of an element. Such a fragment comes from a link within the page, such as the skip link, and is not a secret.
 */
export function takeSecret() {
  const fragment = location.hash.slice(1);
  if (!fragment || document.getElementById(fragment)) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return fragment;
}

/**
 * Exchange the secret of a seat's link for the seat's cookie. Return the response; null if the server did not answer.
 * @param {string} url /api/s/CODE/SEAT/enter
 * @param {string} secret
 * @param {string} [passphrase]
 */
export function exchangeSecret(url, secret, passphrase) {
  return fetch(url, {
    method: "POST",
    body: JSON.stringify({ secret, passphrase }),
    headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
  }).catch(() => null);
}

/**
 * Remove a secret from the address now and after each change of the fragment. Reason for the second case: if a person
 * pastes a link of the open page into the address bar, only the fragment changes. The browser then does not load the
 * page again.
 * @param {(secret: string) => void} [onPaste] called with a pasted secret
 */
export function keepAddressClean(onPaste = () => {}) {
  takeSecret();
  addEventListener("hashchange", () => {
    const secret = takeSecret();
    if (secret) onPaste(secret);
  });
}
