import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { instant } from "../../../text/instant";
import { isoDay } from "../../../text/time";
import { Check, Input, TextArea } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goTo } from "../../../ui/history";
import { KeptLine } from "../../../ui/kept-line";
import { Loaded, Loading } from "../../../ui/loaded";
import { StepUpFirst } from "../../../ui/step-up-first";
import { useStoredDraft } from "../../../ui/stored-draft";
import { toast } from "../../../ui/toast";
import { UntilSaved } from "../../../ui/until-saved";
import { words } from "../../../words/bureau-corrections";
import { words as notices } from "../../../words/notices";
import { FilesField } from "../files-field";

/** Corrects a bureau's notice that was sent; another officer approves it. */
export function CorrectBureauNotice({ org, noticeId }: { org: Org; noticeId: string }) {
  const notice = useRead("/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}", { path: { org_id: org.orgId, bureau_notice_id: noticeId } });
  return <Loaded of={notice}>{(data) => <UntilSaved of={data}>{(notice) => <Correction zone={org.timeZone} notice={notice} />}</UntilSaved>}</Loaded>;
}

/** Begins with the correction that waits, or with what was sent. */
function Correction({ zone, notice }: { zone: string; notice: Shape<"BureauNotice"> }) {
  const t = useText();
  const mutation = useMutation();
  const from = notice.correction ?? notice;
  const start = {
    english: from.titleEn !== null,
    day: from.answerBy ? isoDay(from.answerBy, zone) : "",
    text: { titleZh: from.titleZh, bodyZh: from.bodyZh, titleEn: from.titleEn ?? "", bodyEn: from.bodyEn ?? "" },
    files: from.files.filter((file) => !file.removed),
  };
  const { value: draft, set: change, forget, ready, savedAt } = useStoredDraft(`correct ${notice.bureauNoticeId} ${notice.version}`, start);
  const set = (part: Partial<typeof start>) => change((before) => ({ ...before, ...part }));
  const { english, day, text, files } = draft;
  const field = (name: keyof typeof text) => ({ value: text[name], onValue: (value: string) => change((before) => ({ ...before, text: { ...before.text, [name]: value } })), error: fieldError(mutation.problem, name), required: true });
  const path = { org_id: notice.orgId, bureau_notice_id: notice.bureauNoticeId };
  const send = () => {
    const { titleZh, bodyZh, titleEn, bodyEn } = text;
    const body = { titleZh, bodyZh, titleEn: english ? titleEn : null, bodyEn: english ? bodyEn : null, answerBy: day ? instant(day, "23:59", zone) : null, fileIds: files.map((file) => file.fileId) };
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/correction", { path, body, version: notice.version }, key),
      () => {
        forget();
        toast(words.submitted);
        goTo(`/notices/bureau/${notice.orgId}/${notice.bureauNoticeId}`, true);
      },
    );
  };
  if (!ready) return <Loading />;
  return (
    <Form mutation={mutation} send={send} button={words.submit}>
      <StepUpFirst />
      <p class="quiet">{t(words.lead)}</p>
      {notice.correction && <p class="note">{t(words.replaces)}</p>}
      <Input label={notices.titleZh} maxLength={80} {...field("titleZh")} />
      <TextArea label={notices.bodyZh} maxLength={4000} {...field("bodyZh")} />
      <Check label={notices.withEnglish} value={english} onValue={(english) => set({ english })} />
      {english && <Input label={notices.titleEn} maxLength={80} {...field("titleEn")} />}
      {english && <TextArea label={notices.bodyEn} maxLength={4000} {...field("bodyEn")} />}
      <FilesField ofBureau orgId={notice.orgId} value={files} onValue={(edit) => change((before) => ({ ...before, files: edit(before.files) }))} error={fieldError(mutation.problem, "fileIds")} />
      {notice.kind !== "information" && <Input label={notices.answerDay} type="date" min={isoDay(new Date(), zone)} value={day} onValue={(day) => set({ day })} error={fieldError(mutation.problem, "answerBy")} />}
      <KeptLine at={savedAt} of={text.titleZh + text.bodyZh} />
    </Form>
  );
}
