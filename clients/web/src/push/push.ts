/** Pushes on this phone: the browser's own, or Firebase's where an organisation turned it on. The app works fully without either. */
import { client, type Shape } from "../api/client";
import { refetchAll } from "../api/read";
import { send } from "../api/send";
import { account, PUSH_ACCOUNT, PUSH_DEVICE, PUSH_RENEWED_ON, randomKey, stopPush } from "../storage/session";
import { getItem, setItem } from "../storage/web-storage";
import { deviceName, inWechat } from "../text/device";
import { isoDay } from "../text/time";

type Settings = Shape<"PushSettings">;

/** `wechat`: its pages have no notifications, and a browser has. `home`: an iPhone allows pushes only for an app on its home screen. `shared`: never on a phone that others use. */
export type Status = "none" | "wechat" | "home" | "ask" | "on" | "denied" | "shared";

export function status(settings: Settings | undefined): Status {
  if (!settings?.vapidKey && !settings?.firebase) return "none";
  if (account.get()?.shared) return "shared";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    if (inWechat()) return "wechat";
    return /iPhone|iPad/.test(navigator.userAgent) ? "home" : "none";
  }
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && getItem("local", PUSH_ACCOUNT) === account.get()?.accountId ? "on" : "ask";
}

/** Asks the browser, then registers this phone with the server. False where the person or the browser refuses. */
export async function turnOn(settings: Settings): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted" && register(settings);
}

/** Registers this phone again, once a day and after each sign-in: push addresses change, and pushes end with their session. */
export async function renew(): Promise<void> {
  const who = account.get();
  const today = isoDay(new Date());
  if (!who || who.shared || getItem("local", PUSH_ACCOUNT) !== who.accountId || getItem("local", PUSH_RENEWED_ON) === today || Notification.permission !== "granted") return;
  const { data } = await client.GET("/api/v1/me/push");
  if (data && (await register(data))) setItem("local", PUSH_RENEWED_ON, today);
}

async function register(settings: Settings): Promise<boolean> {
  const who = account.get();
  const device = settings.vapidKey ? await subscribe(settings.vapidKey) : await firebaseDevice(settings);
  if (!device || !who || account.get()?.accountId !== who.accountId) return false;
  const { ok, data } = await send("post", "/api/v1/me/devices", { body: device }, randomKey());
  if (!ok) return false;
  setItem("local", PUSH_ACCOUNT, who.accountId);
  setItem("local", PUSH_DEVICE, (data as Shape<"Device">).deviceId);
  return true;
}

/** Ends pushes on this phone and removes it from the server. */
export async function turnOff(): Promise<void> {
  const device = getItem("local", PUSH_DEVICE);
  await stopPush();
  if (device) await send("delete", "/api/v1/me/devices/{device_id}", { params: { path: { device_id: device } } }, randomKey());
  refetchAll();
}

async function subscribe(vapidKey: string): Promise<object | undefined> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(vapidKey) });
  const { endpoint, keys } = subscription.toJSON();
  return endpoint && keys ? { kind: "webpush", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, name: deviceName(navigator.userAgent) } : undefined;
}

async function firebaseDevice(settings: Settings): Promise<object | undefined> {
  if (!settings.firebase) return undefined;
  const { token } = await import("./firebase");
  const address = await token(settings.firebase);
  return address ? { kind: "fcm", address, name: deviceName(navigator.userAgent) } : undefined;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
