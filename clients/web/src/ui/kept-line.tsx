import { useText, type Words } from "../text";
import { clock } from "../text/time";
import { words } from "../words/kept";

/** Says when a draft was saved on this phone. `of`: its text; where nothing is written, nothing is said. */
export function KeptLine({ at, of, say = words.onThisPhone }: { at: number | undefined; of: string; say?: (at: string) => Words }) {
  const t = useText();
  return <p class="quiet small" aria-live="polite">{at !== undefined && of.trim() && t(say(clock(new Date(at))))}</p>;
}
