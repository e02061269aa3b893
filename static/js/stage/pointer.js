/*
 * An attribute of the page, set while the pointer moves. While `data-pointer` is set, the style sheet shows the link
 * for leaving the seat.
 */

const VISIBLE = 4_000; // ms

/** Set `data-pointer` on the root element for 4 s after each movement of the pointer. */
export function markPointer() {
  const root = document.documentElement;
  let timer = 0;
  addEventListener("pointermove", () => {
    root.toggleAttribute("data-pointer", true);
    clearTimeout(timer);
    timer = setTimeout(() => root.removeAttribute("data-pointer"), VISIBLE);
  });
}
