import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { offline, type Problem, problemOf } from "../../api/problem";
import { send } from "../../api/send";
import { useText } from "../../text";
import type { ChannelReach } from "../../ui/channels";
import { words } from "../../words/notices";

export type Audience = Shape<"Audience">;

const DELAY = 300;

/** How many people the audience has, fetched a moment after each change. `total`: all students of the sender's classes, for the bar. `paper`: where the list for families without a channel is. `titles`: SMS say them, and are counted with them. */
export function AudienceSize({ orgId, audience, total, paper, urgent, titles }: { orgId: number; audience: Audience; total?: number; paper?: string; urgent?: boolean; titles?: { titleZh: string; titleEn: string | null } }) {
  const t = useText();
  const [size, setSize] = useState<Shape<"AudiencePreview">>();
  // Fetched apart: the screen of a sent notice does not need it.
  const [Channels, setChannels] = useState<typeof ChannelReach>();
  const [problem, setProblem] = useState<Problem>();
  const empty = !audience.wholeSchool && ![audience.classIds, audience.grades, audience.studentIds, audience.roles, audience.needs].some((list) => list.length);
  const body: Shape<"AudienceAsked"> = { ...audience, titleZh: titles?.titleZh, titleEn: titles?.titleEn };
  const key = JSON.stringify(body);
  useEffect(() => {
    let current = true;
    setSize(undefined);
    setProblem(undefined);
    if (empty) return;
    const timer = setTimeout(async () => {
      const init = { params: { path: { org_id: orgId } }, body };
      const answer = await send("post", "/api/v1/orgs/{org_id}/notices/audience", init, "").catch(() => undefined);
      if (!current) return;
      if (answer?.ok) {
        setSize(answer.data as Shape<"AudiencePreview">);
        void import("../../ui/channels").then(({ ChannelReach }) => setChannels(() => ChannelReach), () => undefined);
      }
      else setProblem(answer ? problemOf(answer.status, answer.error) : offline());
    }, DELAY);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return (
    <figure class="figure card" aria-live="polite">
      <figcaption>{t(words.reach)}</figcaption>
      <p>{size ? t(words.reachOf(size.people, size.students)) : empty ? t(words.reachNobody) : (problem?.message ?? "…")}</p>
      {size && Channels && <Channels of={size} paper={paper} urgent={urgent} />}
      {size?.people === 0 && <p class="quiet small">{t(words.reachZero)}</p>}
      {total !== undefined && (
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="ground" width="100" height="4" rx="2" />
          <rect class="fill" width={size && total ? Math.min(100, (100 * size.students) / total) : 0} height="4" rx="2" />
        </svg>
      )}
    </figure>
  );
}
