import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Facts } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { StepUpFirst } from "../../ui/step-up-first";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { words } from "../../words/sms-budget";

type Budget = Shape<"ChannelBudget">;
type Kind = Budget["spent"][number];
type Channel = Budget["channel"];

const CHANNELS: Channel[] = ["sms", "wecom", "wechat", "mail"];

/** How many messages the school lets out by each channel in a month, and what they were for (N1). */
export default function SmsBudget() {
  return (
    <Page title={words.title} back wide>
      <OrgChoice roles={["school_admin", "leader"]}>{(org) => <Channels key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function Channels({ orgId }: { orgId: number }) {
  const t = useText();
  const [channel, setChannel] = useState<Channel>("sms");
  return (
    <>
      <Choices<Channel> label={words.channel} value={[channel]} onValue={([one]) => one && setChannel(one)} options={CHANNELS.map((one) => [one, t(words.channels[one])])} />
      <Month key={channel} orgId={orgId} channel={channel} />
    </>
  );
}

function Month({ orgId, channel }: { orgId: number; channel: Channel }) {
  const t = useText();
  const wide = useWide();
  const budget = useRead("/api/v1/orgs/{org_id}/channel-budget", { path: { org_id: orgId }, query: { channel } });
  const count = (parts: number | null) => t(parts === null ? words.none : words.count(parts, channel));
  const columns: Column<Kind>[] = [
    { name: words.whatFor, of: (one) => t(words.kind[one.kind]) },
    { name: words.number, of: (one) => one.parts },
  ];
  return (
    <Loaded of={budget}>
      {(data) => {
        const all = data.spent.reduce((sum, one) => sum + one.parts, 0);
        return (
          <>
            <Section title={words.month(data.month)}>
              <Facts of={[[t(words.parts), count(data.parts)], [t(words.left), data.left === null ? undefined : count(data.left)], [t(words.spent), count(all)], [t(words.cost), data.price === null ? undefined : t(words.yuan(all, data.price))]]} />
              {data.isDefault && data.parts !== null && <p class="quiet small">{t(words.isDefault)}</p>}
            </Section>
            <Section title={words.spent}>
              {wide ? <Table label={words.spent} file={t(words.title)} rows={data.spent} columns={columns} keyOf={(one) => one.kind} /> : <Facts of={data.spent.map((one) => [t(words.kind[one.kind]), count(one.parts)])} />}
              <p class="quiet small">{t(channel === "sms" ? words.more : words.moreOthers)}</p>
            </Section>
            {data.asked && <Asked orgId={orgId} channel={channel} asked={data.asked} />}
            <UntilSaved of={data}>{(budget) => <Change orgId={orgId} budget={budget} />}</UntilSaved>
          </>
        );
      }}
    </Loaded>
  );
}

function Asked({ orgId, channel, asked }: { orgId: number; channel: Channel; asked: NonNullable<Budget["asked"]> }) {
  const t = useText();
  const answer = (approve: boolean) => (key: string) => write("post", "/api/v1/orgs/{org_id}/channel-budget/answer", { path: { org_id: orgId }, query: { channel }, body: { parts: asked.parts, approve } }, key);
  return (
    <Section title={words.waits}>
      <p>{t(words.asks(asked.by, asked.parts, channel))}</p>
      <div class="stack">
        {asked.canAnswer && <ConfirmButton action={words.approve} consequence={words.approveSure(asked.parts, channel)} kind="main" send={answer(true)} onDone={() => toast(words.done)} />}
        <ConfirmButton action={asked.canAnswer ? words.refuse : words.takeBack} consequence={words.refuseSure} send={answer(false)} onDone={() => toast(words.done)} />
      </div>
    </Section>
  );
}

function Change({ orgId, budget }: { orgId: number; budget: Budget }) {
  const t = useText();
  const onSaved = useSaved();
  const mutation = useMutation();
  const [parts, setParts] = useState(budget.parts === null ? "" : String(budget.parts));
  const send = () =>
    void mutation.run(
      (key) => write("put", "/api/v1/orgs/{org_id}/channel-budget", { path: { org_id: orgId }, query: { channel: budget.channel }, body: { parts: Number(parts) }, version: budget.version }, key),
      (saved: Budget | undefined) => {
        onSaved(saved);
        toast(saved?.asked ? words.asking : words.saved);
      },
    );
  return (
    <Section title={words.change}>
      <StepUpFirst />
      <Form mutation={mutation} send={send} button={words.save}>
        <Input label={words.field} type="number" inputMode="numeric" min="0" max="10000000" required value={parts} onValue={setParts} error={fieldError(mutation.problem, "parts")} />
        <p class="quiet small">{t(words.second)}</p>
      </Form>
    </Section>
  );
}
