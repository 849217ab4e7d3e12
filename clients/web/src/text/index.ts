/** The two languages, side by side: every text of the app is a pair in a catalogue below `words/`. */
import { Value, useValue } from "../storage/value";

export type Language = "zh-CN" | "en";
export type Words = readonly [zh: string, en: string];
export type Say = (words: Words) => string;

const KEPT = "language";

/** What the reader chose; before they do, what their phone speaks. */
export const language = new Value<Language>(first());

function first(): Language {
  const kept = read(KEPT);
  if (kept === "zh-CN" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") || !navigator.language ? "zh-CN" : "en";
}

export function setLanguage(chosen: Language): void {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // Private browsing without storage: the choice lasts as long as the page.
  }
  document.documentElement.lang = chosen;
  language.set(chosen);
}

/** Says a pair in the language of the moment. Outside components; inside, `useText` draws anew when it changes. */
export const say: Say = (words) => words[language.get() === "en" ? 1 : 0];

export function useText(): Say {
  const chosen = useValue(language);
  return (words) => words[chosen === "en" ? 1 : 0];
}

/** A thing that the API names in both languages. */
export function named(thing: { nameZh: string; nameEn: string }): Words {
  return [thing.nameZh, thing.nameEn || thing.nameZh];
}

export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
