import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Choices, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Section } from "../../ui/page";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { words } from "../../words/roster";
import { answersOf, Numbers, settledOf } from "./numbers";

type Import = Shape<"RosterImport">;
type Settled = Shape<"WordSettled">;

const COVERS: Import["covers"][] = ["school", "classes", "new"];

interface Of {
  data: Import;
  path: { org_id: number; import_id: string };
  onRead: () => void;
}

/** How the file is read: words to be settled, its year and what it covers, and the field of every column. */
export function Reading({ data, ...props }: Of) {
  return <UntilSaved of={data}>{(data) => <ReadingForm data={data} {...props} />}</UntilSaved>;
}

function ReadingForm({ data, path, onRead }: Of) {
  const t = useText();
  const mutation = useMutation();
  const onSaved = useSaved();
  const needsYear = data.groups.some((group) => group.code === "year_needed");
  const [covers, setCovers] = useState(data.scopeStated || (data.scopeAsked && endsNobody(data)) ? data.covers : null);
  const [year, setYear] = useState(String(data.schoolYear ?? ""));
  const [settled, setSettled] = useState(() => data.asks.filter((ask) => ask.meaning !== null).map(({ kind, word, meaning }): Settled => ({ kind, word, meaning: meaning ?? "" })));
  const [answers, setAnswers] = useState(() => answersOf(data.numbers));
  const [open, setOpen] = useState(false);
  const settle = (one: Settled) => setSettled((all) => [...all.filter(({ kind, word }) => kind !== one.kind || word !== one.word), one]);
  const meaningOf = (kind: Settled["kind"], word: string) => settled.find((one) => one.kind === kind && one.word === word)?.meaning;
  const send = () =>
    void mutation.run(
      (key) => write("put", "/api/v1/orgs/{org_id}/roster/imports/{import_id}/reading", { path, body: { covers, schoolYear: year ? Number(year) : null, words: settled, numbers: settledOf(answers) } }, key),
      (read) => {
        onSaved(read);
        onRead();
      },
    );
  const thisYear = new Date().getFullYear();
  return (
    <Form mutation={mutation} send={send} button={words.reread} kind={data.asks.length || needsYear || data.scopeAsked || data.numbers.some((one) => one.same === null) ? "main" : "plain"}>
      {data.scopeAsked && <Scope data={data} covers={covers} setCovers={setCovers} />}
      {data.numbers.length > 0 && <Numbers of={data.numbers} answers={answers} setAnswers={setAnswers} />}
      {data.asks.length > 0 && (
        <Section title={words.ask}>
          <p class="quiet small">{t(words.askLead)}</p>
          {data.asks.map((ask) => (
            <Select
              key={ask.kind + ask.word}
              required
              label={words.askWord(ask.kind, ask.word, ask.count)}
              value={settled.some((one) => one.kind === ask.kind && one.word === ask.word) ? `=${meaningOf(ask.kind, ask.word)}` : ""}
              onValue={(value) => settle({ kind: ask.kind, word: ask.word, meaning: value.slice(1) })}
              options={[["", t(words.chooseOne)], ...ask.choices.map((choice): [string, string] => [`=${choice.value}`, choice.name])]}
            />
          ))}
        </Section>
      )}
      {needsYear && (
        <Select required label={words.year} value={year} onValue={setYear} options={[["", t(words.chooseOne)], ...[thisYear + 1, thisYear, thisYear - 1].map((one): [string, string] => [String(one), t(words.yearName(one))])]} />
      )}
      {!data.scopeAsked && data.asks.length === 0 && <Scope data={data} covers={covers} setCovers={setCovers} />}
      {open ? (
        <Section title={words.reading}>
          {data.sheets.map((sheet) => <SheetColumns key={sheet.name} sheet={sheet} meaningOf={meaningOf} settle={settle} />)}
        </Section>
      ) : (
        data.sheets.length > 0 && <Button kind="plain" wide onClick={() => setOpen(true)}>{t(words.readingShow)}</Button>
      )}
    </Form>
  );
}

/** Whether nothing ends by the proposed answer. One by which people leave is a person's to choose. */
function endsNobody({ covers, scopes }: Import): boolean {
  return scopes.find((scope) => scope.covers === covers)?.lossCount === 0;
}

/** What the file covers, and what each answer would end. */
function Scope({ data, covers, setCovers }: { data: Import; covers: Import["covers"] | null; setCovers: (covers: Import["covers"]) => void }) {
  const t = useText();
  const nameOf = (key: Import["covers"]) => {
    const found = data.scopes.find((scope) => scope.covers === key);
    return found ? `${t(words.coversAs[key])} · ${t(found.lossCount === null ? words.scopeNever : words.scopeLoss(found.lossCount))}` : t(words.coversAs[key]);
  };
  return <Choices wide required={data.scopeAsked} label={words.covers} value={covers ? [covers] : []} onValue={([chosen]) => chosen && setCovers(chosen)} options={COVERS.map((key) => [key, nameOf(key)])} />;
}

function SheetColumns({ sheet, meaningOf, settle }: { sheet: Import["sheets"][number]; meaningOf: (kind: Settled["kind"], word: string) => string | undefined; settle: (one: Settled) => void }) {
  const t = useText();
  const { key } = sheet;
  return (
    <div class="stack close">
      <h3>{sheet.name}</h3>
      <p class="quiet small">{key ? t(words.headingRow(sheet.headingRow)) : t(words.notRead)}</p>
      {key && (
        <table class="columns">
          <thead>
            <tr>{[words.heading, words.samples, words.readAs].map((title) => <th key={title[0]} scope="col">{t(title)}</th>)}</tr>
          </thead>
          <tbody>
            {sheet.columns.map((column, index) => (
              <tr key={index}>
                <th scope="row">{column.heading}</th>
                <td class="quiet small">{column.samples.join(t(words.between))}</td>
                <td>
                  <select class="input" aria-label={column.heading} value={meaningOf(key, column.heading) ?? column.field} onChange={(event) => settle({ kind: key, word: column.heading, meaning: event.currentTarget.value })}>
                    <option value="">{t(words.notRead)}</option>
                    {sheet.fields.map((field) => <option key={field.value} value={field.value}>{field.name}</option>)}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
