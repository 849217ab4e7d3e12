import { useState } from "preact/hooks";
import { useRead } from "../api/read";
import { useText } from "../text";
import { Button } from "./buttons";
import { useFetched } from "./fetched";
import { Loaded } from "./loaded";
import type { Asked } from "./starting-code-sheet";
import { words } from "../words/starting-code";

type Of = Pick<Asked, "orgId" | "zone"> & { studentId: string };

/** A button for each guardian of the student who has no phone number: a code on paper signs them in. */
export function GuardianCodes(of: Of) {
  const guardians = useRead("/api/v1/orgs/{org_id}/students/{student_id}/unnumbered-guardians", { path: { org_id: of.orgId, student_id: of.studentId } }, { secret: true });
  return <>{guardians.data?.map((guardian) => <StartingCode key={guardian.guardianId} {...of} guardian={guardian} />)}</>;
}

/** A new code ends the person's secret, so issuing it takes two taps. */
export function StartingCode(of: Pick<Asked, "orgId" | "studentId" | "staffId" | "zone" | "guardian">) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const title = of.guardian ? words.forGuardian(of.guardian.name) : words.code;
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(title)}</Button>
      {open && <Later {...of} title={title} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Fetched when a code is asked for. */
function Later(asked: Asked) {
  return <Loaded of={useFetched(() => import("./starting-code-sheet"))}>{({ CodeSheet }) => <CodeSheet {...asked} />}</Loaded>;
}
