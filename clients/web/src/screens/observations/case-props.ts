import type { Shape } from "../../api/client";

export interface CaseProps {
  concern: Shape<"Case">;
  path: { org_id: number; observation_id: string };
}

export interface SheetProps extends CaseProps {
  close: () => void;
}

/** A case at a school, under its bureau's address. */
export interface SchoolCasePath {
  org_id: number;
  school_id: number;
  observation_id: string;
}
