import { both } from "../text";

/** An evening of visits that its teacher cannot make. */
export const words = {
  cannotCome: both("我去不了", "I cannot come"),
  nothing: both("这一天没有您还要去的家访。", "You have no visits to come on this day."),
  handOverLead: both("时间不变，由同事去。家长会收到是谁来的通知。", "The times stay, and a colleague goes. The families are told who comes."),
  nobodyFree: both("没有同事能去这一天的全部家访。", "No colleague can make all visits of this day."),
  handOver: (name: string) => both(`交给${name}`, `Hand over to ${name}`),
  handOverSure: (name: string) => both(`您名单里这一天的家访都由${name}去，各家会马上收到通知，说是谁来。`, `All visits of your list are made by ${name}, and the families are told at once who comes.`),
  fewerSure: (name: string, count: number) => both(`${name}本来就会去其中 ${count} 次家访：交给${name}后，去的人会比和家长约好的少。学校要求两人同行的，请另选一位或请家长另选时间。`, `${name} comes to ${count} of these visits already, so fewer people would come than was agreed. If your school asks for two, choose somebody else or another time.`),
  handedOver: (name: string) => both(`已交给${name}，家长会收到通知。`, `Handed over to ${name}. The families are told.`),
  newTimes: both("请各家另选时间", "Ask the families for another time"),
  newTimesSure: both("这一天您的家访都不去了，时间空出来，各家会收到消息，自己另选时间。", "None of your visits of this day takes place. The families are told, and choose another time."),
  timesAsked: both("已请各家另选时间。", "The families are asked for another time."),
  busy: (names: string) => both(`当时有安排：${names}`, `Busy then: ${names}`),
};
