/* This page's seat on the wire: socket, catching up, heartbeat, polling. Commands and reads are shared/stream/http.js's. */
import { io } from "socket.io-client";
import { delays } from "./delays.js";
import { follower } from "./follower.js";
import { command as send, newKey, read } from "./http.js";
import { page } from "../page.js";
import { empty, reduce } from "./reducer.js";

export { newKey, read };

const ANSWER = 5_000; // so long the server may take to answer a subscribe
const OWN = 60_000;
const delay = delays();
let hasActed = false;

/** shared/stream/http.js's: one act of this seat's. */
export function command(...act) {
  hasActed = true;
  return send(...act);
}

// A staff link opened again, its cookie still good: the secret leaves the address here too.
if (page && page.seat !== "attendee" && location.hash)
  history.replaceState(null, "", location.pathname + location.search);

/** Reloads once; not again within half a minute, so that a browser without cookies does not spin. */
export function reloadOnce() {
  try {
    const last = Number(sessionStorage.getItem("of-reload"));
    if (Date.now() - last < 30_000) return;
    sessionStorage.setItem("of-reload", String(Date.now()));
  } catch {
    return;
  }
  location.reload();
}

/**
 * Follows this page's stream. Calls: onState(state) after each change (and once at the start), onOwn(own) for attendees,
 * onPresence([{seat, number}]) for chairs, onLink("connecting" | "live" | "polling" | "offline").
 * Gives {state(), catchUp()}; catchUp reads the stream (and one's own) now and never rejects.
 */
export function follow({ onState = () => {}, onOwn = () => {}, onPresence = () => {}, onLink = () => {} } = {}) {
  const { code, languages } = page.session;
  // The floor is read in a language of the session; for another interface the server chooses.
  const lang = languages.some((language) => language.code === page.lang) ? page.lang : undefined;
  const attendee = page.seat === "attendee";
  const root = document.documentElement;
  let link = "";
  let live = false;
  let counter = page.own?.counter ?? -1;
  let epoch = page.state?.epoch;
  let polling = false;
  let silence, patience, poll, retry;

  const stream = follower({
    state: page.state ? reduce(empty(), page.state) : empty(),
    fetchChange: (state, fresh) =>
      read(fresh ? "snapshot" : "changes", fresh ? { lang } : { epoch: state.epoch, after: state.seq, lang }),
    onState(state) {
      root.dataset.seq = state.seq;
      onState(state);
      // A new epoch voids one's own too: a rehearsal may have ended.
      if (epoch !== state.epoch) {
        epoch = state.epoch;
        if (hasOwn()) readOwn().catch(refused);
      }
    },
  });

  function say(next) {
    if (next === link) return;
    link = next;
    root.dataset.link = next;
    onLink(next);
  }
  function refused(error) {
    if (error.code === "seat.unknown" || error.code === "session.unknown") reloadOnce();
    if (!live) say("offline");
  }

  /** Whoever has never asked nor voted has nothing to read, and is told when that changes: most of a room, every minute. */
  const hasOwn = () => attendee && (hasActed || counter !== 0);
  async function readOwn() {
    if (!attendee) return;
    const own = await read("own");
    counter = own.counter;
    onOwn(own);
  }
  async function catchUp() {
    try {
      const [change] = await Promise.all([stream.catchUp(), readOwn()]);
      if (change.presence) onPresence(change.presence);
      if (!live && polling) say("polling");
    } catch (error) {
      refused(error);
    }
  }

  const socket = io({
    transports: ["websocket"],
    reconnection: false,
    autoConnect: false,
    timeout: 10_000,
    closeOnBeforeunload: true,
  });

  function connect() {
    clearTimeout(retry);
    if (socket.connected) return;
    if (!link) say("connecting");
    losePatience();
    socket.connect();
  }
  function reconnectSoon() {
    live = false;
    clearTimeout(silence);
    clearTimeout(retry);
    if (link === "live") say("connecting");
    losePatience();
    retry = setTimeout(connect, delay.reconnect());
  }
  function losePatience() {
    if (!polling)
      patience ??= setTimeout(() => {
        polling = true;
        pollOnce();
      }, delay.patience());
  }
  async function pollOnce() {
    await catchUp();
    if (polling) poll = setTimeout(pollOnce, delay.poll(document.hidden));
  }
  function stopPolling() {
    clearTimeout(patience);
    clearTimeout(poll);
    patience = undefined;
    polling = false;
  }
  function heardServer() {
    clearTimeout(silence);
    silence = setTimeout(async () => {
      await catchUp();
      socket.disconnect();
      reconnectSoon();
    }, delay.silence());
  }

  socket.on("connect", () => {
    heardServer();
    socket.timeout(ANSWER).emit("subscribe", { session: code, seat: page.seat, lang }, async (late, answer) => {
      if (late || !answer.ok) {
        if (answer?.code === "seat.unknown" || answer?.code === "session.unknown") reloadOnce();
        socket.disconnect();
        return reconnectSoon();
      }
      live = true;
      stopPolling();
      try {
        if (!stream.matches(answer)) {
          stream.heard(answer);
          await stream.catchUp();
        }
        if (attendee && answer.counter !== counter) await readOwn();
        say("live");
      } catch {
        // the socket is there and the read failed: begin again
        socket.disconnect();
        reconnectSoon();
      }
    });
  });
  socket.on("change", (name, change) => {
    heardServer();
    stream.receive(change ?? name[1]);
  });
  socket.on("head", (name, head) => {
    heardServer();
    stream.heard(head ?? name[1]);
  });
  socket.on("own", (notice) => {
    heardServer();
    if (notice.counter !== counter) readOwn().catch(refused);
  });
  socket.on("presence", (list) => {
    heardServer();
    onPresence(list);
  });
  socket.on("gone", reloadOnce);
  socket.on("connect_error", reconnectSoon);
  socket.on("disconnect", reconnectSoon);

  function awake() {
    if (document.hidden) return;
    catchUp();
    if (!live) connect();
  }
  document.addEventListener("visibilitychange", awake);
  addEventListener("pageshow", (event) => {
    if (event.persisted) awake();
  });
  addEventListener("online", awake);
  // The socket may take long to notice: ask, and if nothing answers, let it go.
  addEventListener("offline", () =>
    stream.catchUp().catch((error) => {
      socket.disconnect();
      refused(error);
    }),
  );
  if (attendee)
    setInterval(() => {
      if (live && !document.hidden && hasOwn()) readOwn().catch(refused);
    }, OWN);

  root.dataset.seq = stream.state().seq;
  onState(stream.state());
  connect();
  return { state: stream.state, catchUp };
}
