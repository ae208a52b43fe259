// A page on which a player stands alone: dark where the system is, letters for the last row of a
// lecture room, and keys that count wherever the focus is, for nothing else here wants them.

const root = document.documentElement;
const host = document.querySelector("run-player");
const controls = host?.querySelector(".player-controls");

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => {
  document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default";
};
dark.addEventListener("change", paint);
paint();

const SIZES = [100, 125, 150, 175, 200, 250, 300]; // per cent of what the styles say
let size = 0;

/** @param {number} by  sizes */
function resize(by) {
  size = Math.min(Math.max(size + by, 0), SIZES.length - 1);
  root.style.fontSize = size ? `${SIZES[size] * 1.25}%` : "";
}

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => {}); // a frame that may not
}

/** @type {Record<string, () => void>} */
const KEYS = {
  "+": () => resize(1),
  "=": () => resize(1),
  "-": () => resize(-1),
  f: toggleFull,
  F: toggleFull,
  " ": () => /** @type {HTMLElement | null} */ (controls?.querySelector(".play"))?.click(),
};

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const typed = target.closest("input, select, textarea");
  if (event.ctrlKey || event.altKey || event.metaKey || typed) return;
  if (event.key === " " && target.closest("a, button, summary, [tabindex='0']")) return;
  if (KEYS[event.key]) KEYS[event.key]();
  else {
    const scrolls = target.closest("pre") && event.key.startsWith("Arrow");
    if (scrolls || !controls || controls.contains(target)) return;
    // Those that step are the player's own.
    const passed = new KeyboardEvent("keydown", { key: event.key, cancelable: true });
    if (controls.dispatchEvent(passed)) return;
  }
  event.preventDefault();
});

document.querySelector(".smaller")?.addEventListener("click", () => resize(-1));
document.querySelector(".larger")?.addEventListener("click", () => resize(1));
const full = /** @type {HTMLElement | null} */ (document.querySelector(".full"));
full?.addEventListener("click", toggleFull);
if (full && !document.fullscreenEnabled) full.hidden = true;
for (const each of document.querySelectorAll(".alone-buttons, .alone-keys")) each.removeAttribute("hidden");
