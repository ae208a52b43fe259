// The changes of a program, offered in a row below its player. Each is a page of its own, where a player
// stands alone; that page is fetched when somebody chooses the change, and shown below the row. So a
// page weighs nothing more for who chooses none, and without a script the row is a list of links.

import { element } from "./player/parts.js";
import { follow, keepAddress, replaceState } from "./player/player.js";

/** Tells who listens what is shown, and that it is. */
const heard = element("p", { class: "heard", role: "status" });
document.body.append(heard);

/**
 * A change that is offered, or the program as it stands, which has no id here.
 * @typedef {{ offers: Offers, button: HTMLButtonElement, id: string, url: string }} Offer
 */

/** @type {Offer[]} */
const all = [];
/** @type {Map<string, Promise<HTMLElement>>} */
const fetched = new Map();

class Offers {
  /** @param {Element} row */
  constructor(row) {
    this.place = element("div", { class: "what-if-shown" });
    this.offers = [...row.querySelectorAll("a")].map((link) => this.offer(link));
    this.asIs = this.offers[0];
    this.now = this.asIs;
    this.press(this.asIs);
    row.after(this.place);
    all.push(...this.offers.slice(1));
  }

  /** A button in the place of a link. @param {HTMLAnchorElement} link @returns {Offer} */
  offer(link) {
    const button = /** @type {HTMLButtonElement} */ (element("button", { type: "button" }, ...link.childNodes));
    if (link.lang) button.lang = link.lang; // of words that are not translated yet
    const offer = { offers: this, button, id: link.parentElement?.id ?? "", url: link.href };
    button.addEventListener("click", () => this.choose(offer));
    link.replaceWith(button);
    return offer;
  }

  /** @param {Offer} offer */
  press(offer) {
    this.now = offer;
    for (const each of this.offers) each.button.setAttribute("aria-pressed", `${each === offer}`);
  }

  /** Show a change; who is gone to another one meanwhile sees that. @param {Offer} offer */
  async choose(offer) {
    this.press(offer);
    if (offer === this.asIs) {
      this.leaveAddress();
      this.show([], offer);
      return;
    }
    try {
      const section = await load(offer.url);
      if (this.now === offer) this.show([section], offer);
    } catch {
      if (this.now === offer) location.href = offer.url; // nothing can be fetched here: the page shows it itself
    }
  }

  /** @param {HTMLElement[]} sections @param {Offer} offer */
  show(sections, offer) {
    this.place.replaceChildren(...sections);
    // Its program can be run and changed as those of the page can.
    this.place.dispatchEvent(new Event("offered", { bubbles: true }));
    const why = sections[0]?.querySelector(".changed-why")?.textContent ?? "";
    heard.textContent = `${offer.button.textContent}. ${why}`;
  }

  /** The address of a moment of what is no longer shown would bring it back. */
  leaveAddress() {
    if (offered(location.hash)?.offers !== this) return;
    replaceState({}, "", location.pathname + location.search);
  }
}

/** What the page at an address shows, once. @param {string} url */
function load(url) {
  const known = fetched.get(url) ?? sectionOf(url);
  fetched.set(url, known);
  known.catch(() => fetched.delete(url));
  return known;
}

/** @param {string} url */
async function sectionOf(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = /** @type {HTMLElement} */ (page.querySelector(".what-if-one"));
  const section = document.importNode(there, true);
  for (const link of section.querySelectorAll("a")) {
    const to = link.getAttribute("href") ?? "";
    if (!to.startsWith("#")) link.href = new URL(to, url).href; // it was written for that page
  }
  return section;
}

/** The change to which an address leads, or to a moment of which. @param {string} hash */
function offered(hash) {
  const id = named(hash);
  return all.find((each) => id === each.id || id.startsWith(`${each.id}-`));
}

/** An id, or that of the change whose program an address holds (python/button.js). @param {string} hash */
function named(hash) {
  const linked = /^#program=([^&]+)/.exec(hash)?.[1];
  try {
    return decodeURIComponent(linked?.split(/\/|%2F/i).at(-1) ?? hash.slice(1));
  } catch {
    return ""; // no address of ours
  }
}

/** Go where an address leads, if it is that of a change. @param {string} hash */
async function open(hash) {
  const offer = offered(hash);
  if (!offer) return;
  if (offer.offers.now !== offer) await offer.offers.choose(offer);
  if (named(hash) !== offer.id) follow(hash);
  else if (hash === location.hash) keepAddress(() => hash === location.hash && offer.offers.now === offer);
}

for (const row of document.querySelectorAll(".what-if")) new Offers(row);
open(location.hash);
addEventListener("hashchange", () => open(location.hash));
document.addEventListener("click", ({ target }) => {
  // Of a change that was closed the player knows the moments, and goes there: where nobody sees it.
  const link = target instanceof Element ? target.closest("a") : null;
  if (link && link.origin + link.pathname === location.origin + location.pathname) open(link.hash);
});
