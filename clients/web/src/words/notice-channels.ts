import { both } from "../text";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

/** By what a notice's people are told, and the list of families to whom it goes on paper. */
export const words = {
  quiet: both("这个时间多数人在免打扰时段（默认 21:30–7:00）：提醒会等到早上 7:00 起再发，心桥里马上能看到。", "Most people have quiet hours then (by default 21:30 to 7:00): they are told from 7:00 on, and find it in Xinqiao at once."),
  byChannel: {
    fcm: (count: number) => both(`手机推送：${count} 人`, `Push to the app: ${people(count)}`),
    webpush: (count: number) => both(`浏览器推送：${count} 人`, `Push to a browser: ${people(count)}`),
    wecom: (count: number) => both(`企业微信：${count} 人`, `WeCom: ${people(count)}`),
    wechat: (count: number) => both(`微信服务号：${count} 人`, `WeChat: ${people(count)}`),
    sms: (count: number) => both(`短信：${count} 人`, `SMS: ${people(count)}`),
    mail: (count: number) => both(`邮件：${count} 人`, `Mail: ${people(count)}`),
  },
  unreached: (count: number) => both(`收不到任何提醒：${count} 人`, `No channel: ${people(count)}`),
  sms: (count: number, fen: number | null) =>
    both(
      `按运营商计费共 ${count} 条短信${fen === null ? "" : `，约 ${yuan(fen)} 元`}。`,
      `${count} SMS as the operator counts them${fen === null ? "" : `, about ¥${yuan(fen)}`}.`,
    ),
  smsMost: (count: number, fen: number | null) =>
    both(`如果大家都没有看，最多 ${count} 条${fen === null ? "" : `，约 ${yuan(fen)} 元`}。`, `At most ${count} SMS${fen === null ? "" : `, about ¥${yuan(fen)}`}, if nobody reads it.`),
  paper: both("收不到提醒的家庭（可打印）", "Families to give it on paper"),
  paperMore: both("这些家庭没有手机号，也没有开启其他提醒。请把通知打印出来交给他们。打开这份名单会留下记录。", "These families have no phone number and no other channel. Please give them the notice on paper. Opening this list is recorded."),
  nobody: both("每个家庭都有人能收到提醒。", "Somebody in every family is reached."),
  staff: both("教职工", "Staff"),
  student: both("学生", "Student"),
  guardians: both("家长", "Guardians"),
  handed: both("已交（签名）", "Handed over (signature)"),
  none: both("未登记家长", "No guardian on file"),
  print: both("打印", "Print"),
};

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}
