import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { type Say, useText } from "../../text";
import { fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { classOptions } from "../../ui/class-names";
import { confirm } from "../../ui/confirm";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { StepUpFirst } from "../../ui/step-up-first";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/tablets";
import { ShownCode } from "./tablet-code";

type Tablet = Shape<"Tablet">;
type Code = Shape<"TabletCode">;

/** Tablets of a school's classes, on which students sign in by a PIN (P7). */
export default function Tablets() {
  const t = useText();
  return (
    <Page title={words.title} back wide>
      <StepUpFirst />
      <p class="quiet">{t(words.lead)}</p>
      <OrgChoice roles={["school_admin"]} kind={["school"]}>{(org) => <List key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function List({ orgId }: { orgId: number }) {
  const t = useText();
  const wide = useWide();
  const [open, setOpen] = useState<string>();
  const [code, setCode] = useState<Code>();
  const tablets = useRead("/api/v1/orgs/{org_id}/tablets", { path: { org_id: orgId } });
  return (
    <Loaded of={tablets}>
      {(all) => {
        const tablet = all.find((one) => one.tabletId === open);
        const done = (code?: Code) => {
          setOpen(undefined);
          setCode(code);
        };
        return (
          <>
            {!all.length && <Empty words={words.none} />}
            {wide && all.length > 0 && <Table label={words.title} rows={all} columns={columns(t, setOpen)} keyOf={(one) => one.tabletId} />}
            {!wide && <Cells>{all.map((one) => <Cell key={one.tabletId} onClick={() => setOpen(one.tabletId)} subtitle={one.classEnded ? t(words.classEnded) : one.className} trailing={<State of={one} />}>{one.name}</Cell>)}</Cells>}
            <Button wide kind="main" onClick={() => setOpen("new")}>{t(words.add)}</Button>
            {code ? (
              <Sheet title={words.codeTitle} onClose={() => setCode(undefined)}><ShownCode code={code} /></Sheet>
            ) : (open === "new" || tablet) && (
              <Sheet title={tablet ? words.edit : words.add} onClose={() => setOpen(undefined)}><One key={open} orgId={orgId} tablet={tablet} done={done} /></Sheet>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function stateOf({ enrolled, codeUntil }: Tablet) {
  return enrolled ? words.enrolled : codeUntil ? words.waiting : words.notEnrolled;
}

function State({ of }: { of: Tablet }) {
  const t = useText();
  return <Tag tone={of.classEnded ? "soon" : of.enrolled ? "calm" : "still"}>{t(stateOf(of))}</Tag>;
}

/** A desk's table: the name opens the tablet. */
function columns(t: Say, open: (id: string) => void): Column<Tablet>[] {
  return [
    { name: words.name, of: (one) => one.name, show: (one) => <button type="button" class="link" onClick={() => open(one.tabletId)}>{one.name}</button> },
    { name: words.class_, of: (one) => (one.classEnded ? t(words.classEnded) : one.className) },
    { name: words.state, of: (one) => t(stateOf(one)) },
    { name: words.since, of: (one) => one.enrolledAt ?? "", show: (one) => (one.enrolledAt ? fullDay(one.enrolledAt) : "") },
    { name: words.by, of: (one) => one.addedBy },
  ];
}

/** A new tablet, or one to rename, move, enrol once more or end. `done` is given a code that was just made. */
function One({ orgId, tablet, done }: { orgId: number; tablet: Tablet | undefined; done: (code?: Code) => void }) {
  const t = useText();
  const mutation = useMutation();
  const other = useMutation();
  const [name, setName] = useState(tablet?.name ?? "");
  const [classId, setClass] = useState(tablet && !tablet.classEnded ? tablet.classId : "");
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  const body = { name: name.trim(), classId };
  const path = { org_id: orgId, tablet_id: tablet?.tabletId ?? "" };
  const send = () =>
    void (tablet
      ? mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/tablets/{tablet_id}", { path, body }, key), () => {
          toast(words.saved);
          done();
        })
      : mutation.run<Code>((key) => write("post", "/api/v1/orgs/{org_id}/tablets", { path: { org_id: orgId }, body }, key), done));
  const renew = async () => {
    if (await confirm(words.newCode, words.newCodeSure)) await other.run<Code>((key) => write("post", "/api/v1/orgs/{org_id}/tablets/{tablet_id}/code", { path }, key), done);
  };
  const end = async () => {
    if (!(await confirm(words.end, words.endSure(tablet?.name ?? ""), "ending"))) return;
    await other.run((key) => write("delete", "/api/v1/orgs/{org_id}/tablets/{tablet_id}", { path }, key), () => {
      toast(words.ended);
      done();
    });
  };
  return (
    <>
      <Form mutation={mutation} button={tablet ? words.save : words.add} send={send}>
        <Input label={words.name} hint={words.nameHint} required maxLength={40} value={name} onValue={setName} />
        <Loaded of={classes}>{(all) => <Select label={words.class_} required value={classId} onValue={setClass} options={[["", t(words.choose)], ...classOptions(all)]} />}</Loaded>
      </Form>
      <ProblemNote problem={other.problem} proved={other.clear} />
      {tablet && <Button wide busy={other.busy} onClick={() => void renew()}>{t(words.newCode)}</Button>}
      {tablet && <Button wide kind="ending" busy={other.busy} onClick={() => void end()}>{t(words.end)}</Button>}
    </>
  );
}
