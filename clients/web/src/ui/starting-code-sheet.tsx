import { useState } from "preact/hooks";
import type { Shape } from "../api/client";
import { useMutation, write } from "../api/write";
import { same, useText, type Words } from "../text";
import { deadline } from "../text/time";
import { Button } from "./buttons";
import { CodeSlip } from "./code-slip";
import { ProblemNote } from "./loaded";
import { Sheet } from "./sheet";
import { words } from "../words/code-slip";

/** Of whom a code is asked: a colleague, a student's guardian, or else the student. */
export interface Asked {
  orgId: number;
  studentId?: string;
  staffId?: string;
  zone: string;
  guardian?: Shape<"UnnumberedGuardian"> | undefined;
  title: Words;
  onClose: () => void;
}

/** Issues a starting code. It is shown once and stored nowhere. */
export function CodeSheet({ orgId, studentId = "", staffId, zone, guardian, title, onClose }: Asked) {
  const t = useText();
  const mutation = useMutation();
  const [created, setCreated] = useState<Shape<"StartingCode">>();
  const path = { org_id: orgId, student_id: studentId };
  const create = (key: string) =>
    staffId
      ? write("post", "/api/v1/orgs/{org_id}/staff/{staff_id}/starting-code", { path: { org_id: orgId, staff_id: staffId } }, key)
      : guardian
        ? write("post", "/api/v1/orgs/{org_id}/students/{student_id}/guardians/{guardian_id}/starting-code", { path: { ...path, guardian_id: guardian.guardianId } }, key)
        : write("post", "/api/v1/orgs/{org_id}/students/{student_id}/starting-code", { path }, key);
  const issue = () => void mutation.run(create, setCreated);
  const said = staffId ? words.ofColleague : guardian ? words.ofGuardian : words.ofStudent;
  return (
    <Sheet title={title} onClose={onClose}>
      <p class="quiet">{t(said.lead)}</p>
      {created ? (
        <div class="stack" role="status">
          <Part name={staffId ? words.orgCode : words.classCode} value={created.classCode} />
          {created.studentNumber !== null && <Part name={words.studentNumber} value={created.studentNumber} />}
          {created.staffNumber !== null && <Part name={words.staffNumber} value={created.staffNumber} />}
          {created.name !== null && <SignInName created={created} />}
          <Part name={words.code} value={created.code} />
          {created.needsSecondAdult && <p class="note">{t(said.second)}</p>}
          <p class="quiet small">{t(words.until(deadline(created.expiresAt, zone)))}</p>
          <CodeSlip code={created} zone={zone} />
        </div>
      ) : (
        <>
          <p class="quiet">{t(said.sure)}</p>
          <ProblemNote problem={mutation.problem} proved={issue} />
          <Button wide kind="main" busy={mutation.busy} onClick={issue}>{t(words.make)}</Button>
        </>
      )}
    </Sheet>
  );
}

/** An adult's name; of a student, who signs in by name where no classmate has the same, the number. */
function SignInName({ created }: { created: Shape<"StartingCode"> }) {
  const t = useText();
  if (created.studentNumber !== null || created.staffNumber !== null) return <Part name={words.signInName} value={created.person} />;
  return <><Part name={words.ownNumber} value={created.name ?? ""} /><p class="note">{t(words.namesake)}</p></>;
}

function Part({ name, value }: { name: Words; value: string }) {
  const t = useText();
  return <p class="card code"><span class="quiet small">{t(name)}</span> {t(same(value))}</p>;
}
