import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useDeed, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Button, Form } from "../../ui/buttons";
import { Area, Input, Select } from "../../ui/fields";
import { Page, Section } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { goTo } from "../../way";
import { words } from "../../words/visits";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** What a visit found (V6). Sealed: it is sent at once or not at all, and this phone keeps nothing of it. */
export default function WriteRecord() {
  const { params } = useRoute();
  const at = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path: at });
  return (
    <Page title={words.recordTitle} back>
      <Shown of={visit}>{(data) => <Edit version={data.version} at={at} name={data.studentName} />}</Shown>
    </Page>
  );
}

const FIELDS = ["atHome", "familySays", "guidance", "nextSteps"] as const;

function Edit({ version, at, name }: { version: number; at: { org_id: number; visit_id: string }; name: string }) {
  const t = useText();
  const deed = useDeed();
  const [text, setText] = useState({ atHome: "", familySays: "", guidance: "", nextSteps: "" });
  const [recommended, setRecommended] = useState<Recommended[]>([]);
  const [followUps, setFollowUps] = useState<FollowUp[]>([]);
  const send = () => {
    const given = Object.fromEntries(FIELDS.map((field) => [field, text[field].trim() || null])) as unknown as Pick<Record, (typeof FIELDS)[number]>;
    const body: Record = { ...given, recommended, followUps };
    void deed.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path: at, body, version }, key), () => {
      tell(words.saved);
      goTo(`/visits/${at.org_id}/${at.visit_id}`, true);
    });
  };
  return (
    <>
      <p class="quiet">{name} · {t(words.recordSealed)}</p>
      <Form deed={deed} send={send} button={words.save}>
        {FIELDS.map((field) => (
          <Area key={field} label={words.fields[field]} required={field === "atHome"} maxLength={2000} value={text[field]} onValue={(value) => setText({ ...text, [field]: value })} wrong={fieldError(deed.problem, field)} />
        ))}
        <Recommending all={recommended} onAll={setRecommended} />
        <Following all={followUps} onAll={setFollowUps} />
      </Form>
    </>
  );
}

function Recommending({ all, onAll }: { all: Recommended[]; onAll: (all: Recommended[]) => void }) {
  const t = useText();
  const [kind, setKind] = useState<Recommended["kind"]>("book");
  const [name, setName] = useState("");
  const add = () => {
    if (!name.trim()) return;
    onAll([...all, { kind, name: name.trim() }]);
    setName("");
  };
  return (
    <Section title={words.recommended}>
      <List names={all.map((one) => `${t(words.kinds[one.kind])}：${one.name}`)} onRemove={(at) => onAll(all.filter((_, other) => other !== at))} />
      <Select label={words.kind} value={kind} onValue={(value) => setKind(value as Recommended["kind"])} options={(["book", "lecture", "hotline"] as const).map((one) => [one, t(words.kinds[one])])} />
      <Input label={words.name} maxLength={100} value={name} onValue={setName} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function Following({ all, onAll }: { all: FollowUp[]; onAll: (all: FollowUp[]) => void }) {
  const t = useText();
  const [dueOn, setDue] = useState("");
  const [text, setText] = useState("");
  const add = () => {
    if (!dueOn || !text.trim()) return;
    onAll([...all, { dueOn, text: text.trim() }]);
    setText("");
  };
  return (
    <Section title={words.followUps}>
      <List names={all.map((one) => `${plainDay(one.dueOn)} ${one.text}`)} onRemove={(at) => onAll(all.filter((_, other) => other !== at))} />
      <Input label={words.due} type="date" min={isoDay(new Date())} value={dueOn} onValue={setDue} />
      <Input label={words.what} maxLength={300} value={text} onValue={setText} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function List({ names, onRemove }: { names: string[]; onRemove: (at: number) => void }) {
  const t = useText();
  if (!names.length) return null;
  return (
    <ul class="cells">
      {names.map((name, at) => (
        <li key={name}>
          <div class="cell">
            <span class="what">{name}</span>
            <Button kind="plain" onClick={() => onRemove(at)}>{t(words.remove)}</Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
