import type { Shape } from "../../../api/client";
import { useText, type Words } from "../../../text";
import { words } from "../../../words/plan";

interface AgainstProps {
  of: NonNullable<Shape<"CampaignPlan">["against"]>;
  lead?: Words;
  keyStudents?: number;
}

/** What the plan changed against the one before, or would change if it followed a wish. */
export function Against({ of, lead = words.against, keyStudents = 0 }: AgainstProps) {
  const t = useText();
  const named = (say: (names: string) => Words, names: string[]) => (names.length ? [t(say(names.join(t(words.comma))))] : []);
  const counted = (say: (count: number) => Words, less: (count: number) => Words, count: number) => (count ? [t(count > 0 ? say(count) : less(-count))] : []);
  const parts = [
    ...named(words.lost, of.lost),
    ...named(words.added, of.added),
    ...named(words.moved, of.moved),
    ...counted(words.moreKeys, words.fewerKeys, keyStudents),
    ...counted(words.moreEvenings, words.fewerEvenings, of.evenings),
    ...counted(words.moreTravel, words.lessTravel, of.travel),
  ];
  return <p class="quiet small">{t(lead)}{parts.length ? parts.join(t(words.semicolon)) : t(words.same)}</p>;
}
