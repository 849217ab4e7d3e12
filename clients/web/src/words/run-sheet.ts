import { both } from "../text";

/** The run sheet: a team member's visits of a day. */
export const words = {
  title: both("家访行程", "Visits of the day"),
  today: both("今天", "Today"),
  tomorrow: both("明天", "Tomorrow"),
  day: both("哪一天", "Which day"),
  none: both("这一天没有约好的家访。", "No agreed visits on this day."),
  open: (day: string) => both(`${day}的家访行程`, `Run sheet: ${day}`),
  followUps: both("上次说好的事，还没有完成", "Agreed last time and not done"),
  followUp: (by: string) => both(`${by}前（打开上次的记录）`, `by ${by} (open last time's record)`),
  late: both("我会晚到", "I am running late"),
  lateLead: both("这次和今天后面的家访都推迟，家长会收到新的时间。", "This visit and your later ones of today move, and the families are told the new times."),
  lateBy: (minutes: number) => both(`晚 ${minutes} 分钟`, `${minutes} minutes late`),
  lateTold: both("已推迟，新的时间发给了家长。", "Moved. The families are told the new times."),
  lateTaken: both("新的时间里有人已有安排，什么都没有改。少推迟一些，或者打电话商量。", "Somebody is busy at the new time, so nothing was moved. Try fewer minutes, or call the family."),
  homes: both("住址、电话和路线", "Addresses, phones and the way"),
  homesMore: both("前一晚到当天可以看，打开会留下记录，手机上不保存。", "Shown from the evening before to the end of the day. Opening is recorded, and nothing is kept on the phone."),
  noAddress: both("没有登记住址", "No address on file"),
  elsewhere: (place: string) => both(`见面地点：${place}`, `Meeting place: ${place}`),
  walk: (minutes: number) => both(`步行约 ${minutes} 分钟`, `about ${minutes} minutes on foot`),
  map: both("在地图里打开", "Open in the map"),
  drawing: (count: number) => both(`${count} 家的先后顺序示意图`, `Sketch of the order of ${count} homes`),
  ask: both("可以问", "What to ask"),
  print: both("打印", "Print"),
};
