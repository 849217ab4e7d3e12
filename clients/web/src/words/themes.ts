import { both } from "../text";

/** Themes on the first screen. */
export const words = {
  now: (name: string, last: string) => both(`主题：${name}（到 ${last}）`, `Theme: ${name} (until ${last})`),
};
