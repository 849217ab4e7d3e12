import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { same, useText } from "../../text";
import { clock } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Qr } from "../../ui/qr";
import { words } from "../../words/tablets";

/** Pixels of the picture on the screen. */
const SIZE = 208;

/** A code that was just made, shown once; and a sheet for the wall that says how the tablet is used, without the code. */
export function ShownCode({ code }: { code: Shape<"TabletCode"> }) {
  const t = useText();
  const address = `${location.origin}/sign-in/tablet`;
  useEffect(printed, []);
  return (
    <>
      <p class="quiet">{t(words.codeLead)}</p>
      <figure class="poster-shown">
        <Qr text={`${address}#${code.code}`} label={words.qr} size={SIZE} />
        <figcaption><strong>{t(same(code.code))}</strong><br />{t(same(address))}</figcaption>
      </figure>
      <p>{t(words.codeUntil(clock(code.expiresAt)))}</p>
      <Button wide onClick={() => window.print()}>{t(words.print)}</Button>
    </>
  );
}

/** What the printer gets while the sheet is open. */
function printed(): () => void {
  const holder = Object.assign(document.createElement("div"), { className: "slip posters", ariaHidden: "true" });
  document.body.append(holder);
  document.body.classList.add("printing-slip");
  render(<Instructions />, holder);
  return () => {
    render(null, holder);
    document.body.classList.remove("printing-slip");
    holder.remove();
  };
}

function Instructions() {
  const t = useText();
  return (
    <section class="poster">
      <h2>{t(words.sheet)}</h2>
      <ol>{words.steps.map((step) => <li key={step[1]}>{t(step)}</li>)}</ol>
      <p>{t(words.help)}</p>
    </section>
  );
}
