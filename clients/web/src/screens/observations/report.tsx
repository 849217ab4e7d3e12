import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { type Org, useHome } from "../../api/home";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Page } from "../../ui/page";
import { Loading, Loaded, ProblemNote } from "../../ui/loaded";
import { words } from "../../words/observations";
import { Sentence } from "./sentence";
import { Steps } from "./steps";
import { Thanks, type Told } from "./thanks";
import { useGiven } from "./report-draft";

/** A committee member tells what they saw: what it is, about whom, a sentence. Three taps, and nothing stays on the phone. */
export default function Report() {
  const home = useHome();
  const [sent, setSent] = useState<Told>();
  if (sent) return <Thanks told={sent} again={() => setSent(undefined)} />;
  return (
    <Page title={words.report}>
      <Loaded of={home}>
        {(data) => {
          const org = data.orgs.find((org) => org.serves);
          return org ? <Telling org={org} sent={setSent} /> : <OtherWays />;
        }}
      </Loaded>
    </Page>
  );
}

function Telling({ org, sent }: { org: Org; sent: (what: Told) => void }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/observations/form", { path: { org_id: org.orgId } }, { secret: true });
  const [given, set, forget] = useGiven("report");
  const done = () => {
    sent({ urgent: given.urgent, aboutTeacher: Boolean(given.aboutStaffId) });
    forget();
  };
  if (form.problem?.slug === "not-serving") return <OtherWays />;
  if (!form.data) return form.problem ? <ProblemNote problem={form.problem} retry={form.reload} /> : <Loading />;
  const chosen = given.kind !== undefined && given.studentId !== undefined;
  return (
    <>
      <Steps form={form.data} given={given} set={set} />
      {chosen && <Sentence org={org} form={form.data} given={given} set={set} done={done} />}
      <p><a class="button plain wide" href="/report/mine">{t(words.mine)}</a></p>
    </>
  );
}

/** For a student who does not serve: kindly, to where help is. */
export function OtherWays() {
  const t = useText();
  return (
    <>
      <p>{t(words.notServing)}</p>
      <Cells>
        <Cell href="/talks">{t(words.bookTalk)}</Cell>
        <Cell href="/help">{t(words.callLine)}</Cell>
      </Cells>
      <p class="quiet">{t(words.tellAdult)}</p>
    </>
  );
}
