export {};
/** Caches the app's own files, so that it opens without network, and shows pushes. Answers of the API are never cached here. */
declare const self: ServiceWorkerGlobalScope;
/** Defined by build/finish.mjs: the name of this version, the files that it cannot open without, and all its files. */
declare const VERSION: string;
declare const FIRST: string[];
declare const FILES: string[];

const CACHE = `app-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(cacheFiles());
});

/** Fetched a few at a time, to leave a slow network room for the page. A file that cannot be fetched is cached when it is next requested. */
const AT_ONCE = 4;

async function cacheFiles(): Promise<void> {
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

/** A record of a visit that was refused or never sent: the app sends none that is older than two days. */
const RECORD = /\/record$/;
const RECORD_WAITS = 3 * 86_400_000;

/** What the app keeps of a day of visits goes when the day ends, also where nobody opens that screen again (kept-day.ts). Makes no database. */
async function removeOver(): Promise<void> {
  const all = (await indexedDB.databases?.()) ?? [];
  if (!all.some(({ name }) => name === "xinqiao")) return;
  const opening = indexedDB.open("xinqiao");
  opening.onsuccess = () => {
    const db = opening.result;
    const closed = db.transaction("kept", "readwrite");
    closed.oncomplete = () => db.close();
    const reading = closed.objectStore("kept").openCursor();
    reading.onsuccess = () => {
      const cursor = reading.result;
      if (!cursor) return;
      const value = cursor.value as { until?: number; at?: number; path?: string } | undefined;
      const over = Number(value?.until) <= Date.now() || (RECORD.test(value?.path ?? "") && Number(value?.at) + RECORD_WAITS <= Date.now());
      if (over) cursor.delete();
      cursor.continue();
    };
  };
}

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    event.waitUntil(removeOver().catch(() => undefined));
    if (!/^\/(api|docs|openapi|health|metrics|demo|\.well-known)(\/|$)/.test(url.pathname)) event.respondWith(page());
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(file(url.pathname));
  }
});

/** The app's only page, from the cache of this version, whose files fit it. */
async function page(): Promise<Response> {
  return (await cached("/")) ?? fetch("/");
}

/** From this version's cache alone: the next version may have filled its own already. */
function cached(path: string): Promise<Response | undefined> {
  return caches.open(CACHE).then((cache) => cache.match(path));
}

async function file(path: string): Promise<Response> {
  const stored = await cached(path);
  if (stored) return stored;
  const response = await fetch(path);
  if (response.ok) await (await caches.open(CACHE)).put(path, response.clone()).catch(() => undefined);
  return response;
}

interface Push {
  title: string;
  body: string;
  url?: string;
  /** Of this message alone: no push takes another's place. */
  tag?: string;
}

self.addEventListener("push", (event) => {
  // Our own push as it is; Firebase wraps the text and sends the address separately.
  const data = event.data?.json() as (Push & { notification?: Push; data?: { url?: string; tag?: string } }) | undefined;
  if (!data) return;
  const push = { ...(data.notification ?? data), url: data.url ?? data.data?.url ?? "/", tag: data.tag ?? data.data?.tag };
  event.waitUntil(show(push.title, { body: push.body, icon: "/icons/icon-192.png", badge: "/icons/icon-192.png", data: push.url, tag: push.tag }));
});

/** The app's icon counts what was pushed and not looked at, also while the app is closed. The open app counts what is urgent instead. */
async function countShown(): Promise<void> {
  const shown = await self.registration.getNotifications();
  await (self.navigator as Navigator).setAppBadge?.(shown.length).catch(() => undefined);
}

async function show(title: string, options: NotificationOptions): Promise<void> {
  await self.registration.showNotification(title, options);
  await countShown();
}

self.addEventListener("notificationclose", (event) => {
  event.waitUntil(countShown());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(countShown());
  const target = new URL(String(event.notification.data ?? "/"), self.location.origin);
  const url = target.origin === self.location.origin ? target.href : "/";
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(async (windows) => {
      const open = windows[0];
      if (!open) return void (await self.clients.openWindow(url));
      await open.focus();
      open.postMessage({ open: url });
    }),
  );
});
