/** Words that may mean danger. They are data, part of the app's files, and are matched on this phone alone, also without network. */
import words from "../../words/danger.json";

/** Spaces and punctuation between the letters make no difference. */
export function mentionsDanger(text: string): boolean {
  const plain = text.normalize("NFKC").toLowerCase();
  const letters = plain.replace(/[^\p{L}\p{N}]+/gu, "");
  const spaced = ` ${plain.replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  return words.zh.some((word) => letters.includes(word)) || words.en.some((word) => spaced.includes(` ${word}`));
}
