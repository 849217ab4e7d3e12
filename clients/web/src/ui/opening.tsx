import { Value, useValue } from "../storage/value";
import { useText } from "../text";
import { parts } from "../words/parts";

/** A screen's code is on its way. */
export const opening = new Value(false);

/** Says so along the upper edge, once it takes long enough to be wondered at. */
export function Opening() {
  const t = useText();
  return useValue(opening) ? <progress class="opening" aria-label={t(parts.loading)} /> : null;
}
