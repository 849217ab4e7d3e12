import type { Shape } from "../../api/client";

export interface CaseProps {
  concern: Shape<"Case">;
  path: { org_id: number; observation_id: string };
}

export interface SheetProps extends CaseProps {
  close: () => void;
}
