import { both } from "../text";

/** A record of a visit on paper. */
export const words = {
  print: both("打印家访记录（带水印）", "Print the record, with a watermark"),
  mark: (name: string, at: string) => both(`${name} ${at}打印 · 请勿外传`, `Printed by ${name}, ${at} · confidential`),
};
