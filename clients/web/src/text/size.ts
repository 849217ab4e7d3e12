/** How large text is, on top of the phone's own setting. */
import { Value } from "../storage/value";
import { getItem, setItem } from "../storage/web-storage";

export const SIZES = ["normal", "large", "larger", "largest"] as const;
export type Size = (typeof SIZES)[number];

const TEXT_SIZE = "text-size";
export const textSize = new Value<Size>(SIZES.find((size) => size === getItem("local", TEXT_SIZE)) ?? "normal");

export function applyTextSize(): void {
  document.documentElement.dataset.text = textSize.get();
}

/** Without storage the choice lasts as long as the page. */
export function setTextSize(size: Size): void {
  setItem("local", TEXT_SIZE, size);
  textSize.set(size);
  applyTextSize();
}
