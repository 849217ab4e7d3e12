import type { ComponentChildren, TargetedEvent } from "preact";
import type { Mutation } from "../api/write";
import { useText, type Words } from "../text";
import { missing } from "../words/missing";
import { parts } from "../words/parts";
import { Button, type ButtonKind } from "./buttons";
import { ProblemNote } from "./loaded";

/** What was said of a field is over once something is put in: also of the other options of a choice. */
function forget({ currentTarget }: TargetedEvent<HTMLFormElement>): void {
  for (const field of currentTarget.elements) (field as HTMLInputElement).setCustomValidity?.("");
}

/** A form with one button; the problem stands above it. `sealed`: confidential, so it is never queued without network. */
export function Form({ mutation, send, button, kind = "main", sealed, children }: { mutation: Mutation; send: () => void; button: Words; kind?: ButtonKind; sealed?: boolean; children?: ComponentChildren }) {
  const t = useText();
  const submit = (event: Event) => {
    event.preventDefault();
    if (!mutation.busy) send();
  };
  // The browser would say it in its own language, not in the app's.
  const explain = ({ target }: Event) => {
    const field = target as HTMLInputElement;
    field.setCustomValidity(field.validity.valueMissing ? t(missing) : "");
  };
  return (
    <form class="stack" onSubmit={submit} onInvalidCapture={explain} onInputCapture={forget}>
      {children}
      <ProblemNote problem={mutation.problem} proved={send} />
      {sealed && mutation.problem?.slug === "offline" && <p class="quiet small">{t(parts.unsent)}</p>}
      <Button submit wide kind={kind} busy={mutation.busy}>{t(button)}</Button>
    </form>
  );
}
