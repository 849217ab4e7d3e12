/** Pushes on this phone: the browser's own, or Firebase's where an organisation turned it on. The app is whole without either. */
import { type Shape, client } from "../api/client";
import { deliver } from "../api/write";
import { DEVICE, RINGS, TOLD, account, randomKey, silence } from "../storage/session";
import { changed } from "../api/read";
import { read } from "../text";
import { deviceName } from "../text/device";
import { isoDay } from "../text/time";

export type Settings = Shape<"PushSettings">;

/** `home`: on an iPhone only once the app stands on the home screen. `shared`: never on a phone that others use. */
export type Status = "none" | "home" | "ask" | "on" | "denied" | "shared";

export function status(settings: Settings | undefined): Status {
  if (!settings?.vapidKey && !settings?.firebase) return "none";
  if (account.get()?.shared) return "shared";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return /iPhone|iPad/.test(navigator.userAgent) ? "home" : "none";
  }
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && read(RINGS) === account.get()?.accountId ? "on" : "ask";
}

/** Asks the browser, then tells the server where this phone is reached. False where the person or the browser says no. */
export async function turnOn(settings: Settings): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted" && register(settings);
}

/** Once a day and after each sign-in the server hears anew where this phone is reached: addresses change, and pushes end with their session. */
export async function renew(): Promise<void> {
  const who = account.get();
  const today = isoDay(new Date());
  if (!who || who.shared || read(RINGS) !== who.accountId || read(TOLD) === today || Notification.permission !== "granted") return;
  const { data } = await client.GET("/api/v1/me/push");
  if (data && (await register(data))) localStorage.setItem(TOLD, today);
}

async function register(settings: Settings): Promise<boolean> {
  const who = account.get();
  const device = settings.vapidKey ? await subscribe(settings.vapidKey) : await firebaseDevice(settings);
  if (!device || !who || account.get()?.accountId !== who.accountId) return false;
  const { ok, data } = await deliver("post", "/api/v1/me/devices", { body: device }, randomKey());
  if (!ok) return false;
  localStorage.setItem(RINGS, who.accountId);
  localStorage.setItem(DEVICE, (data as Shape<"Device">).deviceId);
  return true;
}

/** This phone rings no more, and the server tries no more. */
export async function turnOff(): Promise<void> {
  const device = read(DEVICE);
  await silence();
  if (device) await deliver("delete", "/api/v1/me/devices/{device_id}", { params: { path: { device_id: device } } }, randomKey());
  changed();
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
