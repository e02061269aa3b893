/*
 * The connection of this page to its stream: socket, catch-up, heartbeat, polling. Commands and reads are in
 * stream/http.js.
 */

import { io } from "socket.io-client";
import { now } from "../i18n.js";
import { definitionReader } from "./definition.js";
import { delays } from "./delays.js";
import { follower } from "./follower.js";
import { enterSeat, read } from "./http.js";
import { myQuestionsReader } from "./my-questions.js";
import { page, streamLanguage } from "../page-data.js";
import { CURRENT_WITHIN, whenShownAgain, whenStopped } from "../page-life.js";
import { keepAddressClean } from "../secret-link.js";
import { poller } from "./polling.js";
import { empty, reduce } from "./reducer.js";
import { reloadOnce } from "./reload.js";

/** @import {Change, Head, MyQuestions, Reading, RefusedAnswer, StreamState, Subscribed} from "../contracts.d.ts" */
/** @import {ReadError} from "./http.js" */
/**
 * @typedef {"connecting" | "live" | "polling" | "offline" | "unknown"} Link The state of the connection. `live`: the
 *   socket is open; `polling`: HTTP requests replace the socket; `unknown`: the server does not recognise this browser
 */

const SUBSCRIBE_TIMEOUT = 5_000; // ms
const CONNECT_TIMEOUT = 10_000; // ms
const CHECK_EVERY = 60_000; // ms
/** The socket counts as silent after this time, in ms, without a message. A heartbeat comes every 10 s. */
const HEARTBEATS = 15_000;
const UNKNOWN = new Set(["seat.unknown", "session.unknown"]);
const ignore = () => {};

/**
 * Follow this page's stream through a socket; poll while there is no socket.
 * @param {object} handlers
 * @param {(state: StreamState) => void} [handlers.onState] called at the start and after each change
 * @param {(mine: MyQuestions) => void} [handlers.onMyQuestions] called only on an attendee's page
 * @param {(readers: Reading[]) => void} [handlers.onPresence] called only on a chair's page
 * @param {(link: Link, lastContact: string) => void} [handlers.onLink] `lastContact`: the time of the latest message or
 *   answer from the server, in ISO 8601, by the server's clock
 * @param {() => void} [handlers.onDefinition] called after a change of the session's definition is in `page`
 * @returns two functions. `catchUp` immediately reads the stream and the attendee's own questions, and never rejects.
 *   `readMyQuestions` reads only the questions, and rejects if the read fails
 */
export function follow({
  onState = ignore,
  onMyQuestions = ignore,
  onPresence = ignore,
  onLink = ignore,
  onDefinition = ignore,
} = {}) {
  const { code } = page.session;
  const lang = streamLanguage();
  const root = document.documentElement;
  const delay = delays();
  const mine = myQuestionsReader(onMyQuestions);
  const polling = poller(catchUp, delay);
  const definition = definitionReader(onDefinition);
  /** @type {Link | ""} */
  let link = "";
  let isLive = false;
  /** @type {string | null | undefined} */
  let epoch = page.state?.epoch;
  let phase = page.state?.settings?.phase;
  /** @type {number | undefined} */
  let silence;
  /** @type {number | undefined} */
  let retry;
  let lastContact = now();

  const stream = follower({
    state: page.state ? reduce(empty(), page.state) : empty(),
    fetchChange: (state, fresh) =>
      fresh ? read("snapshot", { lang }) : read("changes", { epoch: state.epoch, after: state.seq, lang }),
    onState(state) {
      root.dataset.seq = String(state.seq);
      onState(state);
      definition.follow(state.settings.definition_version);
      // In a new epoch, the page's list of the attendee's questions can be out of date: for example, the end of the
      // rehearsal deletes the questions. Therefore read the list again.
      if (epoch !== state.epoch) {
        epoch = state.epoch;
        phase = state.settings.phase;
        if (mine.isNeeded()) mine.read().catch(onReadError);
      } else if (phase !== state.settings.phase) {
        // Read the attendee's questions again, because the possible acts on a question depend on the phase. First wait
        // for a random delay, because all phones receive the new phase at the same time.
        phase = state.settings.phase;
        setTimeout(() => mine.isNeeded() && mine.read().catch(onReadError), delay.reconnect());
      }
    },
  });

  /**
   * Store and report a new state of the connection.
   * @param {Link} next
   */
  function setLink(next) {
    if (next === link) return;
    link = next;
    root.dataset.link = next;
    onLink(next, new Date(lastContact).toISOString());
  }
  /**
   * Set the state of the connection after a failed read.
   * @param {ReadError} error
   */
  function onReadError(error) {
    const isUnknown = onUnknown(error.code);
    if (!isLive && !isUnknown) setLink("offline");
  }
  /**
   * Handle a refusal which can say that the server does not know the seat or the session. In this case, reload the
   * page; do nothing for any other refusal. Return true only if the link was set to `unknown` instead of a reload.
   *
   * The link is set to `unknown` if the server does not know an attendee's seat and one of these conditions is met:
   * - Cookies are disabled, or the link is already `unknown`: a reload would not help.
   * - `reloadOnce` does not reload the page.
   * @param {string} refusalCode
   */
  function onUnknown(refusalCode) {
    if (!UNKNOWN.has(refusalCode)) return false;
    const isAttendee = page.seat === "attendee" && refusalCode === "seat.unknown";
    const isRefused = isAttendee && (link === "unknown" || !navigator.cookieEnabled || !reloadOnce());
    if (isRefused) setLink("unknown");
    else if (!isAttendee) reloadOnce();
    return isRefused;
  }
  async function catchUp() {
    try {
      const [change] = await Promise.all([stream.catchUp(), mine.read()]);
      lastContact = now();
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
  });

  function connect() {
    clearTimeout(retry);
    if (socket.connected) return;
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
    lastContact = now();
    clearTimeout(silence);
    silence = setTimeout(async () => {
      await catchUp();
      reconnect();
    }, delay.silence());
  }

  /**
   * Handle the answer to `subscribe`: read the missing changes, or connect again after a failure.
   * @param {Error | null} timedOut
   * @param {Subscribed | RefusedAnswer} answer
   */
  async function onSubscribed(timedOut, answer) {
    if (timedOut || !answer.ok) {
      if (!timedOut && !answer.ok) onUnknown(answer.code);
      return reconnect();
    }
    isLive = true;
    polling.stop();
    try {
      if (!stream.matches(answer)) {
        stream.heard(answer);
        await stream.catchUp();
        // If a read was already running, `catchUp` has started no new read, but has waited for the end of the running
        // read. That read began before this answer of the server, so that its result can be too old. Then read again.
        if (!stream.matches(answer)) await stream.catchUp();
      }
      if (mine.isOutdated(answer.counter)) await mine.read();
      setLink("live");
    } catch {
      reconnect(); // A read over HTTP failed, although the socket works. Connect again.
    }
  }

  const subscription = { session: code, seat: page.seat, lang };
  /**
   * Ask the server for the stream's head and the attendee's counter, because a message can be lost. Do not read the
   * stream instead, because the answer to a read is larger.
   */
  function check() {
    socket.timeout(SUBSCRIBE_TIMEOUT).emit("subscribe", subscription, onChecked);
  }
  /**
   * Handle the answer with the stream's head and the attendee's counter.
   * @param {Error | null} timedOut
   * @param {Subscribed | RefusedAnswer} answer
   */
  function onChecked(timedOut, answer) {
    // After a time-out or a refusal, do not restart the silence timer. If the server sends nothing more on this socket,
    // the timer closes the socket.
    if (timedOut || !answer.ok) return;
    restartSilenceTimer();
    stream.heard(answer);
    if (mine.isOutdated(answer.counter)) mine.read().catch(onReadError);
  }

  socket.on("connect", () => {
    restartSilenceTimer();
    socket.timeout(SUBSCRIBE_TIMEOUT).emit("subscribe", subscription, onSubscribed);
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

  /**
   * Bring the page up to date after the browser has shown it again or the network is back. Read the stream immediately.
   * If the socket is closed, or has been silent for more than HEARTBEATS ms, open the socket again. If after
   * CURRENT_WITHIN ms the socket is still closed and the read has not ended, set the link to `offline`.
   */
  function resume() {
    if (isLive && now() - lastContact > HEARTBEATS) socket.disconnect();
    const reading = catchUp();
    if (isLive) return;
    connect();
    const late = setTimeout(() => {
      if (!isLive) setLink("offline");
    }, CURRENT_WITHIN);
    reading.finally(() => clearTimeout(late));
  }
  /**
   * Close the socket when the person leaves the page or the browser freezes it, because the page then receives no
   * messages. Otherwise the link would still be `live` when the browser shows the page again.
   */
  function stop() {
    reconnect();
    if (link === "polling") setLink("connecting");
  }
  whenStopped(stop);
  whenShownAgain(resume);
  addEventListener("online", resume);
  // Remove the secret of a staff link from the address. Reason: if the seat's cookie is valid, the link opens this page
  // directly, without the entry page, which would remove the secret. If a person pastes a link into the address bar of
  // this page, also exchange the link's secret for a cookie.
  keepAddressClean(async (secret) => {
    if (await enterSeat(secret)) resume();
  });
  // The socket can detect a lost network late. Therefore read the stream immediately, and close the socket if the read
  // fails.
  addEventListener("offline", () =>
    stream.catchUp().catch((error) => {
      socket.disconnect();
      onReadError(error);
    }),
  );
  setInterval(() => {
    if (!isLive || document.hidden || !mine.isNeeded()) return;
    if (mine.isOutsideStream(stream.state())) mine.read().catch(onReadError);
    else check();
  }, CHECK_EVERY);

  root.dataset.seq = String(stream.state().seq);
  onState(stream.state());
  if (page.is_preview) return { state: stream.state, catchUp, readMyQuestions: mine.read };
  definition.follow(stream.state().settings.definition_version);
  setLink("connecting");
  // Connect after the first drawing. Reason: the drawing of many questions blocks the event loop, so that the
  // connection could reach its time-out.
  queueMicrotask(connect);
  return { state: stream.state, catchUp, readMyQuestions: mine.read };
}
