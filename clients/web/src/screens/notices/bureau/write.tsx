import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { useMutation, write } from "../../../api/write";
import { useText } from "../../../text";
import { instant } from "../../../text/instant";
import { clock, isoDay } from "../../../text/time";
import { Check, Choices, Input, TextArea } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goTo } from "../../../ui/history";
import { Loaded, Loading } from "../../../ui/loaded";
import { useStoredDraft } from "../../../ui/stored-draft";
import { toast } from "../../../ui/toast";
import { UntilSaved } from "../../../ui/until-saved";
import { words } from "../../../words/bureau-notices";
import { words as notices } from "../../../words/notices";
import { useState } from "preact/hooks";
import { useFetched } from "../../../ui/fetched";
import type { Saved } from "../../../ui/saved-audience";
import { FilesField } from "../files-field";
import { PlacesForm } from "./places";

type Notice = Shape<"BureauNotice">;
type NoticeInput = Shape<"BureauNoticeNew">;

const KINDS = ["information", "acknowledge", "sign"] as const;
const PARTS = ["guardian", "student", "staff"] as const;

/** Changes a bureau's notice that was not approved yet. */
export function EditBureauNotice({ org, noticeId }: { org: Org; noticeId: string }) {
  const notice = useRead("/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}", { path: { org_id: org.orgId, bureau_notice_id: noticeId } });
  return <Loaded of={notice}>{(data) => <UntilSaved of={data}>{(notice) => <WriteBureauNotice org={org} notice={notice} />}</UntilSaved>}</Loaded>;
}

/** Writes a bureau's notice to its schools. A draft is saved as a draft; the next page submits it. */
export function WriteBureauNotice({ org, notice }: { org: Org; notice?: Notice }) {
  const t = useText();
  const mutation = useMutation();
  const form = useRead("/api/v1/orgs/{org_id}/bureau-notices/form", { path: { org_id: org.orgId } });
  const key = `bureau notice ${org.orgId} ${notice ? `${notice.bureauNoticeId} ${notice.version}` : ""}`;
  const { value: draft, set: change, forget, ready, savedAt } = useStoredDraft(key, initialDraft(notice, org));
  const set = (changed: Partial<typeof draft>) => change((before) => ({ ...before, ...changed }));
  // A draft that an earlier version of the app stored knows of no files.
  const files = draft.files ?? keptFiles(notice);
  const picker = useFetched(() => import("../../../ui/saved-audience"));
  const keeper = useFetched(() => import("../saved-field"));
  const [savedId, setSavedId] = useState("");
  const [saved, setSaved] = useState<Saved>();
  const pick = (picked: Saved | undefined) => {
    if (!picked?.places) return setSavedId("");
    setSaved(picked);
    set(picked.places);
  };
  const errorOf = (name: string) => fieldError(mutation.problem, name);
  const send = () => {
    const { english, day, titleEn, bodyEn, sendDay, sendTime, files: _, ...rest } = draft;
    const answerBy = day && draft.kind !== "information" ? instant(day, "23:59", org.timeZone) : null;
    const body: NoticeInput = { ...rest, titleEn: english ? titleEn : null, bodyEn: english ? bodyEn : null, answerBy, sendAt: sendDay ? instant(sendDay, sendTime || "08:00", org.timeZone) : null, fileIds: files.map((file) => file.fileId) };
    void mutation.run((key) => save(org.orgId, notice, body, key), (saved) => {
      forget();
      toast(notices.saved);
      if (saved) goTo(`/notices/bureau/${org.orgId}/${saved.bureauNoticeId}`, true);
    });
  };
  if (!ready) return <Loading />;
  return (
    <>
      <Form mutation={mutation} send={send} button={notices.save}>
        <p class="quiet">{t(words.lead)}</p>
        <Choices label={notices.kind} value={[draft.kind]} onValue={([kind]) => kind && set({ kind })} options={KINDS.map((kind) => [kind, t(notices.kindsLong[kind])])} />
        <Input label={notices.titleZh} required maxLength={80} value={draft.titleZh} onValue={(titleZh) => set({ titleZh })} error={errorOf("titleZh")} />
        <TextArea label={notices.bodyZh} required maxLength={4000} value={draft.bodyZh} onValue={(bodyZh) => set({ bodyZh })} error={errorOf("bodyZh")} />
        <Check label={notices.withEnglish} value={draft.english} onValue={(english) => set({ english })} />
        {draft.english && <Input label={notices.titleEn} required maxLength={80} value={draft.titleEn} onValue={(titleEn) => set({ titleEn })} error={errorOf("titleEn")} />}
        {draft.english && <TextArea label={notices.bodyEn} required maxLength={4000} value={draft.bodyEn} onValue={(bodyEn) => set({ bodyEn })} error={errorOf("bodyEn")} />}
        <FilesField ofBureau orgId={org.orgId} value={files} onValue={(add) => change((before) => ({ ...before, files: add(before.files ?? files) }))} error={errorOf("fileIds")} />
        {draft.kind !== "information" && <Input label={notices.answerDay} type="date" min={isoDay(new Date(), org.timeZone)} value={draft.day} onValue={(day) => set({ day })} error={errorOf("answerBy")} />}
        {picker.data && <picker.data.PickSaved orgId={org.orgId} value={savedId} onChoose={setSavedId} onPick={pick} />}
        {keeper.data && <keeper.data.ManageLink orgId={org.orgId} />}
        <Loaded of={form}>
          {({ places }) => <PlacesForm key={saved?.audienceId === savedId ? savedId : ""} places={places} value={draft.places} without={draft.exceptPlaces} onValue={(places) => set({ places })} onWithout={(exceptPlaces) => set({ exceptPlaces })} error={errorOf("places")} />}
        </Loaded>
        <Choices label={notices.parts} multiple value={draft.parts} onValue={(parts) => parts.length && set({ parts })} options={PARTS.map((part) => [part, t(notices.part[part])])} />
        <div class="buttons">
          <Input label={words.sendDay} type="date" min={isoDay(new Date(), org.timeZone)} value={draft.sendDay ?? ""} onValue={(sendDay) => set({ sendDay })} error={errorOf("sendAt")} />
          {draft.sendDay && <Input label={notices.time} type="time" required value={draft.sendTime ?? "08:00"} onValue={(sendTime) => set({ sendTime })} />}
        </div>
        {savedAt !== undefined && (draft.titleZh || draft.bodyZh) && <p class="quiet small" aria-live="polite">{t(notices.onThisPhone(clock(new Date(savedAt))))}</p>}
      </Form>
      {/* Its sheet has a form of its own. */}
      {keeper.data && draft.places.length > 0 && <keeper.data.KeepAudience orgId={org.orgId} kept={{ places: { places: draft.places, exceptPlaces: draft.exceptPlaces, parts: draft.parts } }} used={saved} leads />}
    </>
  );
}

/** The form's initial values: empty and to all schools, or the notice's. */
function initialDraft(notice: Notice | undefined, org: Org) {
  return {
    kind: notice?.kind ?? ("information" as NoticeInput["kind"]),
    titleZh: notice?.titleZh ?? "",
    bodyZh: notice?.bodyZh ?? "",
    titleEn: notice?.titleEn ?? "",
    bodyEn: notice?.bodyEn ?? "",
    english: Boolean(notice?.titleEn),
    day: notice?.answerBy ? isoDay(notice.answerBy, org.timeZone) : "",
    sendDay: notice?.sendAt ? isoDay(notice.sendAt, org.timeZone) : "",
    sendTime: notice?.sendAt ? clock(notice.sendAt, org.timeZone) : "08:00",
    places: notice?.places.map((place) => place.orgId) ?? [org.orgId],
    exceptPlaces: notice?.exceptPlaces.map((place) => place.orgId) ?? [],
    parts: notice?.parts ?? ["guardian" as const],
    files: keptFiles(notice) as Shape<"NoticeFile">[] | undefined,
  };
}

/** What a notice has and can still be opened. */
function keptFiles(notice: Notice | undefined): Shape<"NoticeFile">[] {
  return notice?.files.filter((file) => !file.removed) ?? [];
}

function save(orgId: number, notice: Notice | undefined, body: NoticeInput, key: string) {
  if (!notice) return write("post", "/api/v1/orgs/{org_id}/bureau-notices", { path: { org_id: orgId }, body }, key);
  return write("put", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}", { path: { org_id: orgId, bureau_notice_id: notice.bureauNoticeId }, body, version: notice.version }, key);
}
