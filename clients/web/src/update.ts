/** The service worker: the app opens without network, and a new version waits until its reader says yes. */
import { Value } from "./keep/value";

export const newer = new Value<ServiceWorker | undefined>(undefined);

export function watchForUpdates(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.register("/sw.js").then(
    (registration) => {
      const look = (worker: ServiceWorker | null) => {
        worker?.addEventListener("statechange", () => {
          // The first one has nobody to replace.
          if (worker.state === "installed" && navigator.serviceWorker.controller) newer.set(worker);
        });
      };
      if (registration.waiting && navigator.serviceWorker.controller) newer.set(registration.waiting);
      registration.addEventListener("updatefound", () => look(registration.installing));
    },
    () => undefined, // private browsing and some in-app browsers have none: the app works on, online
  );
}

export function takeNewer(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  newer.get()?.postMessage("take over");
}
