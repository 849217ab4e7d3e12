import { both } from "../text";

/** What was written of a visit: accounts of several colleagues, and their corrections. */
export const words = {
  waits: both("家访记录", "Record of the visit"),
  openRefused: both("记录没有发出去，打开再试", "The record was not sent: open it again"),
  refused: both("这份记录没有网络时写好，发送时没有成功。请核对家访时间，改好后再保存。", "This record was written without network and was refused when it was sent. Check the time of the visit, and save it again."),
  several: (names: string[]) => both(`这次家访有 ${names.length} 份记录，都保留着：${names.join("、")}。`, `${names.length} accounts of this visit stand side by side: by ${names.join(", ")}.`),
  sameTime: both("同一份记录被两个人同时更正，两份都保留着，请一起核对。", "Two people corrected the same account at the same time. Both are kept: please compare them."),
  by: (name: string, when: string) => both(`${name}，${when}`, `${name}, ${when}`),
  corrected: (name: string, when: string) => both(`${name}更正，${when}`, `Corrected by ${name}, ${when}`),
  correct: both("更正这份记录", "Correct this account"),
  correctTitle: both("更正家访记录", "Correct the record"),
  correctLead: both("原来的记录会保留，能看记录的人还能打开。", "The version before is kept, and those who may read the record can still open it."),
  saveCorrection: both("保存更正", "Save the correction"),
  add: both("补充我的记录", "Add my own account"),
  addLead: both("同事已经写了一份。您写的这份会一起保留，不会覆盖。", "A colleague wrote one already. Yours is kept beside it and overwrites nothing."),
  followUpsTold: both("同行的老师和班主任在行程和家访页上直接看到这里写的事，不用打开记录。敏感的内容请写在上面。", "The team and the class teacher see what is written here on the run sheet and the visit's page, without opening the record. Keep what is sensitive above."),
  old: (name: string, when: string) => both(`看已更正的版本：${name}，${when}`, `Read the corrected version: ${name}, ${when}`),
  oldTitle: (name: string, when: string) => both(`已更正的版本：${name}，${when}`, `Corrected version: ${name}, ${when}`),
};
