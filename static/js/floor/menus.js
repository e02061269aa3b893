/* The listeners that close open menus. */

/**
 * Close each open `details.switch` on Escape, on a press outside the element, or when the focus leaves the element. The
 * listeners are on the document, so that they also close elements that are added later.
 */
export function closeMenus() {
  const openMenus = () =>
    /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.switch[open]"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const hasFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hasFocus) menu.querySelector("summary")?.focus();
    }
  });
  const closeOthers = (/** @type {Event} */ { target }) => {
    for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  };
  document.addEventListener("pointerdown", closeOthers);
  document.addEventListener("focusin", closeOthers);
}
