import { both } from "../text";

/** A visit as the visited family reads it. */
export const own = {
  pleaseConfirm: both("请确认约定", "Please confirm"),
  answeredBy: (name: string) => both(`这次家访约在${name}给出的时间和地点，由对方答复。`, `This visit is at a time and place that ${name} gave, so ${name} answers it.`),
  headlines: {
    onsite: (when: string, team: string) => both(`${when}，${team}来家访`, `${when}: home visit by ${team}`),
    video: (when: string, team: string) => both(`${when}，${team}视频家访`, `${when}: visit by video by ${team}`),
  },
};
