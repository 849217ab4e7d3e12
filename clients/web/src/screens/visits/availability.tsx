import { useRoute } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useMutation, write, type WriteResult } from "../../api/write";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Empty, Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { parts } from "../../words/parts";
import { queued } from "../../words/queued";
import { words } from "../../words/visits";
import { Asked } from "./asked";
import { spansOf, Week } from "./week";

type Place = Shape<"AvailabilityNew">["placeKind"];
type Rhythm = "weekly" | "once";

interface Child {
  studentId: string;
  name: string;
  orgId: number;
}

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
  const [student, setStudent] = useState(children[0]?.studentId);
  const [rhythm, setRhythm] = useState<Rhythm>("weekly");
  const [onDate, setDate] = useState("");
  const [hours, setHours] = useState<string[]>([]);
  const sentEntries = useRef(new Set<string>());
  const [placeKind, setPlaceKind] = useState<Place>("home");
  const [place, setPlace] = useState("");
  const days = rhythm === "weekly" ? [1, 2, 3, 4, 5, 6, 7] : onDate ? [isoWeekday(onDate)] : [];
  const onDay = (date: string) => {
    setDate(date);
    // The chosen hours move to the new day.
    if (date) setHours(hours.map((hour) => `${isoWeekday(date)} ${hour.split(" ")[1]}`));
  };
  const child = children.find((child) => child.studentId === student);
  if (!child) return <Empty words={parts.notYours} />;
  const send = () => {
    const rest = { placeKind, place: placeKind === "elsewhere" ? place : null };
    const availability = spansOf(hours).map(({ weekday, fromTime, toTime }) => ({ ...rest, fromTime, toTime, ...(rhythm === "weekly" ? { weekday } : { onDate }) }));
    void mutation.run((key) => sendAll(child, availability, key, sentEntries.current), (stored) => {
      toast(stored ? words.availabilitySent : queued);
      goTo("/visits", true);
    });
  };
  return (
    <Form mutation={mutation} send={() => (hours.length ? send() : toast(words.tapFirst))} button={words.sendAvailability}>
      {children.length > 1 && <Choices label={words.child} value={[child.studentId]} onValue={([value]) => setStudent(value)} options={children.map((child) => [child.studentId, child.name])} />}
      <Choices<Rhythm>
        label={words.rhythm}
        value={[rhythm]}
        onValue={([value]) => {
          setRhythm(value ?? "weekly");
          setHours([]);
        }}
        options={[["weekly", t(words.weekly)], ["once", t(words.once)]]}
      />
      {rhythm === "once" && <Input label={words.day} type="date" required min={isoDay(new Date())} value={onDate} onValue={onDay} error={fieldError(mutation.problem, "onDate")} />}
      {days.length > 0 && (
        <>
          <p class="label" id="tap-week">{t(words.tapWeek)}</p>
          <Week chosen={hours} onChosen={setHours} days={days} />
        </>
      )}
      <p class="quiet small" role="status">{t(words.chosen(hours.length))}</p>
      <Choices<Place> label={words.place} value={[placeKind]} onValue={([value]) => value && setPlaceKind(value)} options={(["home", "elsewhere", "video"] as const).map((option) => [option, t(words.places[option])])} />
      {placeKind === "elsewhere" && <Input label={words.placeName} required maxLength={60} value={place} onValue={setPlace} error={fieldError(mutation.problem, "place")} />}
    </Form>
  );
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
