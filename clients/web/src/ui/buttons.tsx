import type { ComponentChildren } from "preact";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";

/** `danger` takes something back; `ending` ends somebody's part, which reaches far beyond the screen. */
export type ButtonKind = "main" | "plain" | "danger" | "ending" | "";

/** `busyWords`: its text while it is busy. */
export function Button({ children, kind = "", wide, busy, busyWords = parts.busy, onClick, submit }: {
  children: ComponentChildren;
  kind?: ButtonKind;
  wide?: boolean;
  busy?: boolean;
  busyWords?: Words;
  onClick?: () => void;
  submit?: boolean;
}) {
  const t = useText();
  // Not disabled while busy: a disabled button loses the focus, and screen readers skip it.
  return (
    <button type={submit ? "submit" : "button"} class={`button ${kind} ${wide ? "wide" : ""}`} aria-disabled={busy || undefined} onClick={busy ? undefined : onClick}>
      {busy ? t(busyWords) : children}
    </button>
  );
}
