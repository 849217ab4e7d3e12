import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/bulletins";
import { words as frame } from "../../words/frame/bulletins";

/** What a school shows on everybody's first screen. */
export default function Bulletins() {
  return (
    <Page title={frame.bulletins} back>
      <OrgChoice roles={["school_admin", "leader"]}>{(org) => <Lines key={org.orgId} orgId={org.orgId} zone={org.timeZone} />}</OrgChoice>
    </Page>
  );
}

function Lines({ orgId, zone }: { orgId: number; zone: string }) {
  const t = useText();
  const lines = useRead("/api/v1/orgs/{org_id}/bulletins", { path: { org_id: orgId } });
  return (
    <>
      <Loaded of={lines}>
        {(lines) => (lines.length ? <Cells>{lines.map((line) => <Cell key={line.bulletinId} subtitle={t(words.until(plainDay(line.lastDay)))} trailing={<End line={line} />}>{line.text}</Cell>)}</Cells> : <Empty words={words.none} />)}
      </Loaded>
      <Section title={words.add}>
        <New orgId={orgId} zone={zone} />
      </Section>
    </>
  );
}

function New({ orgId, zone }: { orgId: number; zone: string }) {
  const mutation = useMutation();
  const empty = { text: "", lastDay: isoDay(new Date(), zone) };
  const [input, setInput] = useState<Shape<"BulletinNew">>(empty);
  const finish = () => {
    toast(words.added);
    setInput(empty);
  };
  const send = () => void mutation.run<unknown>((key) => write("post", "/api/v1/orgs/{org_id}/bulletins", { path: { org_id: orgId }, body: input }, key), finish);
  return (
    <Form mutation={mutation} send={send} button={words.add}>
      <Input label={words.text} required maxLength={100} value={input.text} onValue={(text) => setInput({ ...input, text })} error={fieldError(mutation.problem, "text")} />
      <Input label={words.lastDay} type="date" required value={input.lastDay} onValue={(lastDay) => setInput({ ...input, lastDay })} error={fieldError(mutation.problem, "lastDay")} />
    </Form>
  );
}

function End({ line }: { line: Shape<"Bulletin"> }) {
  const path = { org_id: line.orgId, bulletin_id: line.bulletinId };
  return <ConfirmButton action={words.end} consequence={words.endSure(line.text)} send={(key) => write("post", "/api/v1/orgs/{org_id}/bulletins/{bulletin_id}/end", { path }, key)} onDone={() => toast(words.ended)} />;
}
