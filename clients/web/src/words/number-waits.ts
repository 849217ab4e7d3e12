import { both, type Words } from "../text";

/** Moved numbers that nobody has confirmed: for colleagues on the first screen, for administrators on the person's page. */
export const words = {
  waits: (name: string, children: string[]) => both(`确认新手机号 · ${[name, ...children].join(" · ")}`, `Confirm a new phone number · ${[name, ...children].join(" · ")}`),
  until: (day: string) => both(`请先和本人说过话；${day}前有效`, `Speak with them first; open until ${day}`),
  closed: (moved: string, until: string) => both(`手机号${moved}换过。${until}前，新号码不能签字，也看不到以前的内容；原号码可以改回。`, `The number was moved on ${moved}. Until ${until} the new one signs nothing and sees nothing of before, and the old one can take it back.`),
  moved: both("新号码待确认", "New number to be confirmed"),
  ask: (names: string[]) => both(`可以提前确认的人：${names.join("、")}。老师需要双重验证，并且到校满一周。`, `Who can confirm it sooner: ${names.join(", ")}. Colleagues need a second factor and a week at the school.`),
  nobody: both("现在没有可以提前确认的人，到期自动生效。", "Nobody can confirm it sooner; it opens by itself then."),
  confirmer: (name: string, part: Words) => both(`${name}（${part[0]}）`, `${name} (${part[1]})`),
  parts: { guardian: both("家长", "guardian"), class_teacher: both("班主任", "class teacher"), colleague: both("学校老师", "colleague") },
};
