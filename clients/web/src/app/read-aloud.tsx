import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { useValue } from "../storage/value";
import { language, useText } from "../text";
import { textSize } from "../text/size";
import { Button } from "../ui/buttons";
import { words } from "../words/read-aloud";

/** In the mode for the elderly: one tap speaks the page, another one or the next page ends it. The phone's own voice speaks, so nothing leaves it. */
export function ReadAloud() {
  const t = useText();
  const { url } = useLocation();
  const [speaks, setSpeaks] = useState(false);
  const voice = useVoice(useValue(language).slice(0, 2));
  const stop = () => {
    window.speechSynthesis?.cancel();
    setSpeaks(false);
  };
  useEffect(() => stop, [url]);
  if (useValue(textSize) !== "largest" || !voice) return null;
  const start = () => {
    // Line by line: browsers break off where one utterance lasts long.
    const all = linesOf(document.querySelectorAll(".page > .head h1, .page > main")).map((line) => new SpeechSynthesisUtterance(line));
    const last = all[all.length - 1];
    if (!last) return;
    last.onend = last.onerror = () => setSpeaks(false);
    setSpeaks(true);
    for (const one of all) {
      Object.assign(one, { voice, lang: voice.lang });
      window.speechSynthesis.speak(one);
    }
  };
  return <Button wide kind="plain" onClick={speaks ? stop : start}>{t(speaks ? words.stop : words.read)}</Button>;
}

/** A voice of this phone for a language: a network's would be sent what stands on the page. Browsers may name theirs late. */
function useVoice(wanted: string): SpeechSynthesisVoice | undefined {
  const speech = window.speechSynthesis;
  const [voices, setVoices] = useState(() => speech?.getVoices() ?? []);
  useEffect(() => {
    const named = () => setVoices(speech.getVoices());
    speech?.addEventListener?.("voiceschanged", named);
    return () => speech?.removeEventListener?.("voiceschanged", named);
  }, []);
  return voices.find((one) => one.localService && one.lang.toLowerCase().startsWith(wanted));
}

/** What stands there for the eye, in order. What is only drawn, such as initials beside a name, is left out. */
function linesOf(parts: NodeListOf<HTMLElement>): string[] {
  const drawn = [...document.querySelectorAll<HTMLElement>(".page [aria-hidden='true']")];
  drawn.forEach((one) => (one.style.display = "none"));
  const lines = [...parts].flatMap((part) => part.innerText.split("\n"));
  drawn.forEach((one) => (one.style.display = ""));
  return lines.map((line) => line.trim()).filter(Boolean);
}
