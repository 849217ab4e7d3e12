import type { Shape } from "../../api/client";
import { orgsWith, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { words as codes } from "../../words/codes";
import { CONFIRMS_CODES, CONFIRMS_COLLEAGUES, words } from "../../words/me";

/** New starting codes that wait for a second adult. Nobody sees the codes here. */
export default function Codes() {
  const t = useText();
  const home = useHome();
  return (
    <Page title={words.codes} back>
      <StepUpFirst />
      <p class="quiet">{t(codes.lead)}</p>
      <Loaded of={home}>
        {(data) => (
          <>
            {orgsWith(data, ...CONFIRMS_CODES).map((org) => <Waiting key={org.orgId} orgId={org.orgId} />)}
            {orgsWith(data, ...CONFIRMS_COLLEAGUES).map((org) => <Colleagues key={org.orgId} orgId={org.orgId} />)}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Colleagues with neither phone nor mail who forgot their password. Most schools have none. */
function Colleagues({ orgId }: { orgId: number }) {
  const t = useText();
  const mutation = useMutation();
  const waiting = useRead("/api/v1/orgs/{org_id}/staff-codes", { path: { org_id: orgId } }, { secret: true });
  const agree = async ({ staffId, name }: Shape<"StaffCodeWaiting">) => {
    if (!(await confirm(codes.confirm, codes.sureColleague(name), "main"))) return;
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/staff/{staff_id}/starting-code/confirm", { path: { org_id: orgId, staff_id: staffId } }, key), () => toast(words.done));
  };
  if (!waiting.data?.length) return null;
  return (
    <Section title={codes.colleagues}>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <Cells>
        {waiting.data.map((code) => (
          <li key={code.staffId}>
            <div class="cell">
              <span class="what">
                <span>{code.name} · {code.staffNumber}</span>
                <span class="under">{t(codes.by(code.issuedBy, fullDay(code.issuedAt)))}</span>
              </span>
              {!code.own && <Button kind="plain" busy={mutation.busy} onClick={() => void agree(code)}>{t(codes.confirm)}</Button>}
            </div>
          </li>
        ))}
      </Cells>
    </Section>
  );
}

function Waiting({ orgId }: { orgId: number }) {
  const t = useText();
  const mutation = useMutation();
  const waiting = useRead("/api/v1/orgs/{org_id}/starting-codes", { path: { org_id: orgId } }, { secret: true });
  const agree = async ({ studentId, studentName, guardianId, guardianName }: Shape<"CodeWaiting">) => {
    if (!(await confirm(codes.confirm, codes.sure(guardianName ?? studentName), "main"))) return;
    const path = { org_id: orgId, student_id: studentId };
    const send = (key: string) =>
      guardianId
        ? write("post", "/api/v1/orgs/{org_id}/students/{student_id}/guardians/{guardian_id}/starting-code/confirm", { path: { ...path, guardian_id: guardianId } }, key)
        : write("post", "/api/v1/orgs/{org_id}/students/{student_id}/starting-code/confirm", { path }, key);
    await mutation.run(send, () => toast(words.done));
  };
  return (
    <>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <Loaded of={waiting}>
        {(waiting) =>
          waiting.length ? (
            <Cells>
              {waiting.map((code) => (
                <li key={code.guardianId ?? code.studentId}>
                  <div class="cell">
                    <span class="what">
                      <span>{code.guardianName ? t(codes.guardian(code.guardianName, code.studentName)) : code.studentName} · {code.className}</span>
                      <span class="under">{t(codes.by(code.issuedBy, fullDay(code.issuedAt)))}</span>
                    </span>
                    {!code.own && <Button kind="plain" busy={mutation.busy} onClick={() => void agree(code)}>{t(codes.confirm)}</Button>}
                  </div>
                </li>
              ))}
            </Cells>
          ) : (
            <Empty words={codes.none} />
          )
        }
      </Loaded>
    </>
  );
}
