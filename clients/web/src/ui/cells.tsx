import type { ComponentChildren } from "preact";
import { Icon } from "./icons";

/** A list of cells, in the style of phone settings. */
export function Cells({ children, label }: { children: ComponentChildren; label?: string }) {
  return (
    <ul class="cells" aria-label={label}>
      {children}
    </ul>
  );
}

export interface CellProps {
  children: ComponentChildren;
  leading?: ComponentChildren;
  subtitle?: ComponentChildren;
  trailing?: ComponentChildren;
  href?: string;
  onClick?: () => void;
}

/** One line: something `leading`, its text, a quieter `subtitle` below, something short and `trailing`. A link, a button, or plain. */
export function Cell({ children, leading, subtitle, trailing, href, onClick }: CellProps) {
  const inside = (
    <>
      {leading}
      <span class="what">
        <span>{children}</span>
        {subtitle !== undefined && <span class="under">{subtitle}</span>}
      </span>
      {trailing !== undefined && <span class="more">{trailing}</span>}
      {(href || onClick) && (
        <span class="chevron">
          <Icon name="chevron" size={20} />
        </span>
      )}
    </>
  );
  if (href) return <li><a class="cell goes" href={href}>{inside}</a></li>;
  if (onClick) return <li><button type="button" class="cell goes" onClick={onClick}>{inside}</button></li>;
  return <li><div class="cell">{inside}</div></li>;
}

export type Tone = "calm" | "soon" | "urgent" | "still";

export function Tag({ children, tone = "calm" }: { children: ComponentChildren; tone?: Tone }) {
  return <span class={`tag ${tone}`}>{children}</span>;
}

/** Names and values; with `counts` the values stand at the line's end. Rows without a value are left out. */
export function Facts({ of, counts }: { of: [name: string, value: ComponentChildren][]; counts?: boolean }) {
  const rows = of.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl class={counts ? "facts counts card" : "facts card"}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
