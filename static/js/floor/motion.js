/* A row that arrives comes in softly; what stood there from the start does not move. */

/** Fades in every list row that is added below `element` from now on. */
export function showArrivals(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node.matches?.("li"))
        node.animate(
          { opacity: [0, 1], translate: ["0 4px", "0 0"] },
          { duration: 180, easing: "cubic-bezier(.2, 0, 0, 1)" },
        );
    }
  }).observe(element, { childList: true, subtree: true });
}
