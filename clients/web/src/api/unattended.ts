/** Marks what the app reads while nobody touches it: it does not keep a session of somebody who has gone away from being idle. */
import { client } from "./client";

/** Milliseconds after a touch within which a read is the person's own. */
const ATTENDED = 60_000;
const TOUCHES = ["pointerdown", "keydown", "wheel", "scroll"];

let touched = Date.now();

/** From now on. What is asked again by a timer or since others did something counts as the app's own. */
export function markUnattended(): void {
  const touch = () => (touched = Date.now());
  for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true });
  client.use({
    onRequest({ request }) {
      if (request.method === "GET" && Date.now() - touched > ATTENDED) request.headers.set("X-Unattended", "1");
      return request;
    },
  });
}
