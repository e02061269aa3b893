/** What is on the programme, from the stream's state. Pure; the stage and the panellists' page read it. */

/**
 * @param state as the reducer keeps it
 * @returns {{live: object|null, next: object|null, queue: object[]}} views; `queue` in order, possibly empty
 */
export function programme({ questions, queue }) {
  const views = Object.values(questions);
  const only = (status) => views.find((view) => view.status === status) ?? null;
  return {
    live: only("live"),
    next: only("next"),
    queue: (queue ?? []).map((number) => questions[number]).filter(Boolean),
  };
}

/** What of it stands on the stage: nothing at all while a chair has cleared the screen. */
export function onScreen(state) {
  return state.settings.screen_cleared ? { live: null, next: null, queue: [] } : programme(state);
}
