import { both } from "../text";

/** A court bars a guardian from a child. */
export const words = {
  bar: both("登记法院的限制", "Record a court's order"),
  barLead: both("登记后，此人看不到也收不到这个孩子的任何消息；导入名册也不能恢复关联。", "From then on this person sees and hears nothing of the child, and no list ties them again."),
  orderedOn: both("裁定日期", "Date of the order"),
  paper: both("法院和文号", "Court and number"),
  also: both("同时不能接触孩子的同事", "Colleagues to be kept out as well"),
  alsoHint: (name: string) => both(`这些同事能看到这个孩子，又与${name}有关。是${name}自己的账号或亲属的，请选上。`, `They read about the child and are close to ${name}. Choose those who are ${name} under another name, or family.`),
  why: { word: both("由其任命", "came by their word"), family: both("同为一个孩子的家长", "guardian of a child together") },
  barSure: (name: string, child: string) => both(`${name}立即看不到也收不到${child}的任何消息。本人不会收到通知。`, `From now on ${name} sees and hears nothing of ${child}. The person is not told.`),
  barredOn: (day: string, by: string) => both(`${day} 裁定，${by} 登记`, `Ordered ${day}, recorded by ${by}`),
  paperHidden: both("验证后可见文号", "The number shows after a second factor"),
  lift: both("解除限制", "Lift the bar"),
  liftSure: (name: string) => both(`只在法院解除对${name}的限制后操作。解除后还要重新关联家长。`, `Only when the court has lifted it for ${name}, who has to be added again afterwards.`),
};
