import { words } from "../../words/signin";
import { ByName } from "./by-name";

/** Students, the first time with a code from the class teacher. */
export function Student() {
  return <ByName words={words} />;
}
