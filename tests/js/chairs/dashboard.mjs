/**
 * A dashboard without a display, for tests: its acts and its state (`ui`). A LateServer answers its commands at once.
 * The dashboard gets the changes of the stream only when the test calls `deliver`.
 */

const PAGE = {
  lang: "en",
  seat: "chair.a",
  session: {
    code: "DEMO",
    languages: [{ code: "en", name: "English", dir: "ltr" }],
    chairs: [
      { seat: "chair.a", name: "Ada" },
      { seat: "chair.b", name: "Bela" },
    ],
  },
};
// Set these globals before the imports, because the imported modules read the globals on import.
globalThis.document = { getElementById: (id) => (id === "page" ? { textContent: JSON.stringify(PAGE) } : null) };
globalThis.location = { hash: "", pathname: "/s/DEMO/chair/a", search: "" };

export const acts = await import("../../../static/js/chairs/control/acts.js");
const { settle } = await import("../../../static/js/chairs/control/send.js");
const { moveBy, movePending } = await import("../../../static/js/chairs/control/steps.js");
const { change, drawWith, ui } = await import("../../../static/js/chairs/model/ui.js");

export { moveBy, ui };

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const json = (status, body) => ({ status, json: async () => body });

/**
 * A server whose changes come late: it answers each command at once, but sends its state only when the test calls
 * `deliver`. It accepts every command. If `refusal` is set, it refuses every command with it instead.
 */
export class LateServer {
  /** @param {number[]} queue */
  constructor(queue) {
    this.queue = queue;
    this.seq = 10;
    this.commands = [];
    this.refusal = null;
    globalThis.fetch = async (url, options) => this.answer(new URL(url, "http://localhost"), options);
    Object.assign(ui, { link: "live", undo: null });
    ui.busy.clear();
    ui.messages.clear();
    this.deliver();
    drawWith(movePending);
  }

  answer({ pathname }, { method, body }) {
    if (method === "GET") return json(200, { act: "move", numbers: [this.queue[0]] });
    const [act] = pathname.split("/").slice(-2);
    const params = JSON.parse(body);
    this.commands.push({ act, ...params });
    if (this.refusal) return json(409, { ok: false, ...this.refusal });
    if (act === "move") this.move(params);
    this.seq += 1;
    return json(200, { ok: true, already: false, seq: { chairs: this.seq } });
  }

  move({ number, after }) {
    const queue = this.queue.filter((other) => other !== number);
    queue.splice(queue.indexOf(after) + 1, 0, number);
    this.queue = queue;
  }

  /** Give the server's current state to the dashboard, in the way that the real page (chairs.js) gives it a change. */
  deliver(epoch = "e1") {
    const questions = Object.fromEntries(this.queue.map((number) => [number, { number, status: "approved" }]));
    const state = { ...ui.state, epoch, seq: this.seq, questions, queue: [...this.queue] };
    change({ state });
    settle(state);
  }

  /** Wait until the dashboard has processed all answers. */
  async settled() {
    for (let turn = 0; turn < 5; turn += 1) await tick();
  }
}
