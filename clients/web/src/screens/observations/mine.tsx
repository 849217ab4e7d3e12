import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Org, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ClosedNote } from "../../ui/closed-note";
import { goTo } from "../../ui/history";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/observations";
import { lead } from "../../words/own-reports";
import { OtherHelp } from "./report";

/** The status of the person's own reports, never their text; and leaving the committee, without a reason. */
export default function Mine() {
  const home = useHome();
  return (
    <Page title={words.mine} back>
      <ClosedNote />
      <Loaded of={home}>
        {(data) => {
          const org = data.orgs.find((org) => org.serves) ?? data.orgs.find((org) => org.roles.includes("student"));
          return org ? <List org={org} /> : <OtherHelp />;
        }}
      </Loaded>
    </Page>
  );
}

function List({ org }: { org: Org }) {
  const t = useText();
  const own = useRead("/api/v1/orgs/{org_id}/observations/own", { path: { org_id: org.orgId } }, { secret: true });
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Loaded of={own}>
        {(reports) => (
          <>
            <p class="quiet small">{t(lead)}</p>
            {reports.length ? (
              <Cells>
                {reports.map((observation) => (
                  <Cell key={observation.observationId} subtitle={under(observation, t)} trailing={<Tag tone={observation.state === "done" ? "still" : "calm"}>{t(words.states[observation.state])}</Tag>}>{t(words.told(plainDay(observation.filedOn)))}</Cell>
                ))}
              </Cells>
            ) : (
              <Empty words={words.none} />
            )}
          </>
        )}
      </Loaded>
      {org.serves && <Button wide kind="plain" onClick={() => setLeaving(true)}>{t(words.leave)}</Button>}
      {leaving && <LeaveSheet org={org} close={() => setLeaving(false)} />}
    </>
  );
}

/** Who knows of it, and that two custodians learned who told it. */
function under(report: Shape<"OwnObservation">, t: Say): string | undefined {
  const known = report.urgent && report.state !== "done" ? t(words.known[report.known]) : undefined;
  const learned = report.disclosedOn ? t(words.learned(plainDay(report.disclosedOn))) : undefined;
  return [known, learned].filter(Boolean).join(" · ") || undefined;
}

function LeaveSheet({ org, close }: { org: Org; close: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const members = useRead("/api/v1/orgs/{org_id}/committee-members", { path: { org_id: org.orgId } });
  const end = (memberId: string, version: number) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/committee-members/{member_id}/end", { path: { org_id: org.orgId, member_id: memberId }, version }, key), () => {
      close();
      toast(words.left);
      goTo("/", true);
    });
  return (
    <Sheet title={words.leave} onClose={close}>
      <p>{t(words.leaveLead)}</p>
      <Loaded of={members}>
        {({ items }) => {
          const own = items.find((member) => member.state === "serving");
          return own ? <Button wide kind="danger" busy={mutation.busy} onClick={() => end(own.memberId, own.version)}>{t(words.leaveSure)}</Button> : <Empty words={words.notMember} />;
        }}
      </Loaded>
      <ProblemNote problem={mutation.problem} />
    </Sheet>
  );
}
