import type { Shape } from "../../api/client";
import type { WriteResult } from "../../api/write";

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

/** Saves an answer to one of the first questions. */
export type Save = (body: Shape<"FirstStepNew">, key: string) => Promise<WriteResult<unknown>>;
