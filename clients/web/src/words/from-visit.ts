import { both } from "../text";

/** An observation or a talk that follows from the record of a home visit. */
export const fromVisit = {
  title: both("接下来", "What next"),
  observation: both("上报我看到的", "Report what I saw"),
  more: both("记录里的内容不会带过去，要写什么由您决定。", "Nothing of the record goes with it: you decide what to write."),
  about: (name: string) => both(`关于：${name}`, `About ${name}`),
  note: both("处理上报的人看不到家访记录。只写他们需要知道的。", "Who handles observations does not see the record of the visit. Write what they need to know."),
  writeFirst: both("请写下您看到了什么。", "Please write what you saw."),
  saved: (at: string) => both(`草稿已保存 ${at}，加密存在这台手机上，只有您能看`, `Draft saved ${at}, encrypted on this phone for you alone`),
  text: (day: string) => both(`${day}家访时看到：`, `Seen at the home visit on ${day}: `),
};
