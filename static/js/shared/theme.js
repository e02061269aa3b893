/* Light or dark by hand. The cookie lets the server send the next page in the right colours from the start. */

/** Shows the button and lets it turn the page over; the choice stays for a year on this device. */
export function themeSwitch(button) {
  const root = document.documentElement;
  const kept = /(?:^|; )of-theme=(dark|light)/.exec(document.cookie)?.[1];
  if (kept && !root.dataset.theme) root.dataset.theme = kept;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark =
      (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `of-theme=${root.dataset.theme}; path=/; max-age=31536000; SameSite=Lax`;
  });
}
