import type { Words } from "../text";

export const words = {
  title: ["求助热线", "Helplines"],
  lead: ["难受的时候，打个电话给愿意听你说的人。不用报名字。", "When things are hard, call somebody who listens. You need not give your name."],
  danger: ["有人正处在危险中？马上打电话。", "Somebody in danger right now? Call at once."],
  call: ["拨打", "Call"],
  national: ["全国热线", "Across the country"],
  near: ["学校和本地", "School and nearby"],
} satisfies Record<string, Words>;

export interface Line {
  phone: string;
  name: Words;
  hours: Words;
}

/** Part of the app itself: available without network, signed out, and before anything was loaded. */
export const NATIONAL: Line[] = [
  { phone: "12356", name: ["心理援助热线", "Psychological support line"], hours: ["全国统一，多数地区 24 小时", "Nationwide, round the clock in most places"] },
  { phone: "12355", name: ["青少年服务台", "Youth line"], hours: ["心理和法律，每天", "For young people: feelings and rights, every day"] },
];

export const URGENT: Line[] = [
  { phone: "110", name: ["报警", "Police"], hours: ["24 小时", "Round the clock"] },
  { phone: "120", name: ["急救", "Ambulance"], hours: ["24 小时", "Round the clock"] },
];
