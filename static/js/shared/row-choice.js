/** The choice of a row by a click or by the Tab key. */

/**
 * Call `onChoose` when the person clicks in a row or moves the focus into a row with the Tab key. Ignore a row whose
 * question has left the list; the page keeps this row only for its open editor.
 * @param {string} rows selector of the rows
 * @param {() => void} onChoose
 */
export function watchRowChoice(rows, onChoose) {
  let isTabbing = false;
  const isInRow = (/** @type {Event} */ { target }) => {
    const row = target instanceof Element ? target.closest(rows) : null;
    return row !== null && row.getAttribute("data-status") !== "kept";
  };
  addEventListener(
    "keydown",
    ({ key }) => {
      isTabbing = key === "Tab";
    },
    true,
  );
  addEventListener("focusin", (event) => {
    if (isTabbing && isInRow(event)) onChoose();
  });
  // Use the capture phase, so that `onChoose` runs before the listeners of a clicked button. `onChoose` enables the
  // keyboard shortcuts, and a listener of the button can disable them. In the other order, they would be enabled again.
  document.addEventListener(
    "click",
    (event) => {
      if (event.detail && isInRow(event)) onChoose();
    },
    true,
  );
}
