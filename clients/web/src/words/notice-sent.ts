import { both } from "../text";

/** A notice that was written, for its senders. Apart from the words of writing one, so that neither screen fetches both. */
export const words = {
  headline: (people: number, opened: number, answered: number | false) =>
    both(`${people} 人中 ${opened} 人已读${answered === false ? "" : `，${answered} 人已回复`}`, `${opened} of ${people} people have read it${answered === false ? "" : `, ${answered} have answered`}`),
  people: (count: number) => both(`（${count} 人）`, ` (${count})`),
  className: both("班级", "Class"),
  untilMorning: (sent: number, unsent: number) => both(`已发到 ${sent} 人（各种方式合计）；${unsent} 人在免打扰时段或没有可用的方式：前者等免打扰结束（默认早上 7:00）再提醒，心桥里都已经能看到`, `Told ${sent} by any channel; ${unsent} have quiet hours, and are told when these end (by default at 7:00), or no channel. All find it in Xinqiao already`),
  disagreed: (count: number) => both(`不同意的 ${count} 人`, `Not agreed: ${count}`),
  urgent: both("紧急", "Urgent"),
  until: both("有效期到", "Last day"),
  withdrawnStatus: both("已撤回，大家不用再回复。上面是撤回前的情况。回复过的人仍可下载自己的回执，里面有当时的内容。", "It was taken back, so nobody needs to answer any more. The figures above are from before. Who had answered can still download their own receipt, with the text of that time."),
  changedBy: both("修改人", "Changed by"),
  paper: both("收不到提醒的家庭（可打印）", "Families to give it on paper"),
};
