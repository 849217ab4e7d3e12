export {};
/** Keeps the app's own files, so that it opens without network, and shows pushes. Answers of the API are never kept here. */
declare const self: ServiceWorkerGlobalScope;
/** Written in by build/finish.mjs: a name for this version, what it cannot open without, and all its files. */
declare const VERSION: string;
declare const FIRST: string[];
declare const FILES: string[];

const CACHE = `app-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keepFiles());
});

/** A few at a time, so that a slow network has room for the page. One that does not come is kept when it is next asked for. */
const AT_ONCE = 4;

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(["/", ...FIRST]);
  const rest = FILES.filter((file) => !FIRST.includes(file));
  const next = async (): Promise<void> => {
    const file = rest.pop();
    if (!file) return;
    await cache.add(file).catch(() => undefined);
    await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (!/^\/(api|docs|openapi|health|metrics|demo)(\/|$)/.test(url.pathname)) event.respondWith(page());
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(file(url.pathname));
  }
});

/** The app's one page: as it was kept with this version's files, which fit it. */
async function page(): Promise<Response> {
  return (await kept("/")) ?? fetch("/");
}

/** Of this version alone: the next one may have put its own by already. */
function kept(path: string): Promise<Response | undefined> {
  return caches.open(CACHE).then((cache) => cache.match(path));
}

async function file(path: string): Promise<Response> {
  const known = await kept(path);
  if (known) return known;
  const answer = await fetch(path);
  if (answer.ok) await (await caches.open(CACHE)).put(path, answer.clone()).catch(() => undefined);
  return answer;
}

interface Push {
  title: string;
  body: string;
  url?: string;
}

self.addEventListener("push", (event) => {
  // Ours as it is; Firebase wraps the words, and says apart where they lead.
  const given = event.data?.json() as (Push & { notification?: Push; data?: { url?: string } }) | undefined;
  if (!given) return;
  const said = { ...(given.notification ?? given), url: given.url ?? given.data?.url ?? "/" };
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, icon: "/icons/icon-192.png", badge: "/icons/icon-192.png", data: said.url, tag: said.url }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const given = new URL(String(event.notification.data ?? "/"), self.location.origin);
  const url = given.origin === self.location.origin ? given.href : "/";
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(async (windows) => {
      const open = windows[0];
      if (!open) return void (await self.clients.openWindow(url));
      await open.focus();
      open.postMessage({ open: url });
    }),
  );
});
