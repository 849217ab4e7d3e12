"""What a phone has stored."""

from playwright.async_api import Page

from tests.clients.calls import until

KEPT_ANYWHERE = """(async () => {
  if (window.noWorker) throw new Error("open the phone with worker=True: a service worker could store it, too");
  const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = bad; });
  const all = [Object.entries(localStorage), Object.entries(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) all.push(await done(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) all.push(asked.url, await (await cache.match(asked)).text());
  }
  return JSON.stringify(all);
})()"""


async def kept_on(page: Page) -> str:
    """All that a phone would still show somebody who takes it up: storages, databases and caches, as one text."""
    return await page.evaluate(KEPT_ANYWHERE)


async def keeps(page: Page, text: str) -> None:
    """Waits until the phone has stored it: a screen shows what came a moment before it is kept."""
    await until(lambda: kept_on(page), lambda kept: text in kept)


async def forgets(page: Page, text: str) -> None:
    """Waits until nothing of it is stored any more: a screen says that something ended a moment before its data goes."""
    await until(lambda: kept_on(page), lambda kept: text not in kept)
