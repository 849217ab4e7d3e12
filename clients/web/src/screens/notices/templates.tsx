import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { confirm } from "../../ui/confirm";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/notice-templates";
import { words as notices } from "../../words/notices";

type Line = Shape<"NoticeTemplateLine">;
const ONE = "/api/v1/orgs/{org_id}/notice-templates/{template_id}";

/** The templates that a writer of notices can use: renamed and removed by those who may. */
export function Templates() {
  const orgId = Number(useRoute().params.org);
  const list = useRead("/api/v1/orgs/{org_id}/notice-templates", { path: { org_id: orgId } });
  const [renamed, setRenamed] = useState<Line>();
  const mutation = useMutation();
  const remove = async (line: Line) =>
    (await confirm(words.remove, line.shared ? words.removeShared(line.name) : words.removeSure(line.name))) &&
    void mutation.run((key) => write("post", `${ONE}/remove`, { path: { org_id: orgId, template_id: line.templateId }, version: line.version }, key), () => toast(words.removed));
  const part = (lines: Line[]) => <Lines lines={lines} busy={mutation.busy} onRename={setRenamed} onRemove={(line) => void remove(line)} />;
  return (
    <Page title={words.title} back>
      <ProblemNote problem={mutation.problem} />
      <Loaded of={list}>
        {(lines) => (
          <>
            <Section title={words.own}>{lines.some((line) => !line.shared) ? part(lines.filter((line) => !line.shared)) : <Empty words={words.noOwn} />}</Section>
            {lines.some((line) => line.shared) && <Section title={words.school}>{part(lines.filter((line) => line.shared))}</Section>}
          </>
        )}
      </Loaded>
      {renamed && <Rename key={renamed.templateId} orgId={orgId} line={renamed} onClose={() => setRenamed(undefined)} />}
    </Page>
  );
}

function Lines({ lines, busy, onRename, onRemove }: { lines: Line[]; busy: boolean; onRename: (line: Line) => void; onRemove: (line: Line) => void }) {
  const t = useText();
  return (
    <ul class="cells">
      {lines.map((line) => (
        <li key={line.templateId} class="cell">
          <span class="what">
            <span>{line.name}</span>
            <span class="under">{t(notices.kindsLong[line.kind])}</span>
          </span>
          {line.canChange && <button type="button" class="button plain" aria-label={t(words.renameOne(line.name))} onClick={() => onRename(line)}>{t(words.rename)}</button>}
          {line.canChange && <button type="button" class="button plain" disabled={busy} aria-label={t(words.removeOne(line.name))} onClick={() => onRemove(line)}>{t(words.remove)}</button>}
        </li>
      ))}
    </ul>
  );
}

/** A template is replaced whole, so its texts are read first. */
function Rename({ orgId, line, onClose }: { orgId: number; line: Line; onClose: () => void }) {
  const path = { org_id: orgId, template_id: line.templateId };
  const template = useRead(ONE, { path });
  const mutation = useMutation();
  const [name, setName] = useState(line.name);
  const send = ({ kind, importance, titleZh, bodyZh, titleEn, bodyEn, parts, version }: Shape<"NoticeTemplate">) =>
    void mutation.run((key) => write("put", ONE, { path, body: { name, kind, importance, titleZh, bodyZh, titleEn, bodyEn, parts }, version }, key), () => {
      toast(words.renamed);
      onClose();
    });
  return (
    <Sheet title={words.rename} onClose={onClose}>
      <Loaded of={template}>
        {(data) => (
          <Form mutation={mutation} send={() => send(data)} button={words.save}>
            <Input label={words.name} required maxLength={40} value={name} onValue={setName} />
          </Form>
        )}
      </Loaded>
    </Sheet>
  );
}
