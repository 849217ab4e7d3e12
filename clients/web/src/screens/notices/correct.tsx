import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { isoDay } from "../../text/time";
import { Check, Input, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { KeptLine } from "../../ui/kept-line";
import { Loading } from "../../ui/loaded";
import { StepUpFirst } from "../../ui/step-up-first";
import { useStoredDraft } from "../../ui/stored-draft";
import { toast } from "../../ui/toast";
import { words as urgency } from "../../words/notice-urgency";
import { words } from "../../words/notices";
import { FilesField } from "./files-field";

/** Corrects a notice that was sent. Its kind and its audience stay. */
export function Correct({ zone, notice }: { zone: string; notice: Shape<"Notice"> }) {
  const t = useText();
  const mutation = useMutation();
  const start = {
    english: notice.titleEn !== null,
    day: notice.answerBy ? isoDay(notice.answerBy, zone) : "",
    lastDay: notice.expiresAt ? isoDay(notice.expiresAt, zone) : "",
    text: { titleZh: notice.titleZh, bodyZh: notice.bodyZh, titleEn: notice.titleEn ?? "", bodyEn: notice.bodyEn ?? "" },
    files: notice.files,
  };
  const { value: draft, set: change, forget, ready, savedAt } = useStoredDraft(`correct ${notice.noticeId} ${notice.version}`, start);
  const set = (part: Partial<typeof start>) => change((before) => ({ ...before, ...part }));
  const { english, day, lastDay, text, files } = draft;
  const field = (name: keyof typeof text) => ({ value: text[name], onValue: (value: string) => change((before) => ({ ...before, text: { ...before.text, [name]: value } })), error: fieldError(mutation.problem, name), required: true });
  const path = { org_id: notice.orgId, notice_id: notice.noticeId };
  const send = () => {
    const { titleZh, bodyZh, titleEn, bodyEn } = text;
    const body = { titleZh, bodyZh, titleEn: english ? titleEn : null, bodyEn: english ? bodyEn : null, answerBy: day ? instant(day, "23:59", zone) : null, expiresAt: lastDay ? instant(lastDay, "23:59", zone) : null, fileIds: files.map((file) => file.fileId) };
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/correct", { path, body, version: notice.version }, key),
      () => {
        forget();
        toast(words.correctedToast);
        goTo(`/notices/sent/${notice.orgId}/${notice.noticeId}`, true);
      },
    );
  };
  if (!ready) return <Loading />;
  return (
    <Form mutation={mutation} send={send} button={words.sendCorrection}>
      {notice.importance === "urgent" && <StepUpFirst />}
      <p class="note">{t(words.correctMore)}</p>
      <Input label={words.titleZh} maxLength={80} {...field("titleZh")} />
      <TextArea label={words.bodyZh} maxLength={4000} {...field("bodyZh")} />
      <Check label={words.withEnglish} value={english} onValue={(english) => set({ english })} />
      {english && <Input label={words.titleEn} maxLength={80} {...field("titleEn")} />}
      {english && <TextArea label={words.bodyEn} maxLength={4000} {...field("bodyEn")} />}
      <FilesField orgId={notice.orgId} value={files} onValue={(edit) => change((before) => ({ ...before, files: edit(before.files) }))} error={fieldError(mutation.problem, "fileIds")} />
      {notice.kind !== "information" && <Input label={words.answerDay} type="date" min={isoDay(new Date(), zone)} value={day} onValue={(day) => set({ day })} error={fieldError(mutation.problem, "answerBy")} />}
      <Input label={urgency.lastDay} hint={urgency.lastDayNote} type="date" min={isoDay(new Date(), zone)} value={lastDay} onValue={(lastDay) => set({ lastDay })} error={fieldError(mutation.problem, "expiresAt")} />
      <KeptLine at={savedAt} of={text.titleZh + text.bodyZh} />
    </Form>
  );
}
