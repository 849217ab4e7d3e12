import { useText, type Words } from "../text";

/** Counts in large type; with `href` each is a way into what it counts. */
export function Tiles({ of, href }: { of: [name: Words, count: number][]; href?: string }) {
  return <ul class="tiles">{of.map(([name, count]) => <li key={name[1]}><Tile name={name} count={count} href={href} /></li>)}</ul>;
}

function Tile({ name, count, href }: { name: Words; count: number; href: string | undefined }) {
  const t = useText();
  const inside = <><strong>{count}</strong> <span>{t(name)}</span></>;
  return href ? <a class="tile" href={href}>{inside}</a> : <div class="tile">{inside}</div>;
}
