/* One chair of the storm, inside the dashboard's own page: random acts on what was last seen, some of it stale on purpose.
   Evaluates to a function of {code, seat, seed, acts} that resolves to [{act, status, body, answer}]. */
async ({ code, seat, seed, acts }) => {
  let state = seed;
  const random = (most) => {
    // A linear congruence (Press et al., Numerical Recipes, 7.1.5): the same seed, the same storm. Its high bits are the good ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const base = `/api/s/${code}/${seat}`;
  const pick = (list) => list[random(list.length)];
  let seen = [];
  const look = async () => {
    const snapshot = await (await fetch(`${base}/snapshot`)).json();
    const older = await (await fetch(`${base}/questions?status=${pick(["answered", "declined"])}`)).json();
    seen = [...snapshot.put, ...older.questions];
  };
  const names = [
    "approve",
    "approve",
    "decline",
    "reconsider",
    "move",
    "set_next",
    "take",
    "put_back",
    "answer",
    "bring_back",
    "advance",
    "advance",
    "merge",
    "split",
    "wording",
    "set_language",
    "add",
    "clear_screen",
    "restore_screen",
    "undo",
    "undo",
  ];
  const only = (status) => seen.find((view) => view.status === status)?.number ?? null;
  const body = (act) => {
    const view = pick(seen);
    const other = pick(seen).number;
    const one = { number: view.number, version: view.version };
    switch (act) {
      case "advance":
        return { live: only("live"), next: only("next") };
      case "undo":
      case "clear_screen":
      case "restore_screen":
        return {};
      case "add":
        return { text: `Asked aloud ${random(1000)}?`, live: random(4) === 0 };
      case "move":
        return { number: view.number, after: random(3) ? other : 0 };
      case "decline":
        return { ...one, reason: pick(["off_topic", "too_long"]) };
      case "merge":
        return { ...one, into: other };
      case "wording":
        return { ...one, text: random(3) ? `Clearer ${random(1000)}?` : null };
      case "set_language":
        return { ...one, language: pick(["en", "es", "fr", "und"]) };
      default:
        return one;
    }
  };
  const done = [];
  for (let turn = 0; turn < acts; turn += 1) {
    if (turn % 7 === 0 || !seen.length) await look();
    const act = pick(names);
    const sent = body(act);
    const key = `storm-${seat.at(-1)}-${seed}-${turn}`.padEnd(12, "x");
    const response = await fetch(`${base}/${act}/${key}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
      body: JSON.stringify(sent),
    });
    done.push({ act, body: sent, status: response.status, answer: await response.json() });
  }
  return done;
};
