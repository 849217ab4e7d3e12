import { both } from "../text";

/** A colleague who is away for some days. */
export const words = {
  title: both("请假", "Leave"),
  lead: both("请假期间，班级、科目、身份和未办事项由代理人负责，到期自动交还。", "For that time classes, roles and open work are with the stand-in. They come back by themselves."),
  days: (first: string, last: string) => both(`${first} 至 ${last} 请假`, `Away ${first} to ${last}`),
  standIn_: (name: string) => both(`代理人：${name}`, `Stand-in: ${name}`),
  noStandIn: both("没有代理人", "No stand-in"),
  waits: both("到第一天自动移交。", "Work passes on by itself on the first day."),
  stuck: both("还没有移交：有紧急事项会无人负责。请选择代理人。", "Not passed on yet: something urgent would have no owner. Choose a stand-in."),
  standsIn: (name: string, first: string, last: string) => both(`代理 ${name}：${first} 至 ${last}`, `Stands in for ${name}, ${first} to ${last}`),
  firstDay: both("第一天", "First day"),
  lastDay: both("最后一天", "Last day"),
  standIn: both("代理人", "Stand-in"),
  standInHint: both("心理教师的预约不移交：会取消并通知来访者另约。管理员和档案保管人的身份不移交。", "A counsellor's sessions do not pass on: they are cancelled, with notice. Administrators and custodians stay who they are."),
  nobody: both("无", "None"),
  record: both("登记请假", "Record the leave"),
  change: both("修改请假", "Change the leave"),
  recorded: both("已登记。", "Recorded."),
  sure: (name: string) => both(`这段时间由${name}代理，能看到这些班级的资料。`, `${name} stands in, and sees these classes for that time.`),
  sureAlone: both("没有代理人：这段时间班级没有班主任，只有此人负责的家访会取消。", "Without a stand-in the classes have no class teacher, and visits that nobody else joins are cancelled."),
  endNow: both("结束请假", "End the leave now"),
  endSure: both("班级、身份和未办事项现在交还本人。已取消的预约不会恢复。", "Classes, roles and open work come back now. Cancelled sessions stay cancelled."),
  takeBack: both("取消请假", "Take the leave back"),
  takeBackSure: both("已取消的预约不会恢复。", "Cancelled sessions stay cancelled."),
  over: both("已办理。", "Done."),
};
