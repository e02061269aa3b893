/* Exchanges the secret of a staff link for the seat's cookie, then shows the page itself. */
const form = document.querySelector("[data-enter]");

async function enter(secret) {
  // Gone from the address before anything else: not in the history, not in a photo of the screen.
  history.replaceState(null, "", location.pathname + location.search);
  const response = await fetch(form.dataset.enter, {
    method: "POST",
    body: JSON.stringify({ secret }),
    headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
  }).catch(() => null);
  if (response?.ok) location.reload();
  else show(response ? "refused" : "network");
}

function show(which) {
  for (const part of form.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== which;
  form.setAttribute("aria-busy", "false");
}

/** A link pasted over this page's own address changes only the fragment: that is a way in too. */
function knock() {
  const secret = location.hash.slice(1);
  if (secret) enter(secret);
  else show("missing");
}
addEventListener("hashchange", knock);
knock();
