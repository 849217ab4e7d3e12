import type { ComponentChildren } from "preact";
import type { Mutation } from "../api/write";
import { useText, type Words } from "../text";
import { missing } from "../words/missing";
import { parts } from "../words/parts";
import { Button, type ButtonKind } from "./buttons";
import { ProblemNote } from "./loaded";

/** A form with one button; the problem stands above it. `sealed`: confidential, so it is never queued without network. */
export function Form({ mutation, send, button, kind = "main", sealed, children }: { mutation: Mutation; send: () => void; button: Words; kind?: ButtonKind; sealed?: boolean; children?: ComponentChildren }) {
  const t = useText();
  const submit = (event: Event) => {
    event.preventDefault();
    if (!mutation.busy) send();
  };
  // The browser would say it in its own language, not in the app's.
  const name = (event: Event) => {
    const field = event.target as HTMLInputElement;
    field.setCustomValidity("");
    if (event.type === "invalid" && field.validity.valueMissing) field.setCustomValidity(t(missing));
  };
  return (
    <form class="stack" onSubmit={submit} onInvalidCapture={name} onInputCapture={name}>
      {children}
      <ProblemNote problem={mutation.problem} />
      {sealed && mutation.problem?.slug === "offline" && <p class="quiet small">{t(parts.unsent)}</p>}
      <Button submit wide kind={kind} busy={mutation.busy}>{t(button)}</Button>
    </form>
  );
}
