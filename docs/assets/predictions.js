// Predictions, for who listens, and for who would rather look. Styles blur what a program did until
// the question about it is answered; who listens does not hear it before that either. Whether a
// guess was right is a mark beside it, and is heard when it is chosen.

const WAITS = ".player-says, .player-state, .lanes, .run-output > pre";
const HEARD = ".run-output > pre > code, .player-said, .player-state";

const verdict = document.createElement("p");
verdict.className = "heard";
verdict.setAttribute("role", "status");
document.body.append(verdict);

for (const form of document.querySelectorAll("form.predict")) {
  form.addEventListener("change", (event) => {
    const option = /** @type {Element} */ (event.target).closest("label");
    verdict.textContent = option?.querySelector(".predict-mark")?.textContent ?? "";
  });
  const run = form.closest("figure.run");
  if (run) keepQuiet(form, run);
}

/**
 * Until the question is answered, explained, or the run is looked at.
 * @param {Element} form
 * @param {Element} run
 */
function keepQuiet(form, run) {
  const tell = () => {
    const quiet = !run.matches(".seen") && !form.querySelector(":checked, [open]");
    for (const part of run.querySelectorAll(HEARD)) {
      if (quiet) part.setAttribute("aria-hidden", "true");
      else part.removeAttribute("aria-hidden");
    }
  };
  const reach = () => {
    run.classList.add("seen");
    tell();
  };
  form.addEventListener("change", tell);
  form.querySelector("details")?.addEventListener("toggle", tell);
  run.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest(`${WAITS}, .run-output`)) reach();
  });
  run.querySelector(".run-output")?.addEventListener("focusin", reach);
  run.addEventListener("touched", reach); // a step of its player
  if (run.querySelector(".touched")) reach(); // who came by the address of a moment asked to see it
  else tell();
}
