/* The switch between light and dark. A cookie keeps the choice, so that the server renders the next page in these
   colours. */

const YEAR = 31_536_000; // s

/**
 * Show the button that switches the theme. The choice lasts a year on this device.
 * @param {HTMLElement} button
 */
export function themeSwitch(button) {
  const root = document.documentElement;
  const chosen = /(?:^|; )of-theme=(dark|light)/.exec(document.cookie)?.[1];
  if (chosen && !root.dataset.theme) root.dataset.theme = chosen;
  button.hidden = false;
  button.addEventListener("click", () => {
    const byDevice = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.theme = (root.dataset.theme ?? byDevice) === "dark" ? "light" : "dark";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP and in older browsers
    document.cookie = `of-theme=${root.dataset.theme}; path=/; max-age=${YEAR}; SameSite=Lax`;
  });
}
