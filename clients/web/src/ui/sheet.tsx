import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import { pushSheet } from "./history";
import { Icon } from "./icons";

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex='0']";

/** A dialog that slides up. It traps the focus; Escape, the veil and the phone's back button close it, and the focus returns. */
export function Sheet({ title, onClose, children }: { title: Words; onClose: () => void; children: ComponentChildren }) {
  const t = useText();
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  // A layout effect, so that a back step right after opening closes the sheet, too.
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    sheet.current?.querySelector<HTMLElement>("h2")?.focus();
    const removeStep = pushSheet(() => close.current());
    return () => {
      before?.focus({ preventScroll: true });
      removeStep();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key !== "Tab" || !sheet.current) return;
    const focusable = [...sheet.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const edge = event.shiftKey ? focusable[0] : focusable[focusable.length - 1];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? focusable[focusable.length - 1] : focusable[0])?.focus();
  };
  return (
    <>
      <div class="veil" onClick={onClose} />
      <div class="sheet" role="dialog" aria-modal="true" aria-labelledby={id} ref={sheet} onKeyDown={onKeyDown}>
        <div class="sheet-head">
          <h2 id={id} tabIndex={-1}>{t(title)}</h2>
          <button type="button" class="back" aria-label={t(parts.close)} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <div class="stack">{children}</div>
      </div>
    </>
  );
}
