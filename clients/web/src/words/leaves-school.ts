import { both } from "../text";

/** A colleague leaves the school, and somebody takes over. */
export const words = {
  title: both("离职", "Leaves the school"),
  lead: both("离职后立即不能登录本机构。家访、咨询和关注事项会交给接手的人，或取消并通知。", "From then on they cannot act here. Visits, sessions and concerns are handed over, or cancelled with notice."),
  successor: both("谁接手班级和科目", "Who takes the classes and subjects"),
  sure: (name: string) => both(`${name}不再是本机构的教职工。`, `${name} no longer works here.`),
  sureAlone: (name: string, classes: string) => both(`${name}不再是本机构的教职工。没有选接手的人，${classes}将没有班主任。`, `${name} no longer works here. Nobody was chosen to take over: ${classes} will have no class teacher.`),
  sureTo: (name: string, successor: string) => both(`${name}不再是本机构的教职工。班级和科目以及未办事项由${successor}接手。`, `${name} no longer works here. ${successor} takes the classes and subjects, with what is open in them.`),
  between: both("、", ", "),
};
