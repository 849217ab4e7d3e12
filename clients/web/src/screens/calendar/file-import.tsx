import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { upload } from "../../api/upload";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Check, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, ProblemNote } from "../../ui/loaded";
import { Progress } from "../../ui/progress";
import { toast } from "../../ui/toast";
import { words } from "../../words/calendar";
import { daysTaken, saveButton } from "./forms";
import { dates } from "./year";

type Kind = Shape<"SchoolCalendarEntry">["kind"];
type File_ = Shape<"CalendarFile">;

/** The API's limit in bytes, checked before a slow upload. */
const LARGEST_FILE = 2 << 20;
const KINDS = Object.keys(words.kinds) as Kind[];

/** Reads a calendar from a file: first what it would add, then the entries that are chosen. */
export function FileImport({ orgId, hasSchools, onDone }: { orgId: number; hasSchools: boolean; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [found, setFound] = useState<File_>();
  const [tooLarge, setTooLarge] = useState(false);
  const choose = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    mutation.clear();
    setTooLarge(file !== undefined && file.size > LARGEST_FILE);
    if (!file || file.size > LARGEST_FILE) return;
    const path = `/api/v1/orgs/${orgId}/school-calendar/files?fileName=${encodeURIComponent(file.name)}`;
    void mutation.run((key) => upload<File_>(path, file, () => undefined, key), setFound);
  };
  if (mutation.busy) return <Progress label={t(words.reading)} />;
  if (found) return <Review orgId={orgId} file={found} hasSchools={hasSchools} onDone={onDone} />;
  return (
    <div class="stack">
      <p class="quiet small">{t(words.formats)}</p>
      <label class="button main file">
        {t(words.choose)}
        <input class="sr" type="file" accept=".ics,.xlsx,.csv" onChange={(event) => choose(event.currentTarget)} />
      </label>
      {tooLarge && <p class="note soon" role="alert">{t(words.large)}</p>}
      <ProblemNote problem={mutation.problem} />
    </div>
  );
}

/** Each entry of the file with what it is; what nobody knows, or what cannot be added, is left out. */
function Review({ orgId, file, hasSchools, onDone }: { orgId: number; file: File_; hasSchools: boolean; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [kinds, setKinds] = useState<(Kind | "")[]>(file.entries.map((entry) => (entry.problem ? "" : entry.kind ?? "")));
  const [forSchools, setForSchools] = useState(hasSchools);
  const chosen = file.entries.flatMap(({ firstDay, lastDay, name, followsWeekday }, at) => {
    const kind = kinds[at];
    return kind ? [{ kind, firstDay, lastDay, name, followsWeekday: kind === "workday" ? followsWeekday : null, forSchools }] : [];
  });
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-calendar/entries", { path: { org_id: orgId }, query: { cancelStanding: daysTaken(mutation) }, body: { entries: chosen, source: file.source } }, key), () => {
      toast(words.saved);
      onDone();
    });
  const set = (at: number, kind: string) => {
    mutation.clear(); // a yes is for what was chosen
    setKinds(kinds.map((old, index) => (index === at ? (kind as Kind | "") : old)));
  };
  const options: [string, string][] = [["", t(words.unknownKind)], ...KINDS.map((kind): [string, string] => [kind, t(words.kinds[kind])])];
  const said = (
    <p class="quiet small">
      {t(words.found(file.entries.length))}
      {" · "}
      {file.source}
      {file.lastDay && ` · ${t(words.reaches(plainDay(file.lastDay)))}`}
      {file.skipped > 0 && ` ${t(words.skipped(file.skipped))}`}
    </p>
  );
  if (!file.entries.length) return <>{said}<Empty words={words.nothing} /></>;
  return (
    <Form mutation={mutation} send={send} {...saveButton(mutation, words.addChosen(chosen.length))}>
      {said}
      {file.entries.map((entry, at) =>
        entry.problem ? (
          <p key={`${entry.name}${entry.firstDay}`} class="quiet small">{`${entry.name} · ${dates(entry.firstDay, entry.lastDay)}: ${entry.problem}`}</p>
        ) : (
          <Select key={`${entry.name}${entry.firstDay}`} label={[entry.name, entry.name]} hint={[dates(entry.firstDay, entry.lastDay), dates(entry.firstDay, entry.lastDay)]} value={kinds[at] ?? ""} onValue={(kind) => set(at, kind)} options={options} />
        ),
      )}
      {hasSchools && <Check label={words.forSchools} hint={words.forSchoolsHint} value={forSchools} onValue={setForSchools} />}
    </Form>
  );
}
