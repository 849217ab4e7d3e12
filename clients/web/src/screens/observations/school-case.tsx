import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts } from "../../ui/cells";
import { useConfidential } from "../../ui/confidential";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { cases, words as kinds } from "../../words/observations";
import { words } from "../../words/school-cases";
import type { SchoolCasePath } from "./case-props";
import { FirstSteps, Numbers, Readers } from "./first-steps";
import { LONGEST } from "./limits";
import { SchoolCaseActions } from "./school-case-actions";
import { StatusTags } from "./status";
import { StepList } from "./step-list";
import type { UnownedProps } from "./unowned";

/** A case at a school, for an officer of its bureau: as long as the school lacks somebody. */
export default function SchoolCase() {
  const { params } = useRoute();
  const org = Number(params.org);
  const observation = params.id ?? "";
  const list = useRead("/api/v1/orgs/{org_id}/school-cases", { path: { org_id: org } }, { secret: true });
  return (
    <Page title={cases.case} back>
      <Loaded of={list}>
        {(found) => {
          const one = found.find((one) => one.observationId === observation);
          return one ? <Waiting one={one} path={{ org_id: org, school_id: one.schoolId, observation_id: observation }} /> : <Empty words={words.over} />;
        }}
      </Loaded>
    </Page>
  );
}

/** Where nobody owns it, an officer names somebody first: for that they need not open it. */
function Waiting({ one, path }: { one: Shape<"SchoolCaseListed">; path: SchoolCasePath }) {
  const [opened, setOpened] = useState(one.lacks === "second");
  return opened ? <Found path={path} /> : <Unopened one={one} path={path} open={() => setOpened(true)} />;
}

function Unopened(props: UnownedProps) {
  return <Loaded of={useFetched(() => import("./unowned"))}>{({ Unowned }) => <Unowned {...props} />}</Loaded>;
}

function Found({ path }: { path: SchoolCasePath }) {
  const read = useRead("/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}", { path }, { secret: true });
  return <Loaded of={read}>{(data) => <CaseView concern={data} path={path} />}</Loaded>;
}

function CaseView({ concern, path }: { concern: Shape<"SchoolCase">; path: SchoolCasePath }) {
  const t = useText();
  const zone = concern.timeZone;
  return (
    <>
      <p class="note soon">{t(words.lead[concern.lacks])}</p>
      {concern.urgent && (
        <FirstSteps
          steps={concern}
          id={path.observation_id}
          org={path.school_id}
          zone={zone}
          save={(body, key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/first-steps", { path, body }, key)}
          numbers={<Numbers path="/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/phones" params={{ path }} />}
        />
      )}
      <Facts
        of={[
          [t(words.school), concern.schoolName],
          [t(cases.about), concern.studentName ?? t(cases.noName(concern.className))],
          [t(cases.className), concern.studentName ? concern.className : undefined],
          [t(cases.state), <StatusTags of={concern} />],
          [t(cases.filedOn), plainDay(concern.filedOn)],
          [t(cases.due), deadline(concern.dueAt, zone)],
        ]}
      />
      <ReadText path={path} />
      <Readers of={concern.readers} zone={zone} />
      <Section title={cases.steps}>
        <StepList steps={concern.steps} zone={zone} path="/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/steps/{step_id}/note" params={(step_id) => ({ path: { ...path, step_id } })} />
      </Section>
      <SchoolCaseActions concern={concern} path={path} />
    </>
  );
}

/** The text, for a reason that those in charge at the school see. */
function ReadText({ path }: { path: SchoolCasePath }) {
  const t = useText();
  const mutation = useMutation();
  const draft = useSealedDraft(`why ${path.observation_id}`, "");
  const [seen, setSeen] = useConfidential<Shape<"ObservationText"> | undefined>(undefined);
  const [asking, setAsking] = useState(false);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/text", { path, body: { reason: draft.value.trim() } }, key), (text) => {
      draft.forget();
      setAsking(false);
      setSeen(text);
    });
  return (
    <Section title={cases.seen}>
      <div class="card stack close" aria-live="polite">
        {seen ? (
          <>
            <p class="quiet small">{t(kinds.kinds[seen.kind])} · {t(cases.seenOn)} {plainDay(seen.seenOn)}</p>
            <p class="text">{seen.text}</p>
          </>
        ) : asking ? (
          <Form mutation={mutation} send={send} button={cases.openText} sealed>
            <SealedText draft={draft} label={words.why} hint={words.whyHint} required maxLength={LONGEST} error={fieldError(mutation.problem, "reason")} />
          </Form>
        ) : (
          <Button onClick={() => setAsking(true)}>{t(cases.openText)}</Button>
        )}
      </div>
    </Section>
  );
}
