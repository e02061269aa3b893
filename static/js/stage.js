/** The projected page: wiring only. What it shows is a function of the stream's state, the link and the window. */

import { follow } from "./shared/stream/wire.js";
import { stayAwake } from "./stage/awake.js";
import { draw } from "./stage/draw.js";
import { lostSince } from "./shared/view/notices.js";

const shown = { state: null, since: null };
const redraw = () => {
  if (shown.state) draw(document.querySelector("#stage"), shown);
};

follow({
  onState(state) {
    shown.state = state;
    redraw();
  },
  onLink(link) {
    shown.since = lostSince(link, shown.since);
    redraw();
  },
});

addEventListener("resize", redraw);
// A face that comes after the first drawing is of another width.
document.fonts?.addEventListener("loadingdone", redraw);
stayAwake();
