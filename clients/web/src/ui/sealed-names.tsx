import { refetchAll } from "../api/read";
import { useText } from "../text";
import { words } from "../words/sealed-names";
import { StepUp } from "./step-up";

/** Beside private talks whose student is not named, since the session has no second factor. */
export function SealedNames() {
  const t = useText();
  return (
    <div class="note soon small" role="note">
      <p>{t(words.sealed)}</p>
      <StepUp proved={refetchAll} />
    </div>
  );
}
