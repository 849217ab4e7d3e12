/** What somebody has said so far: in memory alone, gone with the page, also from a browser's page cache. */
import { useDraft } from "../../ui/draft";
import type { Kind } from "../../words/observations";

export interface ReportDraft {
  kind?: Kind;
  /** null: they would rather not say. */
  studentId?: string | null;
  text: string;
  urgent: boolean;
  seenOn: string;
  aboutStaffId: string;
}

const NOTHING: ReportDraft = { text: "", urgent: false, seenOn: "", aboutStaffId: "" };

/** A report under way; on its own screen alone. */
export function useReportDraft(key: string): [given: ReportDraft, set: (change: Partial<ReportDraft>) => void, forget: () => void] {
  const [given, setReport, forget] = useDraft(key, NOTHING, { here: true });
  return [given, (change) => setReport((before) => ({ ...before, ...change })), forget];
}
