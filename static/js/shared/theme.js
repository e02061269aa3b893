/* The switch between the light and the dark theme. The choice is in a cookie, so that the server renders the next page
   in the chosen theme. */

const YEAR = 31_536_000; // s

/**
 * Show the button that switches the theme. The choice lasts a year in this browser.
 * @param {HTMLElement} button
 */
export function themeSwitch(button) {
  const root = document.documentElement;
  const isSecure = location.protocol === "https:";
  // On https, use the prefix `__Host-`, because another subdomain cannot set a cookie with this prefix.
  const name = isSecure ? "__Host-of-theme" : "of-theme";
  const chosen = new RegExp(`(?:^|; )${name}=(dark|light)`).exec(document.cookie)?.[1];
  if (chosen && !root.dataset.theme) root.dataset.theme = chosen;
  button.hidden = false;
  button.addEventListener("click", () => {
    const byDevice = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.theme = (root.dataset.theme ?? byDevice) === "dark" ? "light" : "dark";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP and in older browsers
    document.cookie = `${name}=${root.dataset.theme}; path=/; max-age=${YEAR}; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  });
}
