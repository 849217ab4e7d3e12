import { useEffect, useState } from "preact/hooks";
import { TOUCHED, account, leave } from "./storage/session";
import { useText } from "./text";
import { tell } from "./ui/toast";
import { goTo } from "./history";
import { parts } from "./words/parts";

/** After so long without a touch a shared phone signs out by itself (P7), and says so a while before. */
const IDLE = 180_000;
const WARNED = 30_000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll"];

/** By the clock, not by a timer alone: a phone that slept through its time signs out as it wakes, a page that was put away as it comes back. */
export function Idle() {
  const t = useText();
  const [soon, setSoon] = useState(false);
  useEffect(() => watch(setSoon), []);
  return soon ? <p class="leaving note soon" role="alert">{t(parts.leavingSoon)}</p> : null;
}

function watch(soon: (is: boolean) => void): () => void {
  let timer = 0;
  touched(lastTouch());
  const look = () => {
    clearTimeout(timer);
    const left = IDLE - untouched();
    if (left <= 0) return over();
    soon(left <= WARNED);
    timer = window.setTimeout(look, left > WARNED ? left - WARNED : left);
  };
  const touch = () => {
    // The first touch of a phone that slept is the next person's.
    if (untouched() < IDLE) touched();
    look();
  };
  const heard = { passive: true, capture: true };
  for (const sign of SIGNS) addEventListener(sign, touch, heard);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    clearTimeout(timer);
    for (const sign of SIGNS) removeEventListener(sign, touch, heard);
    removeEventListener("pageshow", look);
    document.removeEventListener("visibilitychange", look);
    // The next person starts on the first page, not where this one was. The helplines are anybody's.
    if (!account.get() && location.pathname !== "/help") goTo("/", true);
  };
}

function over(): void {
  void leave();
  tell(parts.leftAlone);
}

let last = 0;

function untouched(): number {
  return Math.abs(Date.now() - last); // a clock set back is no touch
}

/** Kept beside the account: a tab that the browser brings back is as old as it is. */
function touched(at = Date.now()): void {
  last = at;
  try {
    sessionStorage.setItem(TOUCHED, String(at));
  } catch {
    // It counts as long as the page.
  }
}

function lastTouch(): number | undefined {
  try {
    return Number(sessionStorage.getItem(TOUCHED)) || undefined;
  } catch {
    return undefined;
  }
}
