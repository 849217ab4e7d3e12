/** What somebody has said so far: in memory alone, gone with the page, also from a browser's page cache. */
import { useEffect, useState } from "preact/hooks";
import { useDraft } from "../../storage/draft";
import type { Kind } from "../../words/observations";

export interface Given {
  kind?: Kind;
  /** null: they would rather not say. */
  studentId?: string | null;
  text: string;
  urgent: boolean;
  seenOn: string;
  aboutStaffId: string;
}

const NOTHING: Given = { text: "", urgent: false, seenOn: "", aboutStaffId: "" };

/** Something that was opened to be read: it goes with the page. */
export function useConfidential<T>(start: T): [value: T, set: (next: T) => void] {
  const [value, set] = useState<T>(start);
  useEffect(() => {
    const forget = () => set(() => start);
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return [value, (next) => set(() => next)];
}

/** A report under way; on its own screen alone. */
export function useGiven(key: string): [given: Given, set: (change: Partial<Given>) => void, forget: () => void] {
  const [given, setGiven, forget] = useDraft(key, NOTHING, { here: true });
  return [given, (change) => setGiven((before) => ({ ...before, ...change })), forget];
}
