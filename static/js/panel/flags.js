/** "I'll take it": what this panellist has marked. Only the server's word counts, and each of its answers says all of it. */

/**
 * `initial`: numbers; `send(act, body)` → answer as wire.command; `load()` → {flags: [numbers]}, may reject; `onChange()`.
 * Gives {has(number), isBusy(number), note(number), toggle(number), refresh()}.
 */
export function flags({ initial, send, load, onChange }) {
  let mine = new Set(initial);
  const busy = new Set();
  const notes = new Map();
  let line = Promise.resolve(); // one after the other, so that the last answer is the newest

  function inTurn(work) {
    line = line.then(work);
    return line;
  }

  async function carryOut(number) {
    const answer = await send(mine.has(number) ? "unflag" : "flag", { number });
    if (answer.ok) mine = new Set(answer.flags);
    else notes.set(number, answer.message);
    busy.delete(number);
    onChange();
  }

  return {
    has: (number) => mine.has(number),
    isBusy: (number) => busy.has(number),
    note: (number) => notes.get(number),
    /** Says it, or takes it back. A second tap while the first is under way does nothing. */
    async toggle(number) {
      if (busy.has(number)) return;
      busy.add(number);
      notes.delete(number);
      onChange();
      await inTurn(() => carryOut(number));
    },
    /** Reads again what was marked, perhaps on another device; without an answer all stays as it was. */
    refresh: () =>
      inTurn(async () => {
        try {
          mine = new Set((await load()).flags);
          onChange();
        } catch {
          /* the next reconnection reads again */
        }
      }),
  };
}
