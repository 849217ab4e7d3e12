/** Pushes on this phone: the browser's own, or Firebase's where an organisation turned it on. The app is whole without either. */
import { deliver } from "../api/write";
import type { Shape } from "../api/client";
import { account, randomKey } from "../keep/session";
import { read } from "../text";
import { deviceName } from "../text/device";

export type Settings = Shape<"PushSettings">;

/** `home`: on an iPhone only once the app stands on the home screen. */
export type Standing = "none" | "home" | "ask" | "on" | "denied";

const ON = "push-on";

export function standing(settings: Settings | undefined): Standing {
  if (!settings?.vapidKey && !settings?.firebase) return "none";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return /iPhone|iPad/.test(navigator.userAgent) ? "home" : "none";
  }
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && read(ON) === account.get()?.accountId ? "on" : "ask";
}

/** Asks the browser, then tells the server where this phone is reached. False where the person or the browser says no. */
export async function turnOn(settings: Settings): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const device = settings.vapidKey ? await subscribe(settings.vapidKey) : await firebaseDevice(settings);
  if (!device) return false;
  const { ok } = await deliver("post", "/api/v1/me/devices", { body: device }, randomKey());
  if (ok) localStorage.setItem(ON, account.get()?.accountId ?? "");
  return ok;
}

/** This phone rings no more; the server finds that out at its next try, or is told in the list of devices. */
export async function turnOff(): Promise<void> {
  localStorage.removeItem(ON);
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

async function subscribe(vapidKey: string): Promise<object | undefined> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(vapidKey) });
  const { endpoint, keys } = subscription.toJSON();
  return endpoint && keys ? { kind: "webpush", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, name: deviceName(navigator.userAgent) } : undefined;
}

async function firebaseDevice(settings: Settings): Promise<object | undefined> {
  if (!settings.firebase) return undefined;
  const { token } = await import("./firebase");
  const address = await token(settings.firebase);
  return address ? { kind: "fcm", address, name: deviceName(navigator.userAgent) } : undefined;
}


function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
