import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Facts } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { Form } from "../../ui/form";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
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
  const [followed, setFollowed] = useState<Line>();
  const part = (lines: Line[]) => <Lines lines={lines} busy={mutation.busy} onFollow={setFollowed} onRemove={(line) => void remove(line)} />;
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
      {followed && <FollowSheet orgId={orgId} line={followed} onClose={() => setFollowed(undefined)} />}
    </Page>
  );
}

function Lines({ lines, busy, onFollow, onRemove }: { lines: Line[]; busy: boolean; onFollow: (line: Line) => void; onRemove: (line: Line) => void }) {
  const t = useText();
  return (
    <ul class="cells">
      {lines.map((line) => (
        <li key={line.audienceId} class="cell">
          <span class="what">
            <span>{line.name}</span>
            {line.hasNext ? <span class="under">{t(words.wentUp)}</span> : !line.usable && <span class="under">{t(words.unusable)}</span>}
          </span>
          {line.hasNext && <button type="button" class="button plain" disabled={busy} aria-label={t(words.followOne(line.name))} onClick={() => onFollow(line)}>{t(words.follow)}</button>}
          {line.canChange && <button type="button" class="button plain" disabled={busy} aria-label={t(words.removeOne(line.name))} onClick={() => onRemove(line)}>{t(words.remove)}</button>}
        </li>
      ))}
    </ul>
  );
}

/** The audience with the classes that went on from its own: nothing changes before somebody has seen and saved it. */
function FollowSheet({ orgId, line, onClose }: { orgId: number; line: Line; onClose: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const path = { org_id: orgId, audience_id: line.audienceId };
  const saved = useRead("/api/v1/orgs/{org_id}/saved-audiences/{audience_id}", { path });
  const save = (audience: Shape<"Audience">, version: number) =>
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/saved-audiences/{audience_id}", { path, body: { name: line.name, audience }, version }, key), () => {
      toast(words.kept);
      onClose();
    });
  return (
    <Sheet title={words.followOne(line.name)} onClose={onClose}>
      <Loaded of={saved}>
        {({ next, gone, version }) =>
          next && (
            <Form mutation={mutation} send={() => save(next.audience, version)} button={words.save}>
              <p>{t(words.followed)}</p>
              <ul>{next.followed.map((one) => <li key={one.classId}>{t(words.followedClass(one.name, one.next))}</li>)}</ul>
              <Facts of={[[t(words.classesNow), classNames(next.audience.classIds, next)], [t(words.leftOutNow), classNames(next.audience.without.classIds, next)]]} />
              <p class="quiet small">{t(words.restStays)}</p>
              {gone > next.followed.length && <p class="note">{t(words.gone(gone - next.followed.length))}</p>}
              <p class="quiet small">{t(words.replaceNote)}</p>
            </Form>
          )
        }
      </Loaded>
    </Sheet>
  );
}

function classNames(ids: string[], { names }: Shape<"SavedAudienceNext">): string {
  return names.classes.filter((one) => ids.includes(one.classId)).map((one) => one.name).join("、");
}
