// Predictions, for who listens. Styles blur what follows a question until it is answered; who
// listens does not hear it before that either. Whether a guess was right is a mark beside it, and
// is heard when it is chosen.

const FOLLOWS = ".run-output > pre > code, .player-said, .player-state";

const verdict = document.createElement("p");
verdict.className = "heard";
verdict.setAttribute("role", "status");
document.body.append(verdict);

for (const form of document.querySelectorAll("form.predict")) {
  form.addEventListener("change", (event) => {
    const option = /** @type {Element} */ (event.target).closest("label");
    verdict.textContent = option?.querySelector(".predict-mark")?.textContent ?? "";
  });
  const run = form.nextElementSibling;
  if (run?.matches("figure.run")) keepQuiet(form, run);
}

/**
 * Until the question is answered, explained, or the run is looked at.
 * @param {Element} form
 * @param {Element} run
 */
function keepQuiet(form, run) {
  const parts = run.querySelectorAll(FOLLOWS);
  let reached = false;
  const tell = () => {
    const quiet = !reached && !form.querySelector(":checked, [open]");
    for (const part of parts) {
      if (quiet) part.setAttribute("aria-hidden", "true");
      else part.removeAttribute("aria-hidden");
    }
  };
  const reach = () => {
    reached = true;
    tell();
  };
  form.addEventListener("change", tell);
  form.querySelector("details")?.addEventListener("toggle", tell);
  run.querySelector(".run-output")?.addEventListener("focusin", reach);
  run.addEventListener("touched", reach); // a step of its player
  tell();
}
