import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { same, useText } from "../../text";
import { Appointments } from "../../ui/appointments";
import { Button } from "../../ui/buttons";
import { useFetched } from "../../ui/fetched";
import { Initials } from "../../ui/initials";
import { Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { words } from "../../words/class";
import { invite } from "../../words/invite";
import type { Below } from "./below";
import type { ContactOf } from "./contact";
import { CoverageTags } from "./coverage-tags";
import { GuardianCodes, StartingCode } from "../../ui/starting-code";
import { studentSummary } from "./student-summary";

/** One student of the teacher's class: propose a visit, log a contact, issue a starting code. No confidential text shows here. */
export default function Student() {
  const t = useText();
  const { params } = useRoute();
  const orgId = Number(params.org);
  const studentId = params.student ?? "";
  const home = useHome();
  const org = home.data?.orgs.find((org) => org.orgId === orgId);
  const zone = org?.timeZone ?? "Asia/Shanghai";
  const isClassTeacher = org?.roles.includes("class_teacher") ?? false;
  // The class's screen has fetched this already.
  const coverage = useRead("/api/v1/orgs/{org_id}/classes/{class_id}/coverage", { path: { org_id: orgId, class_id: params.class ?? "" } }, { store: true });
  const student = coverage.data?.students.find((student) => student.studentId === studentId);
  const name = student?.name;
  const one = { orgId, studentId, zone };
  return (
    <Page title={name ? same(name) : words.students} back>
      {/* Who left the class, or is none of the reader's any more, leaves an open page too. */}
      <Loaded of={coverage}>
        {() =>
          student && (
            <>
              <Who student={student} zone={zone} />
              <Appointments studentId={studentId} />
              <div class="stack close actions">
                {isClassTeacher && (
                  <>
                    <a class="button main" href={`/class/${orgId}/${params.class}/${studentId}/visit`}>{t(words.propose)}</a>
                    <a class="button" href={`/talks/book/${orgId}/${studentId}`}>{t(invite)}</a>
                  </>
                )}
                <LogContact {...one} />
                {isClassTeacher && <><StartingCode {...one} /><GuardianCodes {...one} /></>}
              </div>
              <LaterParts {...one} family={isClassTeacher} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

/** Who it is, what was last, and what is due. */
function Who({ student, zone }: { student: Shape<"StudentCoverage">; zone: string }) {
  const t = useText();
  return (
    <div class="card who">
      <Initials id={student.studentId} name={student.name} />
      <div>
        <p class="quiet small">{student.studentNumber}</p>
        <p>{studentSummary(student, zone, t) ?? t(words.nothingYet)}</p>
        <p><CoverageTags student={student} /></p>
      </div>
    </div>
  );
}

/** Fetched after the page has shown. */
function LaterParts(props: Parameters<typeof Below>[0]) {
  const [Fetched, setFetched] = useState<typeof Below>();
  useEffect(() => void import("./below").then((module) => setFetched(() => module.Below), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
}

/** Its sheet is fetched when it is asked for. */
function LogContact(about: ContactOf) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.log)}</Button>
      {open && <ContactSheet {...about} close={() => setOpen(false)} />}
    </>
  );
}

function ContactSheet(props: ContactOf & { close: () => void }) {
  return <Loaded of={useFetched(() => import("./contact"))}>{({ ContactSheet }) => <ContactSheet {...props} />}</Loaded>;
}
