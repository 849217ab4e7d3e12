import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay } from "../../text/time";
import { useStoredDraft } from "../../ui/stored-draft";
import { Check, Choices, Input, TextArea } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded, Loading } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words as urgency } from "../../words/notice-urgency";
import { words } from "../../words/notices";
import { AudienceForm, isNone, NOBODY } from "./audience";
import { FilesField } from "./files-field";
import type { Saved } from "../../ui/saved-audience";
import type { Kept, Template } from "./templates-field";
import type { Audience } from "./size";
import { SENDER_ROLES } from "./senders";

type Notice = Shape<"Notice">;
type NoticeInput = Shape<"NoticeNew">;

/** Writes a notice; or the school's files, whose room a writer may find used up; or the templates and audiences that fill the form. */
export default function Write() {
  const { query } = useRoute();
  return "files" in query ? <SchoolFiles /> : "templates" in query ? <SchoolTemplates /> : "saved" in query ? <SavedLists /> : <WriteNotice />;
}

/** Fetched apart: few edits change what wakes people. */
function ProofFirst() {
  return <Loaded of={useFetched(() => import("../../ui/step-up-first"))}>{({ StepUpFirst }) => <StepUpFirst />}</Loaded>;
}

function SchoolTemplates() {
  return <Loaded of={useFetched(() => import("./templates"))}>{({ Templates }) => <Templates />}</Loaded>;
}

function SavedLists() {
  return <Loaded of={useFetched(() => import("./saved"))}>{({ SavedAudiences }) => <SavedAudiences />}</Loaded>;
}

function SchoolFiles() {
  return <Loaded of={useFetched(() => import("./kept"))}>{({ Kept }) => <Kept />}</Loaded>;
}

/** Writes a notice, changes one that was not sent yet, or corrects one that was. A draft is saved as a draft; the next page sends it. */
function WriteNotice() {
  const { params } = useRoute();
  const isEdit = Boolean(params.id);
  return (
    <Page title={isEdit ? words.edit : words.write} back>
      <OrgChoice roles={SENDER_ROLES}>{(org) => (isEdit ? <EditNotice org={org} orgId={Number(params.org)} noticeId={params.id ?? ""} /> : <Edit key={org.orgId} org={org} />)}</OrgChoice>
    </Page>
  );
}

function EditNotice({ org, orgId, noticeId }: { org: Org; orgId: number; noticeId: string }) {
  const notice = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}", { path: { org_id: orgId, notice_id: noticeId } });
  const wrapper = useFetched(() => import("../../ui/until-saved"));
  return <Loaded of={wrapper}>{({ UntilSaved }) => <Loaded of={notice}>{(data) => <UntilSaved of={data}>{(notice) => (notice.state === "sent" ? <Correction zone={org.timeZone} notice={notice} /> : <Edit org={{ ...org, orgId }} notice={notice} />)}</UntilSaved>}</Loaded>}</Loaded>;
}

/** Fetched apart: few notices are corrected. */
function Correction(props: { zone: string; notice: Notice }) {
  return <Loaded of={useFetched(() => import("./correct"))}>{({ Correct }) => <Correct {...props} />}</Loaded>;
}

function Edit({ org, notice }: { org: Org; notice?: Notice }) {
  const t = useText();
  const mutation = useMutation();
  const { value: draft, set: setDraft, forget, ready, savedAt } = useStoredDraft(`notice ${org.orgId} ${notice ? `${notice.noticeId} ${notice.version}` : ""}`, initialDraft(notice, org));
  const set = (change: Partial<NoticeDraft>) => setDraft((before) => ({ ...before, ...change }));
  const { english, day } = draft;
  const leads = org.roles.some((role) => role === "leader" || role === "school_admin");
  const audience = { ...NOBODY, ...draft.audience };
  // A draft that an earlier version of the app stored knows of no files.
  const files = draft.files ?? notice?.files ?? [];
  const templates = useFetched(() => import("./templates-field"));
  const savedField = useFetched(() => import("./saved-field"));
  // The form opens again where it was filled in, also by the same one.
  const [[saved, picks], setSaved] = useState<[Saved | undefined, number]>([undefined, 0]);
  const savedId = draft.savedId ?? "";
  const pick = (picked: Saved | undefined) => {
    if (picked) setSaved(([, before]) => [picked, before + 1]);
    set(picked?.audience ? { audience: picked.audience } : { savedId: "" });
  };
  const [used, setUsed] = useState<Template>();
  const fill = (template: Template) => {
    setUsed(template);
    setDraft((before) => ({ ...before, ...filledIn(template, { ...NOBODY, ...before.audience }) }));
  };
  const errorOf = (name: string) => fieldError(mutation.problem, name);
  const { kind, titleZh, bodyZh } = draft;
  const text: Omit<Kept, "parts"> = {
    kind,
    titleZh,
    bodyZh,
    titleEn: english ? draft.titleEn : null,
    bodyEn: english ? draft.bodyEn : null,
    importance: draft.urgent && leads ? "urgent" : "ordinary",
  };
  const send = () => {
    const body: NoticeInput = {
      ...text,
      answerBy: day && kind !== "information" ? instant(day, "23:59", org.timeZone) : null,
      expiresAt: draft.lastDay ? instant(draft.lastDay, "23:59", org.timeZone) : null,
      fileIds: files.map((file) => file.fileId),
      eachGuardian: Boolean(draft.eachGuardian),
      audience,
      savedAudienceId: savedId || null,
    };
    void mutation.run((key) => save(org.orgId, notice, body, key), (saved) => {
      forget();
      toast(words.saved);
      if (saved) goTo(`/notices/sent/${org.orgId}/${saved.noticeId}`, true);
    });
  };
  if (!ready) return <Loading />;
  return (
    <div class="held">
      <Form mutation={mutation} send={send} button={words.save}>
        {notice?.state === "scheduled" && (notice.importance === "urgent" || text.importance === "urgent") && <ProofFirst />}
        {templates.data && <templates.data.UseTemplate orgId={org.orgId} written={Boolean(titleZh || bodyZh)} onFill={fill} />}
        <Choices label={words.kind} value={[draft.kind]} onValue={([kind]) => kind && set({ kind })} options={KINDS.map((kind) => [kind, t(words.kindsLong[kind])])} />
        <Input label={words.titleZh} required maxLength={80} value={draft.titleZh} onValue={(titleZh) => set({ titleZh })} error={errorOf("titleZh")} />
        <TextArea label={words.bodyZh} required maxLength={4000} value={draft.bodyZh} onValue={(bodyZh) => set({ bodyZh })} error={errorOf("bodyZh")} />
        <Check label={words.withEnglish} value={english} onValue={(english) => set({ english })} />
        {english && <Input label={words.titleEn} required maxLength={80} value={draft.titleEn} onValue={(titleEn) => set({ titleEn })} error={errorOf("titleEn")} />}
        {english && <TextArea label={words.bodyEn} required maxLength={4000} value={draft.bodyEn} onValue={(bodyEn) => set({ bodyEn })} error={errorOf("bodyEn")} />}
        <FilesField orgId={org.orgId} value={files} onValue={(change) => setDraft((before) => ({ ...before, files: change(before.files ?? files) }))} error={errorOf("fileIds")} />
        {draft.kind === "sign" && <Check label={urgency.eachGuardian} value={Boolean(draft.eachGuardian)} onValue={(eachGuardian) => set({ eachGuardian })} />}
        {draft.kind !== "information" && <Input label={words.answerDay} type="date" min={isoDay(new Date(), org.timeZone)} value={day} onValue={(day) => set({ day })} error={errorOf("answerBy")} />}
        <Input label={urgency.lastDay} hint={urgency.lastDayNote} type="date" min={isoDay(new Date(), org.timeZone)} value={draft.lastDay} onValue={(lastDay) => set({ lastDay })} error={errorOf("expiresAt")} />
        {leads && <Check label={urgency.urgent} hint={urgency.urgentNote} value={draft.urgent} onValue={(urgent) => set({ urgent })} />}
        {savedField.data && <savedField.data.UseSaved orgId={org.orgId} value={savedId} onChoose={(savedId) => set({ savedId })} onPick={pick} />}
        {/* What is changed by hand is no longer the saved one. */}
        <AudienceForm key={picks} orgId={org.orgId} value={audience} onValue={(audience) => set({ audience, savedId: "" })} error={errorOf("audience") ?? errorOf("savedAudienceId")} />
        {savedAt !== undefined && (draft.titleZh || draft.bodyZh) && <p class="quiet small" aria-live="polite">{t(words.onThisPhone(clock(new Date(savedAt))))}</p>}
      </Form>
      {/* Their sheets have forms of their own. */}
      {savedField.data && !savedId && !isNone(audience) && <savedField.data.KeepAudience orgId={org.orgId} kept={{ audience }} used={saved} leads={leads} />}
      {templates.data && titleZh && bodyZh && <templates.data.KeepTemplate orgId={org.orgId} kept={{ ...text, parts: audience.parts }} used={used} leads={leads} />}
    </div>
  );
}

const KINDS = ["information", "acknowledge", "sign"] as const;

interface NoticeDraft {
  kind: NoticeInput["kind"];
  titleZh: string;
  bodyZh: string;
  titleEn: string;
  bodyEn: string;
  english: boolean;
  day: string;
  urgent: boolean;
  eachGuardian: boolean | undefined;
  lastDay: string;
  files: Shape<"NoticeFile">[] | undefined;
  audience: Audience;
  savedId: string | undefined;
}

/** What a template changes in the form. To whom it goes stays; of an audience of roles also which of their people. */
function filledIn(template: Template, audience: Audience): Partial<NoticeDraft> {
  const { kind, titleZh, bodyZh, titleEn, bodyEn, importance, parts } = template;
  return {
    kind,
    titleZh,
    bodyZh,
    titleEn: titleEn ?? "",
    bodyEn: bodyEn ?? "",
    english: Boolean(titleEn),
    urgent: importance === "urgent",
    audience: audience.roles.length ? audience : { ...audience, parts },
  };
}

/** The form's initial values: empty, or the notice's. */
function initialDraft(notice: Notice | undefined, org: Org): NoticeDraft {
  return {
    kind: notice?.kind ?? "information",
    titleZh: notice?.titleZh ?? "",
    bodyZh: notice?.bodyZh ?? "",
    titleEn: notice?.titleEn ?? "",
    bodyEn: notice?.bodyEn ?? "",
    english: Boolean(notice?.titleEn),
    day: notice?.answerBy ? isoDay(notice.answerBy, org.timeZone) : "",
    urgent: notice?.importance === "urgent",
    eachGuardian: notice?.eachGuardian,
    lastDay: notice?.expiresAt ? isoDay(notice.expiresAt, org.timeZone) : "",
    files: notice?.files ?? [],
    audience: notice?.audience ?? NOBODY,
    savedId: notice?.savedAudienceId ?? undefined,
  };
}

function save(orgId: number, notice: Notice | undefined, body: NoticeInput, key: string) {
  if (!notice) return write("post", "/api/v1/orgs/{org_id}/notices", { path: { org_id: orgId }, body }, key);
  return write("put", "/api/v1/orgs/{org_id}/notices/{notice_id}", { path: { org_id: orgId, notice_id: notice.noticeId }, body, version: notice.version }, key);
}
