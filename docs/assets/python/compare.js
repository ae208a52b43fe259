// Is what a program printed here what it printed when the site was built, in the same order? What
// legitimately differs between two runs is left out, as the build leaves it out (runs/compare.py).

// Addresses, times of a clock, durations.
const MASK =
  /0x[0-9a-fA-F]{4,}|\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b|(?<![\w.,])\d+(?:[.,]\d+)?(?= ?(?:ns|µs|us|ms|s|seconds|segundos)\b)/g;
const MASKED = "\n"; // no line has one

/** @param {string} text */
const masked = (text) => text.replace(MASK, MASKED);

/** @param {string} text */
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What fits a line of the page's output; what is marked there as different on every run may be anything. @param {Element} line */
function pattern(line) {
  const parts = [...line.childNodes].map((part) => {
    const varies = part instanceof Element && part.matches(".varies");
    return varies ? "[^]*?" : literal(masked(part.textContent ?? ""));
  });
  return new RegExp(`^${parts.join("")}$`);
}

/**
 * @param {Element} figure  of the page, with the output of the build
 * @param {string} printed  on stdout
 * @returns {boolean | null}  null where the page does not show the output
 */
export function same(figure, printed) {
  const output = figure.querySelector(".run-output");
  if (!output) return null;
  const built = [...output.querySelectorAll(".line.out")].map(pattern);
  const here = printed.replace(/\n$/, "").split("\n");
  if (!built.length) return printed === "";
  return here.length === built.length && built.every((one, n) => one.test(masked(here[n])));
}
