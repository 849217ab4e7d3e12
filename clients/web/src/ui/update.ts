/** The service worker: the app opens without network, and a new version waits until the reader accepts it. */
import { Value } from "../storage/value";

/** A new version that waits for the reader. */
export const waitingWorker = new Value<ServiceWorker | undefined>(undefined);

/** Milliseconds after loading that the first screen has the network to itself. */
const REGISTER_AFTER = 1000;
/** An app that is never closed checks for a new version when it is opened again, at most this often. */
const CHECK_EVERY = 3_600_000;

export function watchForUpdates(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const soon = () => setTimeout(() => void register(), REGISTER_AFTER);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register("/sw.js");
    if (registration.waiting && navigator.serviceWorker.controller) waitingWorker.set(registration.waiting);
    registration.addEventListener("updatefound", () => watchInstall(registration.installing));
    checkWhenResumed(registration);
  } catch {
    // Private browsing and some in-app browsers have no service worker: the app works online.
  }
}

function watchInstall(worker: ServiceWorker | null): void {
  worker?.addEventListener("statechange", () => {
    // The very first version replaces nothing.
    if (worker.state === "installed" && navigator.serviceWorker.controller) waitingWorker.set(worker);
  });
}

function checkWhenResumed(registration: ServiceWorkerRegistration): void {
  let checkedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - checkedAt < CHECK_EVERY) return;
    checkedAt = Date.now();
    registration.update().catch(() => undefined);
  });
}

export function applyUpdate(): void {
  const worker = waitingWorker.get();
  if (worker) activate(worker);
}

function activate(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  worker.postMessage("take over");
}

/** Restarts the app with the server's latest version. False where the server does not answer: then this page is better than none. */
export async function restartWithLatest(): Promise<boolean> {
  if (!(await serverAnswers())) return false;
  const worker = await latestWorker().catch(() => undefined);
  if (worker) activate(worker);
  else location.reload();
  return true;
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch("/", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** A newer version, installed; undefined where this one is the latest, or none is cached. */
async function latestWorker(): Promise<ServiceWorker | undefined> {
  const registration = navigator.serviceWorker?.controller ? await navigator.serviceWorker.getRegistration() : undefined;
  await registration?.update();
  const worker = registration?.waiting ?? registration?.installing;
  if (!worker || worker.state === "installed") return worker ?? undefined;
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => resolve(worker.state === "installed" ? worker : undefined));
  });
}
