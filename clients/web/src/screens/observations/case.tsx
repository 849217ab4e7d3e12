import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Org, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { closeNotifications } from "../../storage/session";
import { write } from "../../api/write";
import { useText } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Facts } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Sealed } from "../../ui/sealed";
import { cases, words } from "../../words/observations";
import { invite } from "../../words/invite";
import type { ChangedProps } from "./changed";
import { CaseActions } from "./case-actions";
import type { CaseProps } from "./case-props";
import { FirstSteps, Numbers, Readers } from "./first-steps";
import { StatusTags } from "./status";
import { StepList } from "./step-list";

type CaseData = Shape<"Case">;

const STEPS_PATH = "/api/v1/orgs/{org_id}/observations/{observation_id}/first-steps";

/** One concern: its status, the observation (opened apart, on record), the steps taken, and the actions possible. */
export default function Case() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), observation_id: params.id ?? "" };
  const home = useHome();
  const read = useRead("/api/v1/orgs/{org_id}/observations/{observation_id}", { path }, { secret: true });
  // Asked for at the same time: in an emergency nobody waits for one answer after the other. An ordinary one has none.
  const first = useRead(STEPS_PATH, { path }, { secret: true });
  useEffect(() => void closeNotifications(), []);
  const org = home.data?.orgs.find((org) => org.orgId === path.org_id);
  // A closed one has none any more; the last answer would stand here until the screen is opened again.
  const open = read.data?.state !== "done";
  return (
    <Page title={cases.case} back>
      {open && <Changed path={path} version={read.data?.version} show={() => [read, first].forEach((one) => one.reload())} />}
      {first.data && open && <FirstSteps steps={first.data} id={path.observation_id} org={path.org_id} zone={org?.timeZone} save={(body, key) => write("post", STEPS_PATH, { path, body }, key)} numbers={<Numbers path="/api/v1/orgs/{org_id}/observations/{observation_id}/phones" params={{ path }} />} />}
      {first.data && !read.data && <Readers of={first.data.readers} zone={org?.timeZone} />}
      <Loaded of={read}>{(data) => <CaseView concern={data} path={path} org={org} />}</Loaded>
    </Page>
  );
}

interface Props {
  concern: CaseData;
  path: { org_id: number; observation_id: string };
  org: Org | undefined;
}

function CaseView({ concern, path, org }: Props) {
  const t = useText();
  return (
    <>
      <Facts
        of={[
          [t(cases.about), concern.studentName ?? t(cases.noName(concern.className))],
          [t(cases.className), concern.studentName ? concern.className : undefined],
          [t(cases.state), <StatusTags of={concern} />],
          [t(cases.rung), concern.rungs.map((rung) => t(cases.rungs[rung])).join(" · ")],
          [t(cases.filedOn), plainDay(concern.filedOn)],
          [t(cases.due), concern.state === "done" ? undefined : deadline(concern.dueAt, org?.timeZone)],
          [t(cases.outcome), concern.outcome && t(cases.outcomes[concern.outcome])],
        ]}
      />
      <ObservationText path={path} concern={concern} />
      <Readers of={concern.readers} zone={org?.timeZone} />
      <Section title={cases.steps}>
        <StepList steps={concern.steps} zone={org?.timeZone} path="/api/v1/orgs/{org_id}/observations/{observation_id}/steps/{step_id}/note" params={(step_id) => ({ path: { ...path, step_id } })} />
      </Section>
      {concern.state !== "done" && <CaseActions concern={concern} path={path} />}
      {concern.studentId && org?.roles.includes("counsellor") && <a class="button" href={`/talks/book/${path.org_id}/${concern.studentId}`}>{t(invite)}</a>}
    </>
  );
}

function ObservationText({ path, concern }: CaseProps) {
  const t = useText();
  return (
    <Section title={cases.seen}>
      <div class="card stack close">
        <p class="quiet small">{t(cases.recorded)}</p>
        <Sealed path="/api/v1/orgs/{org_id}/observations/{observation_id}/text" params={{ path }} button={cases.openText}>
          {(seen) => (
            <>
              <p class="quiet small">{t(words.kinds[seen.kind])} · {t(cases.seenOn)} {plainDay(seen.seenOn)}</p>
              <p class="text">{seen.text}</p>
            </>
          )}
        </Sealed>
        {concern.canReadObserver && (
          <Sealed path="/api/v1/orgs/{org_id}/observations/{observation_id}/observer" params={{ path }} button={cases.observer}>
            {(who) => (
              <>
                <p>{who.name && `${who.name} · `}{t(cases.parts[who.part])}</p>
                {who.part !== "unsigned_slip" && <p class="quiet small">{t(cases.observerLead)}</p>}
              </>
            )}
          </Sealed>
        )}
        {(concern.canAskObserver || concern.disclosure) && <TwoCustodians concern={concern} path={path} />}
      </div>
    </Section>
  );
}

/** The screen does not wait for it, so it is fetched apart. */
function Changed(props: ChangedProps) {
  const { data } = useFetched(() => import("./changed"));
  return data ? <data.Changed {...props} /> : null;
}

/** Few cases have it, so it is fetched apart. */
function TwoCustodians(props: CaseProps) {
  return <Loaded of={useFetched(() => import("./ask-observer"))}>{({ AskObserver }) => <AskObserver {...props} />}</Loaded>;
}
