/** Coloured initials: a child looks the same on every screen, and two children of a family never alike. */

const HUES = 12;

/** A hue by the id; one that a brother or sister before it has is left out. */
export function hueOf(id: string, among: string[]): number {
  const taken = new Set<number>();
  for (const each of among.includes(id) ? among : [id]) {
    let hue = [...each].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % HUES;
    while (taken.has(hue) && taken.size < HUES) hue = (hue + 5) % HUES;
    if (each === id) return hue * (360 / HUES);
    taken.add(hue);
  }
  return 0;
}

/** 林小满 is 小满; Ada Lovelace is AL. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.length > 1 ? words.slice(0, 2).map((word) => word.charAt(0)).join("") : [...name.trim()].slice(-2).join("");
}

/** The name stands beside it, so that screen readers skip it. `among`: all children of the screen that have to differ. */
export function Initials({ id, name, among = [] }: { id: string; name: string; among?: string[] }) {
  return <span class="initials" aria-hidden="true" style={{ "--hue": hueOf(id, among) }}>{initialsOf(name)}</span>;
}
