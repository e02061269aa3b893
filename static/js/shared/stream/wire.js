/*
 * The connection of this page to its stream: socket, catching up, heartbeat, polling. Commands and reads are in
 * stream/http.js.
 */

import { io } from "socket.io-client";
import { delays } from "./delays.js";
import { follower } from "./follower.js";
import { read } from "./http.js";
import { myQuestionsReader } from "./my-questions.js";
import { page } from "../page-data.js";
import { poller } from "./polling.js";
import { empty, reduce } from "./reducer.js";
import { reloadOnce } from "./reload.js";

/** @import {Change, Head, MyQuestions, Reading, RefusedAnswer, StreamState, Subscribed} from "../contracts.d.ts" */
/** @import {ReadError} from "./http.js" */
/** @typedef {"connecting" | "live" | "polling" | "offline"} Link */

const SUBSCRIBE_TIMEOUT = 5_000; // ms
const CONNECT_TIMEOUT = 10_000; // ms
const MY_QUESTIONS_EVERY = 60_000; // ms
const UNKNOWN = new Set(["seat.unknown", "session.unknown"]);
const ignore = () => {};

// If a staff link is opened again while its cookie is valid, the entry page is skipped: remove the secret from the
// address on this page too.
if (page && page.seat !== "attendee" && location.hash)
  history.replaceState(null, "", location.pathname + location.search);

/**
 * Follow this page's stream through a socket; poll while there is no socket.
 * @param {object} handlers
 * @param {(state: StreamState) => void} [handlers.onState] called at the start and after each change
 * @param {(mine: MyQuestions) => void} [handlers.onMyQuestions] for attendees
 * @param {(readers: Reading[]) => void} [handlers.onPresence] for chairs
 * @param {(link: Link) => void} [handlers.onLink]
 * @returns `catchUp` reads the stream, and an attendee's questions, now; it never rejects
 */
export function follow({ onState = ignore, onMyQuestions = ignore, onPresence = ignore, onLink = ignore } = {}) {
  const { code, languages } = page.session;
  // The floor has a stream for each language of the session; for any other interface language, the server chooses the
  // stream.
  const lang = languages.some((language) => language.code === page.lang) ? page.lang : undefined;
  const root = document.documentElement;
  const delay = delays();
  const mine = myQuestionsReader(onMyQuestions);
  const polling = poller(catchUp, delay);
  /** @type {Link | ""} */
  let link = "";
  let isLive = false;
  /** @type {string | null | undefined} */
  let epoch = page.state?.epoch;
  /** @type {number | undefined} */
  let silence;
  /** @type {number | undefined} */
  let retry;

  const stream = follower({
    state: page.state ? reduce(empty(), page.state) : empty(),
    fetchChange: (state, fresh) =>
      fresh ? read("snapshot", { lang }) : read("changes", { epoch: state.epoch, after: state.seq, lang }),
    onState(state) {
      root.dataset.seq = String(state.seq);
      onState(state);
      // A new epoch also makes the attendee's questions outdated: a rehearsal may have ended.
      if (epoch !== state.epoch) {
        epoch = state.epoch;
        if (mine.isNeeded()) mine.read().catch(onReadError);
      }
    },
  });

  /** @param {Link} next */
  function setLink(next) {
    if (next === link) return;
    link = next;
    root.dataset.link = next;
    onLink(next);
  }
  /** @param {ReadError} error */
  function onReadError(error) {
    if (UNKNOWN.has(error.code)) reloadOnce();
    if (!isLive) setLink("offline");
  }
  async function catchUp() {
    try {
      const [change] = await Promise.all([stream.catchUp(), mine.read()]);
      if (change.presence) onPresence(change.presence);
      if (!isLive && polling.isOn()) setLink("polling");
    } catch (error) {
      onReadError(/** @type {ReadError} */ (error));
    }
  }

  const socket = io({
    transports: ["websocket"],
    reconnection: false,
    autoConnect: false,
    timeout: CONNECT_TIMEOUT,
    closeOnBeforeunload: true,
  });

  function connect() {
    clearTimeout(retry);
    if (socket.connected) return;
    if (!link) setLink("connecting");
    polling.startLater();
    socket.connect();
  }
  function reconnectLater() {
    isLive = false;
    clearTimeout(silence);
    clearTimeout(retry);
    if (link === "live") setLink("connecting");
    polling.startLater();
    retry = setTimeout(connect, delay.reconnect());
  }
  function reconnect() {
    socket.disconnect();
    reconnectLater();
  }
  function restartSilenceTimer() {
    clearTimeout(silence);
    silence = setTimeout(async () => {
      await catchUp();
      reconnect();
    }, delay.silence());
  }

  /**
   * @param {Error | null} timedOut
   * @param {Subscribed | RefusedAnswer} answer
   */
  async function onSubscribed(timedOut, answer) {
    if (timedOut || !answer.ok) {
      if (!timedOut && !answer.ok && UNKNOWN.has(answer.code)) reloadOnce();
      return reconnect();
    }
    isLive = true;
    polling.stop();
    try {
      if (!stream.matches(answer)) {
        stream.heard(answer);
        await stream.catchUp();
      }
      if (mine.isOutdated(answer.counter)) await mine.read();
      setLink("live");
    } catch {
      reconnect(); // The socket works but the reading failed: connect again.
    }
  }

  socket.on("connect", () => {
    restartSilenceTimer();
    socket.timeout(SUBSCRIBE_TIMEOUT).emit("subscribe", { session: code, seat: page.seat, lang }, onSubscribed);
  });
  socket.on("change", (/** @type {[string, Change]} */ [, change]) => {
    restartSilenceTimer();
    stream.receive(change);
  });
  socket.on("head", (/** @type {[string, Head]} */ [, head]) => {
    restartSilenceTimer();
    stream.heard(head);
  });
  socket.on("own", (/** @type {{counter: number}} */ { counter }) => {
    restartSilenceTimer();
    if (mine.isOutdated(counter)) mine.read().catch(onReadError);
  });
  socket.on("presence", (/** @type {Reading[]} */ readers) => {
    restartSilenceTimer();
    onPresence(readers);
  });
  socket.on("gone", reloadOnce);
  socket.on("connect_error", reconnectLater);
  socket.on("disconnect", reconnectLater);

  function resume() {
    if (document.hidden) return;
    catchUp();
    if (!isLive) connect();
  }
  document.addEventListener("visibilitychange", resume);
  addEventListener("pageshow", (event) => {
    if (event.persisted) resume();
  });
  addEventListener("online", resume);
  // The socket may detect a lost network late: read immediately, and close the socket if there is no answer.
  addEventListener("offline", () =>
    stream.catchUp().catch((error) => {
      socket.disconnect();
      onReadError(error);
    }),
  );
  setInterval(() => {
    if (isLive && !document.hidden && mine.isNeeded()) mine.read().catch(onReadError);
  }, MY_QUESTIONS_EVERY);

  root.dataset.seq = String(stream.state().seq);
  onState(stream.state());
  connect();
  return { state: stream.state, catchUp };
}
