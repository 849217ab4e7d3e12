import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { write } from "../../api/write";
import { useText } from "../../text";
import { confirm } from "../../ui/confirm";
import { Select } from "../../ui/fields";
import { ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { words } from "../../words/notice-templates";
import { KeepUnderName } from "./keep-under-name";

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

/** Keeps what is written under a name. `leads`: also for the school. */
export function KeepTemplate({ orgId, kept, used, leads }: { orgId: number; kept: Kept; used: Template | undefined; leads: boolean }) {
  const path = { org_id: orgId };
  return (
    <KeepUnderName
      words={words}
      used={used}
      leads={leads}
      sharedHint={words.sharedNote}
      add={(named, key) => write("post", "/api/v1/orgs/{org_id}/notice-templates", { path, body: { ...kept, ...named } }, key)}
      replace={({ templateId, name, version }, key) => write("put", "/api/v1/orgs/{org_id}/notice-templates/{template_id}", { path: { ...path, template_id: templateId }, body: { ...kept, name }, version }, key)}
    />
  );
}
