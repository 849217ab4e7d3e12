/** A report being written: in memory alone, and discarded with the page, also from the browser's page cache. */
import { useDraft } from "../../ui/draft";
import type { Kind } from "../../words/observations";

export interface ReportDraft {
  kind?: Kind;
  /** null: the reporter prefers not to say. */
  studentId?: string | null;
  text: string;
  urgent: boolean;
  seenOn: string;
  aboutStaffId: string;
}

const NOTHING: ReportDraft = { text: "", urgent: false, seenOn: "", aboutStaffId: "" };

/** The draft of a report; it exists on its own screen alone. */
export function useReportDraft(key: string): [report: ReportDraft, set: (change: Partial<ReportDraft>) => void, forget: () => void] {
  const [report, setReport, forget] = useDraft(key, NOTHING, { here: true });
  return [report, (change) => setReport((before) => ({ ...before, ...change })), forget];
}
