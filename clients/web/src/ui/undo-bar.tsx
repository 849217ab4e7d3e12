import type { VNode } from "preact";
import { account } from "../storage/session";
import { useText, type Words } from "../text";
import { words } from "../words/undo";
import { overlay } from "./overlay";

const SECONDS = 5;

interface Waiting {
  send: () => void;
  back: () => void;
  bar: VNode;
}

let waiting: Waiting | undefined;
let timer: number | undefined;

/** Says what was done, with a button that takes it back; `send` runs after five seconds, or once the page is hidden. One at a time. */
export function show(said: Words, send: () => void, back: () => void): void {
  finish();
  waiting = { send, back, bar: <Bar said={said} /> };
  overlay.set(waiting.bar);
  start();
}

function start(): void {
  stop();
  timer = window.setTimeout(finish, SECONDS * 1000);
}

function stop(): void {
  window.clearTimeout(timer);
}

/** What waits, taken from the screen. */
function take(): Waiting | undefined {
  const taken = waiting;
  stop();
  waiting = undefined;
  if (taken && overlay.get() === taken.bar) overlay.set(null);
  return taken;
}

const finish = () => take()?.send();
const undo = () => take()?.back();

// A hidden page may be ended without a word. Nothing is sent for a person who has signed out.
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && finish());
account.watch(undo);

function Bar({ said }: { said: Words }) {
  const t = useText();
  // Who reached the button by keyboard gets the time they need.
  return (
    <div class="toast undo" role="alert">
      <span>{t(said)}</span>
      <button type="button" class="button" onFocus={stop} onBlur={start} onClick={undo}>{t(words.undo)}</button>
    </div>
  );
}
