import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { useConfidential } from "../../ui/confidential";
import { DraftLine } from "../../ui/draft-line";
import { TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loading } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sealed } from "../../ui/sealed";
import { useServerDraft } from "../../ui/server-draft";
import { Sheet } from "../../ui/sheet";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { words } from "../../words/counsellor";

const PATH = "/api/v1/orgs/{org_id}/bookings/{booking_id}/session-note";
const LONGEST = 4000;

interface Props {
  orgId: number;
  bookingId: string;
  canWrite: boolean;
  canRead: boolean;
  /** A note exists. */
  hasNote: boolean;
}

interface PreviousNote {
  text: string;
  version: number;
}

/** The counsellor's session note: sealed, each opening recorded; never queued, stored or cached. */
export function SessionNote({ orgId, bookingId, canWrite, canRead, hasNote }: Props) {
  const t = useText();
  const [writing, setWriting] = useConfidential<{ previous: PreviousNote | undefined } | undefined>(undefined);
  if (!canWrite && !(canRead && hasNote)) return null;
  const path = { org_id: orgId, booking_id: bookingId };
  return (
    <Section title={words.note}>
      <div class="card stack close">
        <p class="quiet small">{t(words.noteLead)}</p>
        {hasNote && canRead && (
          // A changed note is hidden again; opening it is recorded as well.
          <Sealed path={PATH} params={{ path }} button={words.noteOpen}>
            {(note) => (
              <>
                <p class="text">{note.text}</p>
                <p class="quiet small">{t(words.noteBy(note.writtenBy, `${fullDay(note.writtenAt)} ${clock(note.writtenAt)}`))}</p>
                {canWrite && <Button onClick={() => setWriting({ previous: note })}>{t(words.noteChange)}</Button>}
              </>
            )}
          </Sealed>
        )}
        {!hasNote && canWrite && <Button onClick={() => setWriting({ previous: undefined })}>{t(words.noteWrite)}</Button>}
      </div>
      {writing && <NoteSheet path={path} previous={writing.previous} close={() => setWriting(undefined)} />}
    </Section>
  );
}

function NoteSheet({ path, previous, close }: { path: { org_id: number; booking_id: string }; previous: PreviousNote | undefined; close: () => void }) {
  const mutation = useMutation();
  const version = previous?.version ?? 0;
  // Neither a sheet closed by accident nor a killed tab loses anything.
  const draft = useServerDraft(`note ${path.booking_id} ${version}`, { path: `${PATH}-draft`, params: { path } }, previous?.text ?? "");
  const text = draft.value;
  const file = (key: string) => write("put", PATH, { path, body: { text: text.trim() }, version }, key);
  const send = () =>
    void mutation.run((key) => draft.settle().then(() => file(key)), () => {
      draft.forget();
      toast(words.saved);
      close();
    });
  return (
    <Sheet title={words.note} onClose={close}>
      <StepUpFirst />
      {draft.ready ? (
        <Form mutation={mutation} send={send} button={words.save} sealed>
          <TextArea label={words.noteText} required maxLength={LONGEST} value={text} onValue={(typed) => draft.set(() => typed)} error={fieldError(mutation.problem, "text")} />
          <DraftLine draft={draft} />
        </Form>
      ) : (
        <Loading />
      )}
    </Sheet>
  );
}
