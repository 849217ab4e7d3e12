import { both } from "../text";

/** What was agreed with a family at a visit. */
export const words = {
  title: both("家访约定", "Agreed at the visit"),
  steps: both("说好的事", "Agreed steps"),
  step: (by: string, text: string) => both(`${by}前：${text}`, `by ${by}: ${text}`),
  written: (name: string, at: string) => both(`${name} ${at} 写给家长`, `Written for the family by ${name}, ${at}`),
  lead: both("请看看是不是这样。有不同或想补充的，写给班主任。", "Please see whether this is right. If something differs or is missing, tell the class teacher."),
  word: both("想补充的话（选填）", "Your word (optional)"),
  confirm: both("确认", "Confirm"),
  wordOnly: both("只留言，先不确认", "Send my word without confirming"),
  wordFirst: both("先写一句话。", "First write a word."),
  told: both("已告诉班主任。", "The class teacher is told."),
  confirmed: (name: string, at: string) => both(`${name} ${at} 已确认`, `Confirmed by ${name}, ${at}`),
  said: (name: string, at: string) => both(`${name} ${at} 留言`, `A word of ${name}, ${at}`),
  until: (day: string) => both(`${day}前回复即可`, `Please answer by ${day}`),
  none: both("家长还没有回复。", "The family has not answered."),
  write: both("写给家长确认", "Write it for the family"),
  writeAgain: both("重新写给家长", "Write it for the family again"),
  writeLead: both("只有这里写的给家长看，记录里的其他内容不会给。重写之后，家长要重新确认。", "The family reads what stands here, and nothing else of the record. A new version is confirmed again."),
  take: both("带入记录里的约定和推荐", "Take steps and recommendations from the record"),
  takeMore: both("会打开记录，并留下查看的记录。带入后请删去不该给家长看的。", "This opens the record, which is recorded. Then remove what is not for the family."),
  taken: both("已带入，请逐条看一遍。", "Taken over. Please go through each of them."),
  send: both("发给家长", "Send to the family"),
  cancel: both("取消", "Cancel"),
  sent: both("已发给家长。", "Sent to the family."),
};
