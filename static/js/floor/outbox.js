/* What was typed and not yet acknowledged. Kept in localStorage, sent once with its key, again after a reload. */

// These pass by themselves, like every 5xx: the entry stays and is sent again.
const PASSING = new Set(["network", "limit.rate", "limit.pending", "limit.attendees", "seat.unknown"]);

/**
 * entries: [{key, act: "ask" | "reword", body, at, state: "saved" | "sending" | "received" | "refused", message?, number?}], oldest first.
 * `send(act, body, {key})` → answer as wire.command; `load()`, `save(entries)`; `onChange(entries)`;
 * `onRefused(entry, answer)` when the server said no for good. Gives {entries, add, flush, remove, settle}.
 */
export function outbox({
  send,
  load,
  save,
  onChange = () => {},
  onRefused = () => {},
  later = setTimeout,
  random = Math.random,
}) {
  // An entry that was under way when the page went is as good as unsent: its key makes the repeat harmless.
  let entries = load().map((entry) => (entry.state === "sending" ? { ...entry, state: "saved" } : entry));
  let busy = false;
  let timer;

  function set(next) {
    entries = next;
    save(entries);
    onChange(entries);
  }
  const change = (key, more) => set(entries.map((entry) => (entry.key === key ? { ...entry, ...more } : entry)));

  function again(seconds) {
    clearTimeout(timer);
    timer = later(flush, seconds * 1000);
  }

  /** Keeps first, then sends: the text is safe before the network is asked. */
  function add(act, body, key, at) {
    set([...entries, { key, act, body, at, state: "saved" }]);
    return flush();
  }

  /** Sends what is saved, one after the other, oldest first. Safe to call at any time. */
  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      for (let entry; (entry = entries.find(({ state }) => state === "saved")); ) {
        change(entry.key, { state: "sending" });
        const answer = await send(entry.act, entry.body, { key: entry.key });
        if (!entries.some(({ key }) => key === entry.key)) continue;
        if (answer.ok) change(entry.key, { state: "received", number: answer.question.number });
        else if (answer.code === "phase.not_allowed" && answer.phase !== "closed") {
          wait(entry, answer);
          break;
        } else if (PASSING.has(answer.code) || answer.status >= 500) {
          wait(entry, answer);
          again(answer.retry_after ?? 3 + random() * 5);
          break;
        } else {
          change(entry.key, { state: "refused", message: answer.message });
          onRefused(
            entries.find(({ key }) => key === entry.key),
            answer,
          );
        }
      }
    } finally {
      busy = false;
    }
  }
  function wait(entry, answer) {
    // No network is said by the bar, and the server's pace is ours to keep: neither asks anything of the writer.
    change(entry.key, {
      state: "saved",
      message: ["network", "limit.rate"].includes(answer.code) ? null : answer.message,
    });
  }

  /** Forgets an entry; gives it back. One that is under way is forgotten here only: the server may have it. */
  function remove(key) {
    const entry = entries.find((other) => other.key === key);
    set(entries.filter((other) => other !== entry));
    return entry;
  }

  /** Forgets what the server's list of one's own shows by now. */
  function settle(numbers) {
    const rest = entries.filter(({ state, number }) => state !== "received" || !numbers.includes(number));
    if (rest.length !== entries.length) set(rest);
  }

  return { entries: () => entries, add, flush, remove, settle };
}
