/** A class's way in as a picture: shown, and printed on a sheet for each class. It holds the class code, which opens nothing by itself. */
import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Shape } from "../api/client";
import { same, useText } from "../text";
import { words } from "../words/class-poster";
import { Button } from "./buttons";
import { Qr } from "./qr";
import { Sheet } from "./sheet";

type SchoolClass = Shape<"SchoolClass">;

interface Of {
  classes: SchoolClass[];
  school: string;
}

/** Pixels of the picture on the screen. */
const SIZE = 208;

export function ClassPosters({ classes, school, onClose }: Of & { onClose: () => void }) {
  const t = useText();
  const [only] = classes;
  useEffect(() => {
    const holder = Object.assign(document.createElement("div"), { className: "slip posters", ariaHidden: "true" });
    document.body.append(holder);
    document.body.classList.add("printing-slip");
    render(<>{classes.map((one) => <Poster key={one.classId} of={one} school={school} />)}</>, holder);
    return () => {
      render(null, holder);
      document.body.classList.remove("printing-slip");
      holder.remove();
    };
  }, []);
  return (
    <Sheet title={words.title} onClose={onClose}>
      <p class="quiet">{t(words.lead)}</p>
      {classes.length === 1 && only ? (
        <figure class="poster-shown">
          <Qr text={addressOf(only)} label={words.scan(only.name)} size={SIZE} />
          <figcaption>{t(words.codeOf(only.name, only.code))}</figcaption>
        </figure>
      ) : (
        <p>{t(words.pages(classes.length))}</p>
      )}
      <Button wide kind="main" onClick={() => window.print()}>{t(words.print)}</Button>
    </Sheet>
  );
}

function addressOf({ code }: SchoolClass): string {
  return `${location.origin}/sign-in/student?class=${encodeURIComponent(code)}`;
}

function Poster({ of, school }: { of: SchoolClass; school: string }) {
  const t = useText();
  return (
    <section class="poster">
      <p>{school}</p>
      <h2>{of.name}</h2>
      <Qr text={addressOf(of)} label={words.scan(of.name)} size={SIZE} />
      <p class="poster-code">{t(words.classCode)} {t(same(of.code))}</p>
      <p>{`${location.host}/sign-in/student`}</p>
      <ol>{words.steps.map((step) => <li key={step[1]}>{t(step)}</li>)}</ol>
      <p>{t(words.help)}</p>
    </section>
  );
}
