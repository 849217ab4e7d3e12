import type { Shape } from "../../api/client";

export type Period = Shape<"PublicityPeriod">["period"];
export type Log = Shape<"PublicityPeriod">;
export type Entry = Shape<"PublicityEvent">;
export type Line = Shape<"PublicityLine">;
/** What both views of a period are given. */
export interface PeriodProps {
  orgId: number;
  query: { period: Period; day?: string };
  onDay: (day: string) => void;
}
