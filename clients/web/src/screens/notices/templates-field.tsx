import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { Check, Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { ProblemNote } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/notice-templates";

export type Template = Shape<"NoticeTemplate">;
/** What a template keeps of a notice that is written. */
export type Kept = Omit<Shape<"NoticeTemplateEdit">, "name">;

/** Fills the form with a template; what was written is replaced after a yes alone. */
export function UseTemplate({ orgId, written, onFill }: { orgId: number; written: boolean; onFill: (template: Template) => void }) {
  const t = useText();
  const list = useRead("/api/v1/orgs/{org_id}/notice-templates", { path: { org_id: orgId } });
  const [picked, setPicked] = useState("");
  const [chosen, setChosen] = useState("");
  const filled = useRef("");
  const one = useRead(chosen ? "/api/v1/orgs/{org_id}/notice-templates/{template_id}" : null, { path: { org_id: orgId, template_id: chosen } });
  useEffect(() => {
    // Once for each choice: what is read again later must not replace what was changed meanwhile.
    if (!chosen || filled.current === chosen || one.data?.templateId !== chosen) return;
    filled.current = chosen;
    onFill(one.data);
    toast(words.filled);
  }, [chosen, one.data]);
  const choose = async (id: string) => {
    setPicked(id);
    if (id && written && !(await confirm(words.fill, words.fillSure, "main"))) return setPicked(chosen);
    filled.current = "";
    setChosen(id);
  };
  if (!list.data?.length) return <ProblemNote problem={list.problem} retry={list.reload} />;
  const options = list.data.map((line): [string, string] => [line.templateId, t(line.shared ? words.ofSchool(line.name) : [line.name, line.name])]);
  return (
    <>
      <Select label={words.use} value={picked} onValue={(id) => void choose(id)} options={[["", t(words.none)], ...options]} />
      <ProblemNote problem={one.problem} retry={one.reload} />
      <p class="small"><a href={`/notices/write/${orgId}?templates`}>{t(words.manage)}</a></p>
    </>
  );
}

/** Keeps what is written under a name; or in the template that was filled in, where its reader may change that. `leads`: also for the school. */
export function KeepTemplate({ orgId, kept, used, leads }: { orgId: number; kept: Kept; used: Template | undefined; leads: boolean }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" onClick={() => setOpen(true)}>{t(words.keep)}</Button>
      {open && <KeepSheet orgId={orgId} kept={kept} used={used?.canChange ? used : undefined} leads={leads} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepSheet({ orgId, kept, used, leads, onClose }: { orgId: number; kept: Kept; used: Template | undefined; leads: boolean; onClose: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [how, setHow] = useState<"another" | "replace">("another");
  const replaced = how === "replace" ? used : undefined;
  const path = { org_id: orgId };
  const send = () =>
    void mutation.run<unknown>(
      (key) =>
        replaced
          ? write("put", "/api/v1/orgs/{org_id}/notice-templates/{template_id}", { path: { ...path, template_id: replaced.templateId }, body: { ...kept, name: replaced.name }, version: replaced.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/notice-templates", { path, body: { ...kept, name, shared: shared && leads } }, key),
      () => {
        toast(words.kept);
        onClose();
      },
    );
  return (
    <Sheet title={words.keep} onClose={onClose}>
      <Form mutation={mutation} send={send} button={words.save}>
        <p class="quiet small">{t(words.keepNote)}</p>
        {used && <Choices wide label={words.how} value={[how]} onValue={([chosen]) => chosen && setHow(chosen)} options={[["another", t(words.another)], ["replace", t(words.replace(used.name))]]} />}
        {!replaced && <Input label={words.name} required maxLength={40} value={name} onValue={setName} />}
        {!replaced && leads && <Check label={words.shared} hint={words.sharedNote} value={shared} onValue={setShared} />}
      </Form>
    </Sheet>
  );
}
