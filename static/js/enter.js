/* The entry page of a staff seat. It exchanges the link's secret for the seat's cookie, then loads the seat's page. */

const form = /** @type {HTMLElement} */ (document.querySelector("[data-enter]"));

/** @param {string} secret */
async function enter(secret) {
  // Remove the secret from the address first: it must not be in the history or in a photo of the screen.
  history.replaceState(null, "", location.pathname + location.search);
  const response = await fetch(form.dataset.enter ?? "", {
    method: "POST",
    body: JSON.stringify({ secret }),
    headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
  }).catch(() => null);
  if (response?.ok) location.reload();
  else show(response ? "refused" : "network");
}

/** @param {"missing" | "refused" | "network"} name the part of the page to show */
function show(name) {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-part]"));
  for (const part of parts) part.hidden = part.dataset.part !== name;
  form.setAttribute("aria-busy", "false");
}

function enterByAddress() {
  const secret = location.hash.slice(1);
  if (secret) enter(secret);
  else show("missing");
}
// If a link is pasted over this page's address, only the fragment changes, and the browser does not load the page
// again.
addEventListener("hashchange", enterByAddress);
enterByAddress();
