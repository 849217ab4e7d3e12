/** What a pupil has said so far: in memory alone, gone with the page, also from a browser's page cache. */
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

export function useGiven(): [given: Given, set: (change: Partial<Given>) => void, forget: () => void] {
  const [given, setGiven] = useState<Given>(NOTHING);
  const forget = () => setGiven(NOTHING);
  useEffect(() => {
    addEventListener("pagehide", forget);
    return () => removeEventListener("pagehide", forget);
  }, []);
  return [given, (change) => setGiven((before) => ({ ...before, ...change })), forget];
}
