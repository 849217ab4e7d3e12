/** The two languages, side by side: every text of the app is a pair in a catalogue in `words/`. */
import { useValue, Value } from "../storage/value";
import { getItem, setItem } from "../storage/web-storage";

export type Language = "zh-CN" | "en";
export type Words = readonly [zh: string, en: string];
export type Say = (words: Words) => string;

/** A pair of texts, for catalogues whose entries are not all of one type. */
export function both(zh: string, en: string): Words {
  return [zh, en];
}

const LANGUAGE = "language";

/** What the reader chose; until then, the phone's language. */
export const language = new Value<Language>(initialLanguage());

function initialLanguage(): Language {
  const stored = getItem("local", LANGUAGE);
  if (stored === "zh-CN" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("zh") || !navigator.language ? "zh-CN" : "en";
}

/** Without storage the choice lasts as long as the page. */
export function setLanguage(chosen: Language): void {
  setItem("local", LANGUAGE, chosen);
  document.documentElement.lang = chosen;
  language.set(chosen);
}

/** A day by its name inside a sentence: not "on Tomorrow" but "tomorrow". */
const INSIDE = /([a-z,:] )(on )?T(?=o(day|mor))/g;

/** A pair in the current language. For use outside components; `useText` also draws again when the language changes. */
export const say: Say = ([zh, en]) => language.get() === "en" ? en.replace(INSIDE, "$1t") : zh;

export function useText(): Say {
  useValue(language);
  return say;
}

/** The name of a resource that the API names in both languages. */
export function named(resource: { nameZh: string; nameEn: string }): Words {
  return [resource.nameZh, resource.nameEn || resource.nameZh];
}

/** A text that is the same in both languages: a person's name, a date. */
export function same(text: string): Words {
  return [text, text];
}
