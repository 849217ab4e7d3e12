import { useValue, Value } from "../storage/value";
import { useText } from "../text";
import { parts } from "../words/parts";

/** Set while a screen's code is fetched. */
export const screenLoading = new Value(false);

/** A progress line along the upper edge; the style shows it only after a moment. */
export function ScreenProgress() {
  const t = useText();
  return useValue(screenLoading) ? <progress class="opening" aria-label={t(parts.loading)} /> : null;
}
