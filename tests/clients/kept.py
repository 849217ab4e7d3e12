"""What a phone has stored."""

from playwright.async_api import Page

KEPT_ANYWHERE = """(async () => {
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
