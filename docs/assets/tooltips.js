// The title of what one points at, or comes to by keyboard, in a box that looks as the theme's. The
// theme's own (content.tooltips) sets up something for each title of a page when the page comes.

// What is described otherwise keeps that, and the browser's own box.
const WITH_TITLE = ".md-content [title]:not([aria-describedby]), .md-nav__link[title]";
const LINGERS = 250; // milliseconds
const BELOW = 8; // pixels

const inner = document.createElement("div");
inner.className = "md-tooltip2__inner md-typeset";
const box = document.createElement("div");
box.className = "md-tooltip2 md-tooltip2--bottom";
box.id = "tooltip";
box.role = "tooltip";
box.append(inner);

/** @type {HTMLElement | null} */
let host = null; // whose title is shown, which has none meanwhile
let title = "";
/** What one points at, and what has the focus. @type {Record<"mouse" | "focus", HTMLElement | null>} */
const at = { mouse: null, focus: null };
let timer = 0;

/** @param {HTMLElement} next */
function show(next) {
  hide();
  host = next;
  title = host.title;
  inner.textContent = title;
  host.removeAttribute("title");
  host.setAttribute("aria-describedby", box.id);
  document.body.append(box);
  place();
  requestAnimationFrame(() => box.classList.toggle("md-tooltip2--active", !!host));
}

function hide() {
  if (!host) return;
  if (!host.hasAttribute("title")) host.title = title;
  host.removeAttribute("aria-describedby");
  host = null;
  box.classList.remove("md-tooltip2--active");
  box.remove();
}

function place() {
  if (!host) return;
  const { left, top, width, height } = host.getBoundingClientRect();
  const sizes = { "host-x": left + scrollX, "host-y": top + scrollY, "x": width / 2, "y": height + BELOW, "width": inner.offsetWidth, "tail": 0 };
  for (const [name, value] of Object.entries(sizes)) box.style.setProperty(`--md-tooltip-${name}`, `${value}px`);
}

/** What has, or had, the title that tells of a target. @param {EventTarget | null} target */
function titled(target) {
  const near = target instanceof Element ? target.closest(`${WITH_TITLE}, [aria-describedby="${box.id}"]`) : null;
  return near instanceof HTMLElement ? near : null;
}

/** @param {"mouse" | "focus"} how @param {HTMLElement | null} which */
function come(how, which) {
  at[how] = which;
  clearTimeout(timer);
  const next = at.mouse ?? at.focus;
  if (next && next !== host) show(next);
  else if (!next) timer = window.setTimeout(hide, LINGERS);
}

document.addEventListener("mouseover", ({ target }) => come("mouse", titled(target)));
document.addEventListener("mouseleave", () => come("mouse", null));
document.addEventListener("focusin", ({ target }) => come("focus", titled(target)));
document.addEventListener("focusout", () => come("focus", null));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
addEventListener("scroll", place, { capture: true, passive: true });

export {}; // a module, for who checks types
