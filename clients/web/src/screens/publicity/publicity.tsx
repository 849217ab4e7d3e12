import { useState } from "preact/hooks";
import type { Org } from "../../api/home";
import { useText } from "../../text";
import { Choices } from "../../ui/fields";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { words } from "../../words/publicity";
import { SchoolLog } from "./log";
import { BureauReturns } from "./schools";
import type { Period } from "./types";

const PERIODS = Object.keys(words.periods) as Period[];

/** Publicity and education work (N4): a school's log and its returns, or a bureau's view of what its schools filed. */
export default function Publicity() {
  return (
    <Page title={words.title} back wide>
      <OrgChoice roles={["school_admin", "leader", "counsellor", "officer"]} kind={["school", "bureau"]}>{(org) => <OrgPublicity key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function OrgPublicity({ org }: { org: Org }) {
  const t = useText();
  const [period, setPeriod] = useState<Period>("quarter");
  const [day, setDay] = useState<string>();
  const query = day ? { period, day } : { period };
  const choose = (chosen: Period) => {
    setPeriod(chosen);
    setDay(undefined);
  };
  const Content = org.kind === "bureau" ? BureauReturns : SchoolLog;
  return (
    <>
      <Choices<Period> label={words.period} value={[period]} onValue={([chosen]) => chosen && choose(chosen)} options={PERIODS.map((one) => [one, t(words.periods[one])])} />
      <Content key={period} orgId={org.orgId} query={query} onDay={setDay} />
    </>
  );
}
