import { both } from "../text";

/** A visit as the visited family reads it. */
export const own = {
  pleaseConfirm: both("请确认约定", "Please confirm"),
  headlines: {
    onsite: (when: string, team: string) => both(`${when}，${team}来家访`, `${when}: home visit by ${team}`),
    video: (when: string, team: string) => both(`${when}，${team}视频家访`, `${when}: visit by video by ${team}`),
  },
};
