/** The service worker: the app opens without network, and a new version waits until its reader says yes. */
import { Value } from "./storage/value";

export const newer = new Value<ServiceWorker | undefined>(undefined);

/** The first screen has the network for itself this long after its files have come. */
const AFTER = 1000;
/** An app that is never closed asks for a new version when it is taken up again, at most this often. */
const LOOK_AGAIN = 3_600_000;

export function watchForUpdates(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const soon = () => setTimeout(() => void register(), AFTER);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register("/sw.js");
    if (registration.waiting && navigator.serviceWorker.controller) newer.set(registration.waiting);
    registration.addEventListener("updatefound", () => look(registration.installing));
    lookWhenTakenUp(registration);
  } catch {
    // Private browsing and some in-app browsers have none: the app works on, online.
  }
}

function look(worker: ServiceWorker | null): void {
  worker?.addEventListener("statechange", () => {
    // The first one has nobody to replace.
    if (worker.state === "installed" && navigator.serviceWorker.controller) newer.set(worker);
  });
}

function lookWhenTakenUp(registration: ServiceWorkerRegistration): void {
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_AGAIN) return;
    looked = Date.now();
    registration.update().catch(() => undefined);
  });
}

export function takeNewer(): void {
  if (newer.get()) letTakeOver(newer.get()!);
}

function letTakeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  worker.postMessage("take over");
}

/** Starts the app from what the server has now. False where it does not answer: then this page is better than none. */
export async function startAnew(): Promise<boolean> {
  if (!(await answers())) return false;
  const next = await newest().catch(() => undefined);
  if (next) letTakeOver(next);
  else location.reload();
  return true;
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch("/", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** The next version, ready to take over; undefined where this one is the newest, or none is kept here. */
async function newest(): Promise<ServiceWorker | undefined> {
  const registration = navigator.serviceWorker?.controller ? await navigator.serviceWorker.getRegistration() : undefined;
  await registration?.update();
  const next = registration?.waiting ?? registration?.installing;
  if (!next || next.state === "installed") return next ?? undefined;
  return new Promise((ready) => {
    next.addEventListener("statechange", () => ready(next.state === "installed" ? next : undefined));
  });
}
