// The steps of a recording at each zoom: where each ends, and which moment it is or belongs to.

/**
 * What the page gives with a recorded run. `ends`: of each moment, the number of events up to its
 * last; `levels`: a letter for each, "t" for what a turn begins or ends with, "m" for others;
 * `lines`: of the program, or null; `opens`: the moment shown first, from 1.
 * @typedef {{
 *   name: string, opens: number, ends: number[], levels: string, lines: (number | null)[],
 *   locale: string, words: Record<string, string>, events: any[][],
 * }} Recorded
 *
 * `end`: events up to here have happened; `moment`: its number from 0; `line`: of the program, for
 * a step that is a line of code and no moment.
 * @typedef {{ end: number, moment: number, line: number | null }} Step
 *
 * @typedef {"turn" | "moment" | "line"} Zoom
 */

/**
 * @param {Recorded} recorded
 * @param {Zoom} zoom
 * @returns {Step[]}
 */
export function stepsOf(recorded, zoom) {
  const moments = recorded.ends.map((end, moment) => ({ end, moment, line: null }));
  if (zoom === "moment") return moments;
  if (zoom === "turn") {
    const last = moments.length - 1;
    return moments.filter(({ moment }) => recorded.levels[moment] === "t" || moment === last);
  }
  /** @type {Step[]} */
  const steps = [];
  let moment = 0;
  recorded.events.forEach((event, index) => {
    const end = index + 1;
    if (end === recorded.ends[moment]) steps.push(moments[moment++]);
    else if (event[0] === "line") steps.push({ end, moment, line: event[3] });
  });
  return steps;
}

/**
 * The number of the step at which so many events have happened, or of the last one before.
 * @param {Step[]} steps
 * @param {number} end
 */
export function stepAt(steps, end) {
  const later = steps.findIndex((step) => step.end > end);
  return Math.max(0, (later < 0 ? steps.length : later) - 1);
}

/**
 * The next step, in a direction, with which a turn of the loop begins or ends.
 * @param {Recorded} recorded
 * @param {Step[]} steps
 * @param {number} from
 * @param {1 | -1} direction
 */
export function nextTurn(recorded, steps, from, direction) {
  let at = from + direction;
  while (at > 0 && at < steps.length - 1) {
    if (steps[at].line === null && recorded.levels[steps[at].moment] === "t") break;
    at += direction;
  }
  return Math.min(Math.max(at, 0), steps.length - 1);
}
