/*
 * One chair of the storm test (tests/browser/test_storm.py): a script in the dashboard page that sends random acts.
 * Each act contains a question's version from the last read, so the version is often outdated. The script is a function
 * of {code, seat, seed, acts}. The function returns a promise of [{act, status, body, answer}].
 */
async ({ code, seat, seed, acts }) => {
  const ACTS = [
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
  const READ_EVERY = 7; // acts
  const base = `/api/s/${code}/${seat}`;
  let state = seed;
  let questions = [];

  // A linear congruential generator (Press et al., Numerical Recipes, 7.1.5). The same seed gives the same acts. Only
  // the high bits are used, because the low bits have short periods.
  const random = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = (list) => list[random(list.length)];
  const numberOf = (status) => questions.find((view) => view.status === status)?.number ?? null;

  const readQuestions = async () => {
    const snapshot = await (await fetch(`${base}/snapshot`)).json();
    const older = await (await fetch(`${base}/questions?status=${pick(["answered", "declined"])}`)).json();
    questions = [...snapshot.put, ...older.questions];
  };
  const bodyOf = (act) => {
    const { number, version } = pick(questions);
    const other = pick(questions).number;
    const question = { number, version };
    switch (act) {
      case "advance":
        return { live: numberOf("live"), next: numberOf("next") };
      case "undo":
      case "clear_screen":
      case "restore_screen":
        return {};
      case "add":
        return { text: `Asked aloud ${random(1000)}?`, live: random(4) === 0 };
      case "move":
        return { number, after: random(3) ? other : 0 };
      case "decline":
        return { ...question, reason: pick(["off_topic", "too_long"]) };
      case "merge":
        return { ...question, into: other };
      case "wording":
        return { ...question, text: random(3) ? `Clearer ${random(1000)}?` : null };
      case "set_language":
        return { ...question, language: pick(["en", "es", "fr", "und"]) };
      default:
        return question;
    }
  };

  const log = [];
  for (let turn = 0; turn < acts; turn += 1) {
    if (turn % READ_EVERY === 0 || !questions.length) await readQuestions();
    const act = pick(ACTS);
    const body = bodyOf(act);
    const key = `storm-${seat.at(-1)}-${seed}-${turn}`.padEnd(12, "x");
    const response = await fetch(`${base}/${act}/${key}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
      body: JSON.stringify(body),
    });
    log.push({ act, body, status: response.status, answer: await response.json() });
  }
  return log;
};
