/** What each list of the dashboard shows. Pure: no page, no network. */

/** Views waiting for a decision, oldest first. */
export function pendingViews(state) {
  return Object.values(state.questions)
    .filter((view) => view.status === "pending")
    .sort((one, other) => one.number - other.number);
}

/** Approved views in the order of the queue. */
export function queueViews(state) {
  return state.queue.map((number) => state.questions[number]).filter(Boolean);
}

/** The one view of a status that only one question can have (`live`, `next`), or null. */
export function only(state, status) {
  return Object.values(state.questions).find((view) => view.status === status) ?? null;
}

/**
 * Splits pending views into those on screen and those that wait behind "3 new, show".
 * `admitted`: Set of numbers already shown. Not `holding`: everything is shown.
 */
export function holdBack(views, admitted, holding) {
  if (!holding) return { shown: views, waiting: [] };
  return {
    shown: views.filter((view) => admitted.has(view.number)),
    waiting: views.filter((view) => !admitted.has(view.number)),
  };
}

/**
 * Puts the remains of departed rows back among the rows.
 * `remains`: [{number, index, …}], index counted among rows and remains; those whose question is shown again are left out.
 * Returns [{number, view} | {number, remain}].
 */
export function withRemains(views, remains) {
  const items = views.map((view) => ({ number: view.number, view }));
  const here = new Set(views.map((view) => view.number));
  for (const remain of [...remains].sort((one, other) => one.index - other.index)) {
    if (here.has(remain.number)) continue;
    items.splice(Math.min(remain.index, items.length), 0, { number: remain.number, remain });
  }
  return items;
}

/** What `advance` will do: numbers or null. `possible` is false when nothing is there at all. */
export function advancePlan(state) {
  const live = only(state, "live")?.number ?? null;
  const next = only(state, "next")?.number ?? null;
  const waiting = [...state.queue];
  const toLive = next ?? waiting.shift() ?? null;
  const toNext = waiting[0] ?? null;
  return {
    seen: { live, next },
    answered: live,
    live: toLive,
    next: toNext,
    possible: live !== null || toLive !== null,
  };
}

/** The `after` that moves a question so many places down (up where negative), as far as the queue goes; null where that is nowhere. */
export function afterSteps(queue, number, places) {
  const place = queue.indexOf(number);
  const target = Math.max(0, Math.min(place + places, queue.length - 1));
  if (place < 0 || target === place) return null;
  if (target > place) return queue[target];
  return target === 0 ? 0 : queue[target - 1];
}

/** The `after` that drops a question where `target` is: before it coming from below, after it coming from above. */
export function afterDrop(queue, number, target) {
  const from = queue.indexOf(number);
  const to = queue.indexOf(target);
  if (from < 0 || to < 0 || from === to) return null;
  if (from < to) return target;
  return to === 0 ? 0 : queue[to - 1];
}

/** The number to focus when the row at `index` has left: the one now in its place, else the last, else null. */
export function neighbour(numbers, index) {
  if (!numbers.length) return null;
  return numbers[Math.min(index, numbers.length - 1)];
}
