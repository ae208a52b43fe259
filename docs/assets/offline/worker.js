// The service worker: answers from what is kept in this browser when the network does not. A reader
// who has run no program and kept nothing has none.
//
// The build puts it beside the pages (as offline.js), for it is asked about what lies below it. Kept
// are, each in a cache of its own: the reader's Python, with the scripts around it, as soon as it was
// run; and the whole site, where the reader has said so (keep.js).

/** @type {any} */
const scope = self; // a page's script knows its types for pages alone
const HERE = String(scope.registration.scope);
const NAMES = `inside-asyncio ${HERE} `; // other sites may live on the same host
const PYTHON = `${NAMES}python`;
const SITE = `${NAMES}site`;
// What is named by its content is the same for ever; other scripts of ours are fetched, if they can.
const SAME = /^assets\/python\/[0-9a-f]{12}\//;
const AROUND = /^assets\/(python|player|offline)\/[^/]*$/;

scope.addEventListener("install", () => scope.skipWaiting());
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const [address] = request.url.split(/[?#]/);
  if (request.method !== "GET" || !address.startsWith(HERE)) return;
  const path = address.slice(HERE.length);
  if (SAME.test(path)) event.respondWith(python(address, request, event));
  else event.respondWith(first(address, request, event, AROUND.test(path)));
});

/** What never changes: as it is kept, or else fetched and kept. @param {string} address @param {Request} request @param {any} event */
async function python(address, request, event) {
  return (await kept(address)) ?? fetched(address, request, event, true);
}

/** What the network gives, or else what is kept. @param {string} address @param {Request} request @param {any} event @param {boolean} keep */
async function first(address, request, event, keep) {
  try {
    return await fetched(address, request, event, keep);
  } catch (error) {
    const found = await kept(address);
    if (found) return found;
    if (request.mode === "navigate" && !address.endsWith("/") && (await kept(`${address}/`))) {
      return Response.redirect(`${address}/`);
    }
    const none = request.mode === "navigate" && (await kept(`${HERE}404.html`));
    if (none) return new Response(await none.blob(), { status: 404, headers: none.headers });
    throw error;
  }
}

/** @param {string} address @param {Request} request @param {any} event @param {boolean} keep */
async function fetched(address, request, event, keep) {
  const answer = await fetch(request);
  if (keep && answer.status === 200) event.waitUntil(put(address, answer.clone()).catch(() => {})); // there may be no room
  return answer;
}

/** @param {string} address @param {Response} answer */
async function put(address, answer) {
  if (await caches.has(SITE)) return; // all of it is there
  const cache = await caches.open(PYTHON);
  await cache.put(address, answer);
  const [folder] = SAME.exec(address.slice(HERE.length)) ?? [];
  if (!folder) return;
  for (const { url } of await cache.keys()) {
    const [other] = SAME.exec(url.slice(HERE.length)) ?? [];
    if (other && other !== folder) await cache.delete(url); // that of an earlier build
  }
}

/** @param {string} address */
async function kept(address) {
  for (const name of [SITE, PYTHON]) {
    const found = (await caches.has(name)) && (await (await caches.open(name)).match(address));
    if (found) return found;
  }
  return undefined;
}
