/* The fade-in of list rows that are added after the first drawing of the page. */

/**
 * Fade in every list row that is added inside `element` after this call. Do nothing if the device asks for reduced
 * motion.
 * @param {HTMLElement} element
 */
export function showArrivals(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof HTMLLIElement)
        node.animate(
          { opacity: [0, 1], translate: ["0 4px", "0 0"] },
          { duration: 180, easing: "cubic-bezier(.2, 0, 0, 1)" },
        );
    }
  }).observe(element, { childList: true, subtree: true });
}
