/** What somebody has said so far: in memory alone, gone with the page, also from a browser's page cache. */
import { useEffect, useState } from "preact/hooks";
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

/** Something that is in memory alone, and goes with the page. */
export function useConfidential<T>(start: T): [value: T, set: (next: T | ((before: T) => T)) => void, forget: () => void] {
  const [value, set] = useState(start);
  const forget = () => set(start);
  useEffect(() => {
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return [value, set, forget];
}

export function useGiven(): [given: Given, set: (change: Partial<Given>) => void, forget: () => void] {
  const [given, setGiven, forget] = useConfidential(NOTHING);
  return [given, (change) => setGiven((before) => ({ ...before, ...change })), forget];
}
