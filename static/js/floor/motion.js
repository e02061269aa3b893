/* The fade-in of list rows that arrive later; rows of the first drawing do not move. */

/**
 * Fade in every list row that is added below `element` after this call.
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
