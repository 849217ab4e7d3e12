import { both } from "../text";

export const words = {
  lead: both("写好后要由另一位教育局管理员审批，审批通过后才会替换各校的通知。范围和类型不变。", "Another officer approves it; then it takes the notice's place at every school. Kind, schools and people stay."),
  submit: both("提交更正", "Submit the correction"),
  submitted: both("更正已提交，等待另一位教育局管理员审批。", "The correction is submitted. It waits for another officer."),
  waits: both("待审批的更正", "A correction waits for approval"),
  replaces: both("再提交更正，会取代正在等待审批的这一份。", "Another correction takes the place of the one that waits."),
  waitsForOther: both("等待另一位教育局管理员审批。在此之前各校看到的仍是原来的通知。", "It waits for another officer. Until then the schools have the notice as it is."),
  check: both("请核对更正后的内容。通过后各校的人会重新收到，之前的确认和签字会保留，但不再算数。", "Please check the new text. Once approved, everybody is told again; earlier answers are kept and no longer count."),
  approve: both("通过更正", "Approve the correction"),
  approveSure: (schools: number) => both(`会替换 ${schools} 所学校的这条通知，大家要重新回复。确定吗？`, `It replaces the notice at ${schools} ${schools === 1 ? "school" : "schools"}, and everybody answers again. Are you sure?`),
  approved: both("更正已通过，正在发给各校。", "The correction is approved and goes to the schools."),
  reject: both("不采用更正", "Drop the correction"),
  rejectSure: both("这份更正会被删除，各校的通知不变。", "This correction is deleted; the notice stays as it is at the schools."),
  rejected: both("更正没有采用。", "The correction was dropped."),
};
