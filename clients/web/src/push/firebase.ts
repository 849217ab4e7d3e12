/** Firebase Cloud Messaging: its library is loaded only here, and only for organisations that turned FCM on (P6). */
import { initializeApp } from "@firebase/app";
import { getMessaging, getToken } from "@firebase/messaging";
import type { Shape } from "../api/client";

export async function token({ vapidKey, ...config }: NonNullable<Shape<"PushSettings">["firebase"]>): Promise<string | undefined> {
  const serviceWorkerRegistration = await navigator.serviceWorker.ready;
  return (await getToken(getMessaging(initializeApp(config)), { vapidKey, serviceWorkerRegistration })) || undefined;
}
