import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { named, type Say, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/school";

type Hotline = Shape<"Hotline">;
type HotlineInput = Shape<"HotlineNew">;

/** The organisation's own helplines (C5), seen by everybody in it and in the organisations below it. */
export default function Hotlines() {
  return (
    <Page title={words.hotlines} back wide>
      <OrgChoice roles={["school_admin", "officer"]}>{(org) => <List key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function List({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<Hotline | "new">();
  const lines = useRead("/api/v1/orgs/{org_id}/hotlines", { path: { org_id: orgId } });
  const wide = useWide();
  const close = () => setOpen(undefined);
  const line = open === "new" ? undefined : open;
  return (
    <Loaded of={lines}>
      {(lines) => (
        <>
          {!lines.length && <Empty words={words.noHotlines} />}
          {wide && lines.length > 0 && <Table label={words.hotlines} rows={lines} columns={columns(t, setOpen)} keyOf={(line) => line.hotlineId} search={words.findHere} file={t(words.hotlines)} />}
          {!wide && (
            <Cells>
              {lines.map((line) => (
                <Cell key={line.hotlineId} onClick={() => setOpen(line)} subtitle={t([line.hoursZh, line.hoursEn])} trailing={line.phone}>{t(named(line))}</Cell>
              ))}
            </Cells>
          )}
          <Button wide onClick={() => setOpen("new")}>{t(words.addHotline)}</Button>
          {open && (
            <Sheet title={line ? words.editHotline : words.addHotline} onClose={close}>
              <LineForm orgId={orgId} line={line} onDone={close} />
              {line && <EndLine orgId={orgId} line={line} onDone={close} />}
            </Sheet>
          )}
        </>
      )}
    </Loaded>
  );
}

/** A desk's table: the name opens the line. */
function columns(t: Say, open: (line: Hotline) => void): Column<Hotline>[] {
  return [
    { name: words.name, of: (one) => t(named(one)), show: (one) => <button type="button" class="link" onClick={() => open(one)}>{t(named(one))}</button> },
    { name: words.kind, of: (one) => t(words.lines[one.kind]) },
    { name: words.phone, of: (one) => one.phone },
    { name: words.hours, of: (one) => t([one.hoursZh, one.hoursEn]) },
  ];
}

const KINDS = ["psychological", "youth", "school", "hospital", "emergency", "police"] as const;

function LineForm({ orgId, line, onDone }: { orgId: number; line: Hotline | undefined; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState<HotlineInput>({
    nameZh: line?.nameZh ?? "",
    nameEn: line?.nameEn ?? "",
    phone: line?.phone ?? "",
    hoursZh: line?.hoursZh ?? "",
    hoursEn: line?.hoursEn ?? "",
    kind: line?.kind ?? "psychological",
    position: line?.position ?? 0,
  });
  const set = (change: Partial<HotlineInput>) => setInput({ ...input, ...change });
  const finish = () => {
    toast(words.saved);
    onDone();
  };
  const body = { ...input, nameEn: input.nameEn || input.nameZh, hoursEn: input.hoursEn || input.hoursZh };
  const send = () =>
    void mutation.run<unknown>(
      (key) =>
        line
          ? write("put", "/api/v1/orgs/{org_id}/hotlines/{hotline_id}", { path: { org_id: orgId, hotline_id: line.hotlineId }, body, version: line.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/hotlines", { path: { org_id: orgId }, body }, key),
      finish,
    );
  const field = (name: "nameZh" | "nameEn" | "phone" | "hoursZh" | "hoursEn", maxLength: number) => (
    <Input label={words[name]} type={name === "phone" ? "tel" : "text"} required={!name.endsWith("En")} hint={name.endsWith("En") ? words.mayBeEmpty : undefined} maxLength={maxLength} value={input[name]} onValue={(value) => set({ [name]: value })} error={fieldError(mutation.problem, name)} />
  );
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Select label={words.kind} value={input.kind} onValue={(kind) => set({ kind: kind as HotlineInput["kind"] })} options={KINDS.map((kind) => [kind, t(words.lines[kind])])} />
      {field("nameZh", 60)}
      {field("nameEn", 60)}
      {field("phone", 20)}
      {field("hoursZh", 60)}
      {field("hoursEn", 60)}
    </Form>
  );
}

function EndLine({ orgId, line, onDone }: { orgId: number; line: Hotline; onDone: () => void }) {
  const path = { org_id: orgId, hotline_id: line.hotlineId };
  const finish = () => {
    toast(words.ended);
    onDone();
  };
  return <ConfirmButton action={words.endPlace} consequence={words.endSure(...named(line))} send={(key) => write("post", "/api/v1/orgs/{org_id}/hotlines/{hotline_id}/end", { path, version: line.version }, key)} onDone={finish} />;
}
