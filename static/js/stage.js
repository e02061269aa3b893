/** The projected page, drawn from the stream's state, the state of the connection and the size of the window. */

import { keepLogin } from "./shared/login.js";
import { page } from "./shared/page-data.js";
import { follow } from "./shared/stream/wire.js";
import { lostSince } from "./shared/view/notices.js";
import { stayAwake } from "./stage/awake.js";
import { draw } from "./stage/draw.js";
import { loadFonts } from "./stage/fonts.js";
import { followStyleSheet } from "./stage/look.js";
import { markPointer } from "./stage/pointer.js";

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
  onLink(link, lastContact) {
    since = lostSince(link, lastContact);
    redraw();
  },
  onDefinition() {
    followStyleSheet();
    loadFonts();
    redraw();
  },
});

addEventListener("resize", redraw);
// Draw again after a font has loaded, because the letters of the font and of its fallback have different widths.
document.fonts?.addEventListener("loadingdone", redraw);
markPointer();
if (!page.is_preview) keepLogin();
stayAwake();
