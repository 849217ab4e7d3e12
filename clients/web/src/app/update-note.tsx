import { useValue } from "../storage/value";
import { useText } from "../text";
import { applyUpdate, waitingWorker } from "../ui/update";
import { words } from "../words/update";

/** Says that a new version waits, which the reader takes when it suits. */
export function UpdateNote() {
  const t = useText();
  return useValue(waitingWorker) ? (
    <p class="note small" role="status">
      {t(words.waits)} <button type="button" class="button plain" onClick={applyUpdate}>{t(words.take)}</button>
    </p>
  ) : null;
}
