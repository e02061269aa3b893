/** The projected page, drawn from the stream's state, the state of the connection and the size of the window. */

import { follow } from "./shared/stream/wire.js";
import { lostSince } from "./shared/view/notices.js";
import { stayAwake } from "./stage/awake.js";
import { draw } from "./stage/draw.js";

/** @import {StreamState} from "./shared/contracts.d.ts" */

const root = /** @type {HTMLElement} */ (document.querySelector("#stage"));
/** @type {StreamState | null} */
let state = null;
/** @type {string | null} */
let since = null;

function redraw() {
  if (state) draw(root, { state, since });
}

follow({
  onState(present) {
    state = present;
    redraw();
  },
  onLink(link) {
    since = lostSince(link, since);
    redraw();
  },
});

addEventListener("resize", redraw);
// A font that loads after the first drawing has letters of other widths.
document.fonts?.addEventListener("loadingdone", redraw);
stayAwake();
