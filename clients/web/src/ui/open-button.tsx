import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useText, type Words } from "../text";
import { Button } from "./buttons";

/** Content that is fetched only on request, since opening it is recorded: a button with a `note`, then the content. */
export function OpenButton({ action, note, children }: { action: Words; note: Words; children: () => ComponentChildren }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (open) return <>{children()}</>;
  return (
    <div class="stack close">
      <Button wide onClick={() => setOpen(true)}>{t(action)}</Button>
      <p class="quiet small">{t(note)}</p>
    </div>
  );
}
