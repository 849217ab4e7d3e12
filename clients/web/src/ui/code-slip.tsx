import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Shape } from "../api/client";
import { same, useText, type Words } from "../text";
import { deadline } from "../text/time";
import { words } from "../words/code-slip";
import { Button } from "./buttons";

interface Of {
  code: Shape<"StartingCode">;
  zone: string;
}

/** Prints a slip with a starting code. It stands beside the page, which paper shows nothing of meanwhile. */
export function CodeSlip(of: Of) {
  const t = useText();
  useEffect(() => {
    const holder = Object.assign(document.createElement("div"), { className: "slip", ariaHidden: "true" });
    document.body.append(holder);
    document.body.classList.add("printing-slip");
    render(<Slip {...of} />, holder);
    return () => {
      render(null, holder);
      document.body.classList.remove("printing-slip");
      holder.remove();
    };
  }, []);
  return <Button wide onClick={() => window.print()}>{t(words.print)}</Button>;
}

/** Who it is for, the code, until when, and how to sign in. It fits A6. */
function Slip({ code, zone }: Of) {
  const t = useText();
  const guardian = code.studentNumber !== null, colleague = code.staffNumber !== null;
  const adult = guardian || colleague;
  const namesake = !adult && code.name !== null;
  const rows: [Words, string][] = [
    [words.address, `${location.host}/sign-in/${adult ? "paper" : "student"}`],
    [colleague ? words.orgCode : words.classCode, code.classCode],
    ...(code.studentNumber ? [[words.studentNumber, code.studentNumber] satisfies [Words, string]] : []),
    ...(code.staffNumber ? [[words.staffNumber, code.staffNumber] satisfies [Words, string]] : []),
    namesake ? [words.ownNumber, code.name ?? ""] : [words.signInName, code.person],
    [words.code, code.code],
  ];
  return (
    <>
      <h2>{t(words.title)}</h2>
      <p>{t((colleague ? words.slipOfColleague : guardian ? words.slipOfGuardian : words.slipOfStudent)(code.person))}</p>
      <dl>{rows.map(([name, value]) => <div key={name[1]}><dt>{t(name)}</dt><dd>{t(same(value))}</dd></div>)}</dl>
      <p>{t(words.until(deadline(code.expiresAt, zone)))}</p>
      <ol>{(colleague ? words.stepsColleague : guardian ? words.stepsGuardian : namesake ? words.stepsNamesake : words.stepsStudent).map((step) => <li key={step[1]}>{t(step)}</li>)}</ol>
      <p>{t(words.keep)}</p>
    </>
  );
}
