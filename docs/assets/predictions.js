// Predictions, for who listens, and for who would rather look. Styles blur what a program did until
// the question about it is answered; who listens does not hear it before that either. Whether a
// guess was right is a mark beside it, and is heard when it is chosen. A page may count its questions.

const WAITS = ".player-says, .player-state, .lanes, .run-output > pre";
const HEARD = ".run-output > pre > samp, .player-said, .player-state";

const SCORE = "inside-asyncio.score";

const verdict = document.createElement("p");
verdict.className = "heard";
verdict.setAttribute("role", "status");
document.body.append(verdict);

for (const form of document.querySelectorAll("form.predict")) {
  form.addEventListener("change", (event) => {
    const option = /** @type {Element} */ (event.target).closest("label");
    const number = option ? [.../** @type {Element} */ (option.parentElement).children].indexOf(option) + 1 : 0;
    const heard = [option?.querySelector(".predict-mark"), form.querySelector(`.predict-note[data-option="${number}"]`)];
    verdict.textContent = heard.map((each) => each?.textContent ?? "").join(" ").trim();
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

/**
 * What was chosen first, by the run it was asked about, and how many were right the time before. It
 * stays in this browser; both languages of a page ask about the same runs.
 * @typedef {{ chosen: Record<string, [number, boolean]>, before: [number, number] | null }} Kept
 */

class Score {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form.predict")]);
    this.kept = this.read();
    for (const form of this.forms) {
      const inputs = [...form.querySelectorAll("input")];
      const [first] = this.kept.chosen[form.dataset.run ?? ""] ?? [];
      if (first !== undefined && inputs[first]) {
        inputs[first].checked = true;
        form.dispatchEvent(new Event("change")); // what the program did is no secret any more
      }
      form.addEventListener("change", () => this.choose(form, inputs));
    }
    const readAgain = () => {
      this.kept = this.read();
      this.show();
    };
    // Another tab has added to it, or another page, to which this one was kept to come back.
    addEventListener("storage", ({ key }) => (key === SCORE || key === null) && readAgain());
    addEventListener("pageshow", ({ persisted }) => persisted && readAgain());
    this.button("again").addEventListener("click", () => this.begin([this.right(), this.forms.length]));
    this.button("erase").addEventListener("click", () => this.begin(null));
    place.hidden = false;
    this.show();
  }

  /** @param {string} name */
  button(name) {
    return /** @type {HTMLButtonElement} */ (this.place.querySelector(`button.${name}`));
  }

  /** @returns {Kept} */
  read() {
    try {
      const { chosen, before } = JSON.parse(localStorage.getItem(SCORE) ?? "{}");
      const pairs = Object.entries(Object(chosen)).filter(([, pair]) => Array.isArray(pair));
      return { chosen: Object.fromEntries(pairs), before: before instanceof Array ? [before[0], before[1]] : null };
    } catch {
      return { chosen: {}, before: null }; // where nothing may be kept, or something else was
    }
  }

  keep() {
    try {
      if (this.kept.before || this.answered()) localStorage.setItem(SCORE, JSON.stringify(this.kept));
      else localStorage.removeItem(SCORE);
    } catch {
      // Where nothing may be kept, it counts as long as the page is open.
    }
  }

  answered() {
    return this.forms.filter((form) => this.kept.chosen[form.dataset.run ?? ""]).length;
  }

  right() {
    return this.forms.filter((form) => this.kept.chosen[form.dataset.run ?? ""]?.[1]).length;
  }

  /**
   * The first choice counts.
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement[]} inputs
   */
  choose(form, inputs) {
    const number = inputs.findIndex((input) => input.checked);
    this.kept.chosen[form.dataset.run ?? ""] ??= [number, inputs[number].value === "right"];
    this.keep();
    this.show();
  }

  /**
   * From the beginning; before: how many were right, and of how many.
   * @param {[number, number] | null} before
   */
  begin(before) {
    this.kept = { chosen: {}, before };
    this.keep();
    location.reload();
  }

  show() {
    /** @type {(place: string, words: string, counts: Record<string, number>) => void} */
    const say = (place, words, counts) => {
      const found = /** @type {Element} */ (this.place.querySelector(place));
      found.textContent = words.replace(/\{(\w+)\}/g, (_, name) => String(counts[name]));
    };
    const all = this.forms.length;
    say(".now", this.place.dataset.now ?? "", { answered: this.answered(), right: this.right(), all });
    const [right, of] = this.kept.before ?? [];
    if (right !== undefined) say(".before", this.place.dataset.before ?? "", { right, all: of ?? 0 });
    for (const name of ["again", "erase"]) this.button(name).hidden = !this.kept.before && !this.answered();
  }
}

const score = document.querySelector(".predict-score");
if (score) new Score(/** @type {HTMLElement} */ (score));
