import { useState } from "preact/hooks";
import type { Shape } from "../api/client";
import { useRead } from "../api/read";
import { useMutation, write } from "../api/write";
import { same, useText } from "../text";
import { clock, fullDay } from "../text/time";
import { Button } from "./buttons";
import { ProblemNote } from "./loaded";
import { Sheet } from "./sheet";
import { words } from "../words/starting-code";

interface Of {
  orgId: number;
  studentId: string;
  zone: string;
}

interface Guardian {
  guardianId: string;
  name: string;
}

/** A button for each guardian of the student who has no phone number: a code on paper signs them in. */
export function GuardianCodes({ orgId, studentId, zone }: Of) {
  const guardians = useRead("/api/v1/orgs/{org_id}/students/{student_id}/unnumbered-guardians", { path: { org_id: orgId, student_id: studentId } }, { secret: true });
  return <>{guardians.data?.map((guardian) => <StartingCode key={guardian.guardianId} orgId={orgId} studentId={studentId} zone={zone} guardian={guardian} />)}</>;
}

/** A new code ends the person's secret, so issuing it takes two taps. It is shown once and stored nowhere. */
export function StartingCode({ orgId, studentId, zone, guardian }: Of & { guardian?: Guardian }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<Shape<"StartingCode">>();
  const path = { org_id: orgId, student_id: studentId };
  const create = (key: string) =>
    guardian
      ? write("post", "/api/v1/orgs/{org_id}/students/{student_id}/guardians/{guardian_id}/starting-code", { path: { ...path, guardian_id: guardian.guardianId } }, key)
      : write("post", "/api/v1/orgs/{org_id}/students/{student_id}/starting-code", { path }, key);
  const issue = () => void mutation.run(create, setCreated);
  const close = () => {
    setCreated(undefined);
    setOpen(false);
  };
  const said = guardian ? words.ofGuardian : words.ofStudent;
  const title = guardian ? words.forGuardian(guardian.name) : words.code;
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(title)}</Button>
      {open && (
        <Sheet title={title} onClose={close}>
          <p class="quiet">{t(said.lead)}</p>
          {created ? (
            <div class="stack" role="status">
              <p class="card code"><span class="quiet small">{t(words.classCode)}</span> {created.classCode}</p>
              {created.name && <p class="card code"><span class="quiet small">{t(words.signInName)}</span> {t(same(created.name))}</p>}
              <p class="card code"><span class="quiet small">{t(words.codeIs)}</span> {created.code}</p>
              {created.needsSecondAdult && <p class="note">{t(said.second)}</p>}
              <p class="quiet small">{t(words.until(`${fullDay(created.expiresAt, zone)} ${clock(created.expiresAt, zone)}`))}</p>
            </div>
          ) : (
            <>
              <p class="quiet">{t(said.sure)}</p>
              <ProblemNote problem={mutation.problem} proved={issue} />
              <Button wide kind="main" busy={mutation.busy} onClick={issue}>{t(words.make)}</Button>
            </>
          )}
        </Sheet>
      )}
    </>
  );
}
