// Replay recordings with the browser's reducer: `node replayed.mjs state.js < recordings > states`.
// A recording is a line of JSON: its events, and after how many of them each time its state is asked
// for. For each, a line with those states.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { apply, newState } = await import(pathToFileURL(process.argv[2]).href);

/** Maps become lists of pairs, since JSON has no other keys than texts, and sorts none. */
const plain = (_key, value) => (value instanceof Map ? [...value] : value);

for await (const line of createInterface({ input: process.stdin })) {
  const state = newState();
  const states = [];
  try {
    const { events, every } = JSON.parse(line);
    events.forEach((event, number) => {
      apply(state, event);
      const asked = (number + 1) % every === 0 || number === events.length - 1;
      if (asked) states.push(JSON.parse(JSON.stringify(state, plain)));
    });
  } catch (error) {
    states.push(String(error));
  }
  console.log(JSON.stringify(states));
}
