/** How large text is, beside what the phone itself says. */
import { Value } from "../storage/value";
import { read } from ".";

export const SIZES = ["normal", "large", "larger", "largest"] as const;
export type Size = (typeof SIZES)[number];

const KEPT = "text-size";
export const textSize = new Value<Size>(SIZES.find((size) => size === read(KEPT)) ?? "normal");

export function applyTextSize(): void {
  document.documentElement.dataset.text = textSize.get();
}

export function setTextSize(size: Size): void {
  try {
    localStorage.setItem(KEPT, size);
  } catch {
    // It lasts as long as the page.
  }
  textSize.set(size);
  applyTextSize();
}
