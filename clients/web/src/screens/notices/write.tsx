import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useDeed, write } from "../../api/write";
import type { Org } from "../../orgs";
import { useText } from "../../text";
import { instant, isoDay } from "../../text/time";
import { Form } from "../../ui/buttons";
import { Area, Check, Choices, Input } from "../../ui/fields";
import { InOrg } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { goTo } from "../../way";
import { words } from "../../words/notices";
import { SENDERS } from "./notices";
import { type Audience, Whom } from "./whom";

type Notice = Shape<"Notice">;
type Given = Shape<"NoticeNew">;

/** Writing a notice, or changing one that has not gone out. It is kept as a draft; sending it is the next page's. */
export default function Write() {
  const { params } = useRoute();
  const known = Boolean(params.notice);
  return (
    <Page title={known ? words.edit : words.write} back>
      <InOrg roles={SENDERS}>{(org) => (known ? <Known org={org} orgId={Number(params.org)} noticeId={params.notice ?? ""} /> : <Edit key={org.orgId} org={org} />)}</InOrg>
    </Page>
  );
}

function Known({ org, orgId, noticeId }: { org: Org; orgId: number; noticeId: string }) {
  const notice = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}", { path: { org_id: orgId, notice_id: noticeId } });
  return <Shown of={notice}>{(data) => <Edit key={data.version} org={{ ...org, orgId }} notice={data} />}</Shown>;
}

function Edit({ org, notice }: { org: Org; notice?: Notice }) {
  const t = useText();
  const deed = useDeed();
  const [english, setEnglish] = useState(Boolean(notice?.titleEn));
  const [day, setDay] = useState(notice?.answerBy ? isoDay(notice.answerBy, org.timeZone) : "");
  const [audience, setAudience] = useState<Audience>(notice?.audience ?? { classIds: [], grades: [], wholeSchool: false, parts: ["guardian"] });
  const [text, setText] = useState({ kind: notice?.kind ?? "information", titleZh: notice?.titleZh ?? "", bodyZh: notice?.bodyZh ?? "", titleEn: notice?.titleEn ?? "", bodyEn: notice?.bodyEn ?? "" } as Text);
  const set = (change: Partial<Text>) => setText({ ...text, ...change });
  const wrong = (name: string) => fieldError(deed.problem, name);
  const send = () => {
    const body: Given = {
      ...text,
      titleEn: english ? text.titleEn : null,
      bodyEn: english ? text.bodyEn : null,
      answerBy: day && text.kind !== "information" ? instant(day, "23:59", org.timeZone) : null,
      audience,
    };
    void deed.run((key) => save(org.orgId, notice, body, key), (done) => {
      tell(words.saved);
      if (done) goTo(`/notices/sent/${org.orgId}/${done.noticeId}`, true);
    });
  };
  return (
    <Form deed={deed} send={send} button={words.save}>
      <Choices label={words.kind} value={[text.kind]} onValue={([kind]) => kind && set({ kind })} options={KINDS.map((kind) => [kind, t(words.kindsLong[kind])])} />
      <Input label={words.titleZh} required maxLength={80} value={text.titleZh} onValue={(titleZh) => set({ titleZh })} wrong={wrong("titleZh")} />
      <Area label={words.bodyZh} required maxLength={4000} value={text.bodyZh} onValue={(bodyZh) => set({ bodyZh })} wrong={wrong("bodyZh")} />
      <Check label={words.withEnglish} value={english} onValue={setEnglish} />
      {english && <Input label={words.titleEn} required maxLength={80} value={text.titleEn} onValue={(titleEn) => set({ titleEn })} wrong={wrong("titleEn")} />}
      {english && <Area label={words.bodyEn} required maxLength={4000} value={text.bodyEn} onValue={(bodyEn) => set({ bodyEn })} wrong={wrong("bodyEn")} />}
      {text.kind !== "information" && <Input label={words.answerDay} type="date" min={isoDay(new Date(), org.timeZone)} value={day} onValue={setDay} wrong={wrong("answerBy")} />}
      <Whom orgId={org.orgId} value={audience} onValue={setAudience} wrong={wrong("audience")} />
    </Form>
  );
}

const KINDS = ["information", "acknowledge", "sign"] as const;

interface Text {
  kind: Given["kind"];
  titleZh: string;
  bodyZh: string;
  titleEn: string;
  bodyEn: string;
}

function save(orgId: number, notice: Notice | undefined, body: Given, key: string) {
  if (!notice) return write("post", "/api/v1/orgs/{org_id}/notices", { path: { org_id: orgId }, body }, key);
  return write("put", "/api/v1/orgs/{org_id}/notices/{notice_id}", { path: { org_id: orgId, notice_id: notice.noticeId }, body, version: notice.version }, key);
}
