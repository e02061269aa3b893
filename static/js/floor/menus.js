/* Disclosures that hang over the page close by Escape, by a press elsewhere, or when the focus leaves them. */

/** For every `details.switch` of the page, now or later. */
export function closeMenus() {
  const open = () => document.querySelectorAll("details.switch[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, ({ target }) => {
      for (const menu of open()) if (!menu.contains(target)) menu.open = false;
    });
  }
}
