import type { ComponentChildren } from "preact";
import type { Mutation } from "../api/write";
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import { Wrong } from "./shown";

type Kind = "main" | "plain" | "danger" | "";

/** `doing`: what it says while it is busy. */
export function Button({ children, kind = "", wide, busy, doing = parts.busy, onClick, submit }: {
  children: ComponentChildren;
  kind?: Kind;
  wide?: boolean;
  busy?: boolean;
  doing?: Words;
  onClick?: () => void;
  submit?: boolean;
}) {
  const t = useText();
  // Busy, not disabled: a disabled button loses the focus and says nothing.
  return (
    <button type={submit ? "submit" : "button"} class={`button ${kind} ${wide ? "wide" : ""}`} aria-disabled={busy || undefined} onClick={busy ? undefined : onClick}>
      {busy ? t(doing) : children}
    </button>
  );
}

/** A form that sends one thing: what went wrong stands above its button. `sealed`: confidential, so no phone keeps it for later. */
export function Form({ mutation, send, button, kind = "main", sealed, children }: { mutation: Mutation; send: () => void; button: Words; kind?: Kind; sealed?: boolean; children?: ComponentChildren }) {
  const t = useText();
  const submit = (event: Event) => {
    event.preventDefault();
    if (!mutation.busy) send();
  };
  return (
    <form class="stack" onSubmit={submit}>
      {children}
      <Wrong problem={mutation.problem} />
      {sealed && mutation.problem?.slug === "offline" && <p class="quiet small">{t(parts.unsent)}</p>}
      <Button submit wide kind={kind} busy={mutation.busy}>{t(button)}</Button>
    </form>
  );
}
