import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Facts } from "../../ui/cells";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { words } from "../../words/library";
import type { Lecture, LecturePath } from "./types";

type Entry = Shape<"LectureEntry">;
type Library = Shape<"LectureLibraryForm">;

/** A lecture's place in the library as staff keep it (N8), who opened its recording, and what people said of it. */
export function LibraryEntry({ path }: { path: LecturePath }) {
  const t = useText();
  const lecture = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}", { path });
  const entry = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}/library", { path });
  const library = useRead("/api/v1/orgs/{org_id}/lectures/library", { path: { org_id: path.org_id } });
  return (
    <Page title={words.entryTitle} back>
      <Loaded of={lecture}>
        {(of) => (
          <>
            <h2>{t([of.titleZh, of.titleEn ?? of.titleZh])}</h2>
            <Loaded of={library}>
              {(series) => <Loaded of={entry}>{(data) => <UntilSaved of={data}>{(entry) => <Place lecture={of} library={series} entry={entry} path={path} />}</UntilSaved>}</Loaded>}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Place({ lecture, library, entry, path }: { lecture: Lecture; library: Library; entry: Entry; path: LecturePath }) {
  const begun = lecture.state === "published" && Date.parse(lecture.startsAt) <= Date.now();
  return (
    <>
      <Section title={words.entry}>
        <EntryForm entry={entry} library={library} path={path} begun={begun} />
      </Section>
      {begun && <Results entry={entry} />}
    </>
  );
}

function EntryForm({ entry, library, path, begun }: { entry: Entry; library: Library; path: LecturePath; begun: boolean }) {
  const t = useText();
  const onSaved = useSaved();
  const mutation = useMutation();
  const [seriesId, setSeries] = useState(entry.seriesId ?? "");
  const [number, setNumber] = useState(entry.number ? String(entry.number) : "");
  const [recording, setRecording] = useState(entry.recording ?? "");
  const open = library.series.filter((one) => !one.ended || one.seriesId === entry.seriesId);
  const choose = (chosen: string) => {
    setSeries(chosen);
    setNumber(chosen === entry.seriesId ? String(entry.number) : "");
  };
  const body = { seriesId: seriesId || null, number: seriesId && number ? Number(number) : null, recording: recording || null };
  const send = () =>
    void mutation.run(
      (key) => write("put", "/api/v1/orgs/{org_id}/lectures/{lecture_id}/library", { path, body, version: entry.version }, key),
      (saved) => {
        onSaved(saved);
        toast(words.saved);
      },
    );
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      {entry.recording && !entry.allowed && <p class="note soon">{t(words.notAllowed)}</p>}
      <Select label={words.series} value={seriesId} onValue={choose} options={[["", t(words.noSeries)], ...open.map((one): [string, string] => [one.seriesId, t([one.titleZh, one.titleEn ?? one.titleZh])])]} error={fieldError(mutation.problem, "seriesId")} />
      {seriesId && <Input label={words.number} type="number" min="1" max="999" value={number} onValue={setNumber} error={fieldError(mutation.problem, "number")} />}
      {begun && <Input label={words.recording} hint={words.recordingHint(library.hosts.hosts)} maxLength={500} value={recording} onValue={setRecording} error={fieldError(mutation.problem, "recording")} />}
    </Form>
  );
}

function Results({ entry }: { entry: Entry }) {
  const t = useText();
  const said = (one: Entry["feedback"][number]) => `${t(words.answers.yes)} ${one.yes} · ${t(words.answers.partly)} ${one.partly} · ${t(words.answers.no)} ${one.no}`;
  return (
    <Section title={words.results}>
      {entry.recording && <p class="quiet small">{t(words.views(entry.views))}</p>}
      {entry.answers > 0 && <p class="quiet small">{t(words.people(entry.answers))}</p>}
      {entry.answers > 0 && <Facts of={entry.feedback.map((one) => [t(words.questions[one.question]), said(one)])} />}
      <p class="quiet small">{t(words.few)}</p>
    </Section>
  );
}
