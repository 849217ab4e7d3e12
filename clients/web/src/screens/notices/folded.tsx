import type { ComponentChildren } from "preact";
import { useText, type Words } from "../../text";

/** Long content behind a tap. `heading`: where it is not folded, the title is a heading. */
export function Folded({ title, heading, fold, children }: { title: Words; heading?: boolean; fold: boolean; children: ComponentChildren }) {
  const t = useText();
  if (!fold) return <>{heading && <h3>{t(title)}</h3>}{children}</>;
  return (
    <details class="more-said">
      <summary>{t(title)}</summary>
      <div class="stack close">{children}</div>
    </details>
  );
}
