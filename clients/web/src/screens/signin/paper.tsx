import { useState } from "preact/hooks";
import { useText } from "../../text";
import { Choices } from "../../ui/fields";
import { ofStaff, words } from "../../words/paper-sign-in";
import { ByName } from "./by-name";

type Who = "guardian" | "staff";

/** Guardians and colleagues who have no phone, with what stands on their slip. */
export function Paper() {
  const t = useText();
  const [who, setWho] = useState<Who>("guardian");
  const said = who === "staff" ? ofStaff : words;
  return (
    <>
      <Choices<Who> label={words.who} value={[who]} onValue={([chosen]) => chosen && setWho(chosen)} options={[["guardian", t(words.guardian)], ["staff", t(words.staff)]]} />
      <p class="quiet small">{t(said.lead)}</p>
      <ByName key={who} words={said} number={said.studentNumber} />
    </>
  );
}
