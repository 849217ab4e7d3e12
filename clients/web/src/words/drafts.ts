import { both } from "../text";

/** Drafts of confidential texts, which stand sealed on the server. */
export const words = {
  saved: (at: string) => both(`草稿已保存 ${at}，只有您能打开`, `Draft saved ${at}. Only you can open it`),
  unsaved: both("草稿还没保存：", "The draft is not saved yet: "),
  over: both("这份草稿在别处改过或已经提交，这里不再自动保存。", "This draft was changed elsewhere or has been filed, so it is no longer saved here."),
  discard: both("清空草稿", "Discard the draft"),
  discardMore: both("没有提交的内容会被清空，找不回来。", "What you have not filed is removed and cannot be brought back."),
};
