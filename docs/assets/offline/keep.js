// Keeps the site in this browser, for reading without a network, and forgets it again. Nothing of it
// happens before the reader asks.

/**
 * What the build says of the site. `files`: address, digest and bytes of each; `words`: by language.
 * @typedef {{
 *   built: string, bytes: number, files: [string, string, number][],
 *   words: Record<string, Record<string, string>>,
 * }} List
 */

const AT_ONCE = 6; // files
const MARK = "offline.kept"; // where, in the cache, it says what is kept

/** What the names of caches begin with, as in worker.js. @param {string} root */
const names = (root) => `inside-asyncio ${root} `;
/** @param {string} root */
const nameOf = (root) => `${names(root)}site`;

/** The list of what the site is made of now. @param {string} root @returns {Promise<List>} */
export async function listed(root) {
  const answer = await fetch(`${root}offline.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`offline.json: ${answer.status}`);
  return answer.json();
}

/** What is kept here, if anything is. @param {string} root @returns {Promise<List | null>} */
export async function kept(root) {
  if (!(await caches.has(nameOf(root)))) return null;
  const mark = await (await caches.open(nameOf(root))).match(root + MARK);
  return mark ? mark.json() : null;
}

/** Have the service worker at work for this site. @param {string} root */
export async function serving(root) {
  await navigator.serviceWorker.register(`${root}offline.js`, { scope: root });
  await navigator.serviceWorker.ready;
}

/**
 * Keep the site as the list has it. What is there already is not fetched again; what of an earlier
 * site is in the list no more goes last, so that an end halfway leaves a site that can be read.
 * @param {string} root @param {List} list @param {(part: number) => void} progress
 */
export async function keep(root, list, progress) {
  const had = new Map((await kept(root))?.files.map(([path, digest]) => [path, digest]));
  await serving(root);
  const cache = await caches.open(nameOf(root));
  const wanted = list.files.filter(([path, digest]) => had.get(path) !== digest);
  const all = wanted.reduce((sum, [, , bytes]) => sum + bytes, 0);
  let done = 0;
  const one = async () => {
    for (let file = wanted.shift(); file; file = wanted.shift()) {
      const answer = await fetch(root + file[0], { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${file[0]}: ${answer.status}`);
      await cache.put(root + file[0], answer);
      progress((done += file[2]) / all);
    }
  };
  // Where one fails no other is begun, and what went wrong is said when none is under way any more.
  const stopping = () => one().catch((error) => {
    wanted.length = 0;
    throw error;
  });
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, stopping));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await cache.put(root + MARK, new Response(JSON.stringify(list)));
  await caches.delete(`${names(root)}python`); // it is in there
  const now = new Set(list.files.map(([path]) => root + path));
  for (const { url } of await cache.keys()) {
    if (!now.has(url) && url !== root + MARK) await cache.delete(url);
  }
}

/** Leave nothing of it in this browser, nor of the reader's Python. @param {string} root */
export async function forget(root) {
  for (const name of await caches.keys()) {
    if (name.startsWith(names(root))) await caches.delete(name);
  }
  await (await navigator.serviceWorker.getRegistration(root))?.unregister();
}

/** The reader's Python has come: it stays, with the scripts that this page has for it. @param {string} root @param {string[]} others */
export async function keepPython(root, others) {
  if (!("serviceWorker" in navigator)) return;
  await serving(root);
  const entries = performance.getEntriesByType("resource").map(({ name }) => name);
  const ours = [...entries, ...others].filter((name) => /\/assets\/(python|player|offline)\//.test(name));
  for (const name of new Set(ours)) await fetch(name, { cache: "force-cache" }); // through the worker, which keeps it
}
