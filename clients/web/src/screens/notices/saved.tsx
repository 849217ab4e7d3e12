import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { confirm } from "../../ui/confirm";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/saved-audiences";

type Line = Shape<"SavedAudienceLine">;

/** The audiences that a writer of notices has: removed by those who may. Whom they name is changed where a notice is written. */
export function SavedAudiences() {
  const orgId = Number(useRoute().params.org);
  const list = useRead("/api/v1/orgs/{org_id}/saved-audiences", { path: { org_id: orgId } });
  const mutation = useMutation();
  const remove = async (line: Line) =>
    (await confirm(words.remove, words.removeSure(line.name))) &&
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/saved-audiences/{audience_id}/remove", { path: { org_id: orgId, audience_id: line.audienceId }, version: line.version }, key), () => toast(words.removed));
  const part = (lines: Line[]) => <Lines lines={lines} busy={mutation.busy} onRemove={(line) => void remove(line)} />;
  return (
    <Page title={words.title} back>
      <ProblemNote problem={mutation.problem} />
      <Loaded of={list}>
        {(lines) => (
          <>
            <Section title={words.own}>{lines.some((line) => !line.shared) ? part(lines.filter((line) => !line.shared)) : <Empty words={words.noOwn} />}</Section>
            {lines.some((line) => line.shared) && <Section title={words.common}>{part(lines.filter((line) => line.shared))}</Section>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Lines({ lines, busy, onRemove }: { lines: Line[]; busy: boolean; onRemove: (line: Line) => void }) {
  const t = useText();
  return (
    <ul class="cells">
      {lines.map((line) => (
        <li key={line.audienceId} class="cell">
          <span class="what">
            <span>{line.name}</span>
            {!line.usable && <span class="under">{t(words.unusable)}</span>}
          </span>
          {line.canChange && <button type="button" class="button plain" disabled={busy} aria-label={t(words.removeOne(line.name))} onClick={() => onRemove(line)}>{t(words.remove)}</button>}
        </li>
      ))}
    </ul>
  );
}
