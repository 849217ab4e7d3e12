/** What somebody has said so far: in memory alone, gone with the page, also from a browser's page cache. */
import { useDraft } from "../../ui/draft";
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

/** A report under way; on its own screen alone. */
export function useGiven(key: string): [given: Given, set: (change: Partial<Given>) => void, forget: () => void] {
  const [given, setGiven, forget] = useDraft(key, NOTHING, { here: true });
  return [given, (change) => setGiven((before) => ({ ...before, ...change })), forget];
}
