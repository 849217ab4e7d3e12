import { useHome, zonesOf } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay } from "../../text/time";
import { Check, Choices, Input, TextArea } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { KeptLine } from "../../ui/kept-line";
import { Loaded, Loading } from "../../ui/loaded";
import { useStoredDraft } from "../../ui/stored-draft";
import { toast } from "../../ui/toast";
import { UntilSaved } from "../../ui/until-saved";
import { words } from "../../words/lectures";
import { OccasionChoice, occasionInput } from "./occasion";
import type { Lecture, LectureInput, LecturePath } from "./types";

const KINDS = ["lecture", "parent_meeting", "training", "live_stream"] as const;

export function NewLecture({ orgId }: { orgId: number }) {
  const home = useHome();
  return <Loaded of={home}>{(data) => <Edit orgId={orgId} zone={zonesOf(data).get(orgId) ?? "Asia/Shanghai"} />}</Loaded>;
}

export function EditLecture({ path }: { path: LecturePath }) {
  const home = useHome();
  const lecture = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}", { path });
  return (
    <Loaded of={home}>
      {(data) => <Loaded of={lecture}>{(lecture) => <UntilSaved of={lecture}>{(lecture) => <Edit orgId={path.org_id} lecture={lecture} zone={zonesOf(data).get(path.org_id) ?? "Asia/Shanghai"} />}</UntilSaved>}</Loaded>}
    </Loaded>
  );
}

function Edit({ orgId, lecture, zone }: { orgId: number; lecture?: Lecture; zone: string }) {
  const t = useText();
  const mutation = useMutation();
  // A newer version begins another one, since a draft of the old one would write over it.
  const { value: draft, set: setDraft, forget, ready, savedAt } = useStoredDraft(`lecture ${orgId} ${lecture ? `${lecture.lectureId} ${lecture.version}` : ""}`, initialDraft(lecture, zone));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const audience = useFetched(() => import("./audience"));
  const errorOf = (name: string) => fieldError(mutation.problem, name);
  const save = () => {
    void mutation.run((key) => send(orgId, lecture, inputOf(draft, zone), key), (saved) => {
      forget();
      toast(words.saved);
      if (saved) goTo(`/lectures/${orgId}/${saved.lectureId}/run`, true);
    });
  };
  if (!ready) return <Loading />;
  return (
    <div class="held">
      <Form mutation={mutation} send={save} button={words.save}>
        <Choices label={words.kind} value={[draft.kind]} onValue={([kind]) => kind && set({ kind })} options={KINDS.map((kind) => [kind, t(words.kinds[kind])])} />
        <Input label={words.titleZh} required maxLength={80} value={draft.titleZh} onValue={(titleZh) => set({ titleZh })} error={errorOf("titleZh")} />
        <Input label={words.titleEn} maxLength={80} value={draft.titleEn} onValue={(titleEn) => set({ titleEn })} error={errorOf("titleEn")} />
        <TextArea label={words.aboutZh} maxLength={2000} value={draft.aboutZh} onValue={(aboutZh) => set({ aboutZh })} error={errorOf("aboutZh")} />
        {draft.titleEn && <TextArea label={words.aboutEn} maxLength={2000} value={draft.aboutEn} onValue={(aboutEn) => set({ aboutEn })} error={errorOf("aboutEn")} />}
        <OccasionChoice orgId={orgId} own={lecture?.calendarEntry} value={draft.occasion} onValue={(occasion) => set({ occasion })} error={errorOf("calendarEntryId")} />
        <Input label={words.speaker} maxLength={60} value={draft.speaker} onValue={(speaker) => set({ speaker })} error={errorOf("speaker")} />
        <Input label={words.place} maxLength={120} value={draft.place} onValue={(place) => set({ place })} error={errorOf("place")} />
        <Input label={words.link} maxLength={500} value={draft.link} onValue={(link) => set({ link })} error={errorOf("link")} />
        <Input label={words.day} type="date" required min={isoDay(new Date(), zone)} value={draft.day} onValue={(day) => set({ day })} error={errorOf("startsAt")} />
        <div class="buttons">
          <Input label={words.from} type="time" required value={draft.from} onValue={(from) => set({ from })} />
          <Input label={words.until} type="time" required value={draft.until} onValue={(until) => set({ until })} error={errorOf("endsAt")} />
        </div>
        <Loaded of={audience}>{({ AudienceForm }) => <AudienceForm orgId={orgId} value={draft.audience} onValue={(audience) => set({ audience })} error={errorOf("audience")} />}</Loaded>
        {lecture?.state !== "published" && <Check label={words.registers} value={draft.registers} onValue={(registers) => set({ registers })} />}
        {draft.registers && (
          <>
            <Input label={words.seats} type="number" min="1" max="100000" value={draft.seats} onValue={(seats) => set({ seats })} error={errorOf("seats")} />
            <Input label={words.registerBy} type="date" max={draft.day} value={draft.registerBy} onValue={(registerBy) => set({ registerBy })} error={errorOf("registerBy")} />
          </>
        )}
        <KeptLine at={savedAt} of={draft.titleZh + draft.aboutZh + draft.speaker + draft.place} />
      </Form>
    </div>
  );
}

interface Draft {
  kind: LectureInput["kind"];
  occasion: string;
  titleZh: string;
  titleEn: string;
  aboutZh: string;
  aboutEn: string;
  speaker: string;
  place: string;
  link: string;
  day: string;
  from: string;
  until: string;
  audience: LectureInput["audience"];
  registers: boolean;
  seats: string;
  registerBy: string;
}

/** The form's initial values: an evening for guardians, or the lecture's. */
function initialDraft(lecture: Lecture | undefined, zone: string): Draft {
  return {
    kind: lecture?.kind ?? "lecture",
    occasion: lecture?.calendarEntry?.entryId ?? lecture?.theme ?? "",
    titleZh: lecture?.titleZh ?? "",
    titleEn: lecture?.titleEn ?? "",
    aboutZh: lecture?.aboutZh ?? "",
    aboutEn: lecture?.aboutEn ?? "",
    speaker: lecture?.speaker ?? "",
    place: lecture?.place ?? "",
    link: lecture?.link ?? "",
    day: lecture ? isoDay(lecture.startsAt, zone) : "",
    from: lecture ? clock(lecture.startsAt, zone) : "19:00",
    until: lecture ? clock(lecture.endsAt, zone) : "20:30",
    audience: lecture?.audience ?? { classIds: [], grades: [], wholeSchool: false, parts: ["guardian"] },
    registers: lecture?.registers ?? true,
    seats: lecture?.seats ? String(lecture.seats) : "",
    registerBy: lecture?.registerBy ? isoDay(lecture.registerBy, zone) : "",
  };
}

function inputOf(draft: Draft, zone: string): LectureInput {
  const startsAt = instant(draft.day, draft.from, zone);
  const lastMinute = draft.registerBy && instant(draft.registerBy, "23:59", zone);
  return {
    kind: draft.kind,
    ...occasionInput(draft.occasion),
    titleZh: draft.titleZh,
    titleEn: draft.titleEn || null,
    aboutZh: draft.aboutZh || null,
    aboutEn: draft.titleEn && draft.aboutEn ? draft.aboutEn : null,
    speaker: draft.speaker,
    place: draft.place,
    link: draft.link || null,
    startsAt,
    endsAt: instant(draft.day, draft.until, zone),
    audience: draft.audience,
    registers: draft.registers,
    seats: draft.registers && draft.seats ? Number(draft.seats) : null,
    // On the day itself, until it begins.
    registerBy: draft.registers && lastMinute ? (lastMinute > startsAt ? startsAt : lastMinute) : null,
  };
}

function send(orgId: number, lecture: Lecture | undefined, body: LectureInput, key: string) {
  if (!lecture) return write("post", "/api/v1/orgs/{org_id}/lectures", { path: { org_id: orgId }, body }, key);
  return write("put", "/api/v1/orgs/{org_id}/lectures/{lecture_id}", { path: { org_id: orgId, lecture_id: lecture.lectureId }, body, version: lecture.version }, key);
}
