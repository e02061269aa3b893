/* The block "Now" on the smallest phones. There, floor.css cuts the block's text to a few lines. */

/**
 * Mark the block "Now" while its text is cut. A marked block shows a button that opens the whole text.
 * @param {HTMLElement} now
 */
export function markCut(now) {
  const text = now.querySelector(".voice");
  now.toggleAttribute("data-cut", text !== null && text.scrollHeight > text.clientHeight + 1);
}
