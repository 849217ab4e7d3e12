import type { ComponentChildren } from "preact";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { account } from "../../storage/session";
import { type Words, useText } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Facts } from "../../ui/cells";
import { Loaded } from "../../ui/loaded";
import { OpenButton } from "../../ui/open-button";
import { Section } from "../../ui/page";
import { fromVisit } from "../../words/from-visit";
import { invite } from "../../words/invite";
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import { FollowUps } from "./follow-ups";
import { RecordPrint } from "./record-print";
import type { Visit, VisitPath } from "./status";

type Version = Shape<"VisitVersion">;

/** Who wrote a visit down. The texts are fetched only on request, each opening being recorded. */
export function Versions({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const versions = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/records", { path });
  const onTeam = visit.team.some((member) => member.accountId === account.get()?.accountId);
  const current = versions.data?.filter((version) => version.current) ?? [];
  const base = current.map((version) => version.corrects).filter((corrects) => corrects !== null);
  return (
    <>
      {current.length > 1 && <p class="note">{t(recordWords.several(current.map((version) => version.writtenByName)))}</p>}
      {new Set(base).size < base.length && <p class="note">{t(recordWords.sameTime)}</p>}
      <OpenButton action={words.openRecord} note={words.openRecordMore}>
        {() => (
          <>
            <Loaded of={versions}>{(data) => <Opened versions={data} visit={visit} path={path} />}</Loaded>
            <RecordPrint visit={visit} />
            <Raise visit={visit} path={path} />
          </>
        )}
      </OpenButton>
      {onTeam && <a class="button wide" href={`/visits/${path.org_id}/${path.visit_id}/record`}>{t(recordWords.add)}</a>}
      <FollowUps path={path} />
    </>
  );
}

/** Whose observations the server takes. */
const FILE = ["class_teacher", "subject_teacher", "counsellor", "grade_lead", "leader"];

/** What was read may ask for more: an observation, or a talk with the counsellor. A person decides, and writes it. */
function Raise({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const roles = useHome().data?.orgs.find((org) => org.orgId === path.org_id)?.roles ?? [];
  const files = roles.some((role) => FILE.includes(role));
  const invites = roles.includes("class_teacher") || roles.includes("counsellor");
  if (!files && !invites) return null;
  return (
    <Section title={fromVisit.title}>
      {files && <a class="button wide" href={`/concerns/new?org=${path.org_id}&visit=${path.visit_id}`}>{t(fromVisit.observation)}</a>}
      {invites && <a class="button wide" href={`/talks/book/${path.org_id}/${visit.studentId}`}>{t(invite)}</a>}
      <p class="quiet small">{t(fromVisit.more)}</p>
    </Section>
  );
}

function Opened({ versions, visit, path }: { versions: Version[]; visit: Visit; path: VisitPath }) {
  const t = useText();
  const when = (version: Version) => deadline(version.writtenAt, visit.timeZone);
  return (
    <>
      {versions.filter((version) => version.current).map((version) => (
        <OneVersion key={version.recordId} version={version} path={path} title={(version.corrects ? recordWords.corrected : recordWords.by)(version.writtenByName, when(version))}>
          <a class="button wide" href={`/visits/${path.org_id}/${path.visit_id}/record?of=${version.recordId}`}>{t(recordWords.correct)}</a>
        </OneVersion>
      ))}
      {versions.filter((version) => !version.current).map((version) => (
        <OpenButton key={version.recordId} action={recordWords.old(version.writtenByName, when(version))} note={words.openRecordMore}>
          {() => <OneVersion version={version} path={path} title={recordWords.oldTitle(version.writtenByName, when(version))} />}
        </OpenButton>
      ))}
    </>
  );
}

/** Sealed text; it is discarded with the page. */
function OneVersion({ version, path, title, children }: { version: Version; path: VisitPath; title: Words; children?: ComponentChildren }) {
  const t = useText();
  const record = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}", { path: { ...path, record_id: version.recordId } }, { secret: true });
  return (
    <Section title={title}>
      <Loaded of={record}>
        {(data) => (
          <Facts
            of={[
              [t(words.fields.atHome), data.atHome],
              [t(words.fields.familySays), data.familySays],
              [t(words.fields.guidance), data.guidance],
              [t(words.fields.nextSteps), data.nextSteps],
              [t(words.recommended), data.recommended.map((item) => `${t(words.kinds[item.kind])}：${item.name}`).join("\n")],
              [t(words.followUps), data.followUps.map((followUp) => `${plainDay(followUp.dueOn)} ${followUp.text}`).join("\n")],
            ]}
          />
        )}
      </Loaded>
      {children}
    </Section>
  );
}
