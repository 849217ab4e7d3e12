import { useRoute } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write, type WriteResult } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Empty, Loaded, Loading } from "../../ui/loaded";
import { Initials } from "../../ui/initials";
import { Page } from "../../ui/page";
import { useStoredDraft } from "../../ui/stored-draft";
import { toast } from "../../ui/toast";
import { given as givenWords } from "../../words/availability";
import { parts } from "../../words/parts";
import { queued } from "../../words/queued";
import { words } from "../../words/visits";
import { Asked } from "./asked";
import { hoursOf, spansOf, Week } from "./week";

type Place = Shape<"AvailabilityNew">["placeKind"];
type Rhythm = "weekly" | "once";

interface Child {
  studentId: string;
  name: string;
  orgId: number;
}

/** What is kept on the phone until it is sent. */
interface Draft {
  student: string;
  rhythm: Rhythm;
  onDate: string;
  hours: string[];
  placeKind: Place;
}

const NOTHING: Draft = { student: "", rhythm: "weekly", onDate: "", hours: [], placeKind: "home" };

/** A family gives its availability for visits, by tapping hours of a week, and the place (V9); or answers a campaign that asked for it. */
export default function AvailabilityScreen() {
  const [org, student] = useRoute().params.at?.split("/") ?? [];
  return student ? <Asked path={{ org_id: Number(org), student_id: student }} /> : <Availability />;
}

function Availability() {
  const home = useHome();
  return (
    <Page title={words.availabilityTitle} back>
      <Loaded of={home}>{(data) => <AvailabilityForm children={data.orgs.flatMap((org) => org.children.map((child) => ({ ...child, orgId: org.orgId })))} />}</Loaded>
    </Page>
  );
}

function AvailabilityForm({ children }: { children: Child[] }) {
  const t = useText();
  const mutation = useMutation();
  const { value: draft, set: change, forget, ready, savedAt } = useStoredDraft<Draft>("availability", NOTHING);
  const set = (part: Partial<Draft>) => change((before) => ({ ...before, ...part }));
  const { rhythm, onDate, hours, placeKind } = draft;
  const sentEntries = useRef(new Set<string>());
  // Where a family is to be found is stored on no phone.
  const [place, setPlace] = useState("");
  const days = rhythm === "weekly" ? [1, 2, 3, 4, 5, 6, 7] : onDate ? [isoWeekday(onDate)] : [];
  const onDay = (date: string) => {
    // The chosen hours move to the new day.
    set({ onDate: date, hours: date ? hours.map((hour) => `${isoWeekday(date)} ${hour.split(" ")[1]}`) : hours });
  };
  const child = children.find((child) => child.studentId === draft.student) ?? children[0];
  const given = useGiven(child, rhythm, onDate);
  if (!child) return <Empty words={parts.notYours} />;
  if (!ready) return <Loading />;
  const send = () => {
    const rest = { placeKind, place: placeKind === "elsewhere" ? place : null };
    const availability = spansOf(hours).map(({ weekday, fromTime, toTime }) => ({ ...rest, fromTime, toTime, ...(rhythm === "weekly" ? { weekday } : { onDate }) }));
    void mutation.run((key) => sendAll(child, availability, key, sentEntries.current), (stored) => {
      forget();
      toast(stored ? words.availabilitySent : queued);
      goTo("/visits", true);
    });
  };
  return (
    <Form mutation={mutation} send={() => (hours.length ? send() : toast(words.tapFirst))} button={words.sendAvailability}>
      {children.length > 1 && <Choices label={words.child} value={[child.studentId]} onValue={([value]) => value && set({ student: value })} options={children.map(({ studentId, name }) => [studentId, <><Initials id={studentId} name={name} among={children.map((each) => each.studentId)} />{name}</>])} />}
      <Choices<Rhythm>
        label={words.rhythm}
        value={[rhythm]}
        onValue={([value]) => set({ rhythm: value ?? "weekly", hours: [] })}
        options={[["weekly", t(words.weekly)], ["once", t(words.once)]]}
      />
      {rhythm === "once" && <Input label={words.day} type="date" required min={isoDay(new Date())} value={onDate} onValue={onDay} error={fieldError(mutation.problem, "onDate")} />}
      {days.length > 0 && (
        <>
          <p class="label" id="tap-week">{t(words.tapWeek)}</p>
          {given.length > 0 && <p class="quiet small">{t(givenWords.more)}</p>}
          <Week chosen={hours} onChosen={(chosen) => set({ hours: chosen })} days={days} given={given} />
        </>
      )}
      <p class="quiet small" role="status">{t(words.chosen(hours.length))}</p>
      {savedAt !== undefined && hours.length > 0 && <p class="quiet small">{t(givenWords.keptHere)}</p>}
      <Choices<Place> label={words.place} value={[placeKind]} onValue={([value]) => value && set({ placeKind: value })} options={(["home", "elsewhere", "video"] as const).map((option) => [option, t(words.places[option])])} />
      {placeKind === "elsewhere" && <Input label={words.placeName} required maxLength={60} value={place} onValue={setPlace} error={fieldError(mutation.problem, "place")} />}
    </Form>
  );
}

/** The hours that the reader gave for a child before, on the days that are shown. */
function useGiven(child: Child | undefined, rhythm: Rhythm, onDate: string): string[] {
  const me = account.get()?.accountId;
  const read = useRead("/api/v1/me/visits", undefined, { store: true });
  return (read.data?.availability ?? []).flatMap((entry) => {
    if (entry.endedAt || entry.guardianId !== me || entry.studentId !== child?.studentId) return [];
    if (rhythm === "weekly" ? !entry.weekday : entry.onDate && entry.onDate !== onDate) return [];
    return hoursOf({ ...entry, weekday: entry.weekday ?? isoWeekday(onDate) });
  });
}

function isoWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** Sends each span as a write of its own, whose key stays when the whole is tried again. What is in `sentEntries` is not sent again. */
async function sendAll(child: Child, availability: Shape<"AvailabilityNew">[], key: string, sentEntries: Set<string>): Promise<WriteResult<unknown>> {
  let last: WriteResult<unknown> = { state: "queued" };
  for (const [index, body] of availability.entries()) {
    const path = { org_id: child.orgId, student_id: child.studentId };
    const identity = JSON.stringify([child.studentId, body]);
    if (sentEntries.has(identity)) continue;
    // The place is sealed on the server, and never queued on a phone.
    const queueAs = body.place ? undefined : words.queuedAvailability;
    last = await write("post", "/api/v1/orgs/{org_id}/students/{student_id}/availability", { path, body, queueAs }, `${key}-${index}`);
    if (last.state === "refused") return last;
    sentEntries.add(identity);
  }
  return last;
}
