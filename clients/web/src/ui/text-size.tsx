import { useValue } from "../storage/value";
import { useText } from "../text";
import { setTextSize, type Size, SIZES, textSize } from "../text/size";
import { words } from "../words/text-size";
import { Choices } from "./fields";

/** How large text is on this device: also for somebody who has not signed in, and could not read how to. */
export function TextSize() {
  const t = useText();
  return <Choices<Size> label={words.textSize} value={[useValue(textSize)]} onValue={([chosen]) => chosen && setTextSize(chosen)} options={SIZES.map((option) => [option, t(words[option])])} />;
}
