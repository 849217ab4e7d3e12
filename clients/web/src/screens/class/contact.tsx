import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay } from "../../text/time";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/class";
import { queued } from "../../words/queued";

type Channel = Shape<"ContactNew">["channel"];
const CHANNELS = ["phone", "message", "contact_book", "school_meeting", "online"] as const;

export interface ContactOf {
  orgId: number;
  studentId: string;
  zone: string;
}

/** Logs a contact with a student's family. */
export function ContactSheet({ orgId, studentId, zone, close }: ContactOf & { close: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [channel, setChannel] = useState<Channel>("phone");
  const [day, setDay] = useState(isoDay(new Date(), zone));
  const [time, setTime] = useState(clock(new Date(), zone));
  const note = useSealedDraft(`contact ${orgId} ${studentId}`, "");
  const send = () => {
    const text = note.value.trim() || null;
    const body = { studentId, channel, at: instant(day, time, zone), note: text };
    // A note is sealed, and sealed text is never queued on a phone.
    const later = text ? undefined : words.waits;
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/contacts", { path: { org_id: orgId }, body, queueAs: later }, key), (logged) => {
      toast(logged ? words.saved : queued);
      note.forget();
      close();
    });
  };
  return (
    <Sheet title={words.log} onClose={close}>
      <Form mutation={mutation} send={send} button={words.save} sealed={note.value.trim() !== ""}>
        <Choices<Channel> label={words.channel} value={[channel]} onValue={([value]) => value && setChannel(value)} options={CHANNELS.map((option) => [option, t(words.channels[option])])} />
        <div class="buttons">
          <Input label={words.day} type="date" required max={isoDay(new Date(), zone)} value={day} onValue={setDay} error={fieldError(mutation.problem, "at")} />
          <Input label={words.time} type="time" required value={time} onValue={setTime} />
        </div>
        <SealedText draft={note} label={words.note} hint={words.noteHint} maxLength={2000} error={fieldError(mutation.problem, "note")} />
      </Form>
    </Sheet>
  );
}
