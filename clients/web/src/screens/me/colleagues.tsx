import { useState } from "preact/hooks";
import { type Org, orgsWith, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { byName } from "../../ui/by-name";
import { Cells } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { CONFIRMS_RESETS, words } from "../../words/recovery";

/** Colleagues who lost every second factor: an administrator asks, somebody else confirms. */
export default function Colleagues() {
  const t = useText();
  const home = useHome();
  return (
    <Page title={words.title} back>
      <StepUpFirst />
      <p class="quiet">{t(words.lead)}</p>
      <Loaded of={home}>
        {(data) => (
          <>
            {orgsWith(data, ...CONFIRMS_RESETS).map((org) => <Waiting key={org.orgId} org={org} />)}
            {orgsWith(data, "school_admin").map((org) => <Ask key={org.orgId} org={org} own={data.accountId} />)}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Ask({ org, own }: { org: Org; own: string }) {
  const t = useText();
  const mutation = useMutation();
  const [staffId, setStaff] = useState("");
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: org.orgId } });
  const others = byName(staff.data ?? []).filter((one) => one.staffId !== own).map((one): [string, string] => [one.staffId, one.name]);
  const name = others.find(([id]) => id === staffId)?.[1] ?? "";
  const send = async () => {
    if (!staffId || !(await confirm(words.ask, words.askSure(name)))) return;
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/staff/{staff_id}/factor-reset", { path: { org_id: org.orgId, staff_id: staffId } }, key), () => {
      setStaff("");
      toast(words.asked);
    });
  };
  return (
    <Section title={words.ask}>
      <Form mutation={mutation} send={() => void send()} button={words.ask}>
        <Select label={words.who} required value={staffId} onValue={setStaff} options={[["", t(words.choose)], ...others]} />
      </Form>
    </Section>
  );
}

function Waiting({ org }: { org: Org }) {
  const t = useText();
  const mutation = useMutation();
  const home = useHome();
  const proven = (home.data?.assurance ?? 1) > 1;
  const waiting = useRead(proven ? "/api/v1/orgs/{org_id}/factor-resets" : null, { path: { org_id: org.orgId } }, { secret: true });
  const agree = async (staffId: string, name: string) => {
    if (!(await confirm(words.confirm, words.confirmSure(name)))) return;
    await mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/staff/{staff_id}/factor-reset/confirm", { path: { org_id: org.orgId, staff_id: staffId } }, key), () => toast(words.confirmed));
  };
  if (!proven) return null;
  return (
    <>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      <Loaded of={waiting}>
        {(all) =>
          all.length ? (
            <Cells>
              {all.map((one) => (
                <li key={one.staffId}>
                  <div class="cell">
                    <span class="what">
                      <span>{one.staffName}</span>
                      <span class="under">{t(words.by(one.askedBy, fullDay(one.askedAt)))}</span>
                    </span>
                    {!one.own && <Button kind="plain" busy={mutation.busy} onClick={() => void agree(one.staffId, one.staffName)}>{t(words.confirm)}<span class="sr"> {one.staffName}</span></Button>}
                  </div>
                </li>
              ))}
            </Cells>
          ) : (
            <Empty words={words.none} />
          )
        }
      </Loaded>
    </>
  );
}
