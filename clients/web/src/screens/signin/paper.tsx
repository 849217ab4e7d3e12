import { useText } from "../../text";
import { words } from "../../words/paper-sign-in";
import { ByName } from "./by-name";

/** Guardians without a phone number, with what stands on their slip. */
export function Paper() {
  const t = useText();
  return (
    <>
      <p class="quiet small">{t(words.lead)}</p>
      <ByName words={words} number={words.studentNumber} />
    </>
  );
}
