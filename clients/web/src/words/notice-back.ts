import { both } from "../text";

/** Why a notice that was to leave is a draft again. */
export const words = {
  changed: both("同事修改了这条通知，它不会按原定时间发出。请核对内容，再重新发送。", "A colleague changed this notice, so it does not leave at its time. Please check it and send it again."),
  stopped: both("同事取消了定时发送。需要发出时，请重新发送。", "A colleague stopped this notice before its time. Send it again if it should go."),
  over: both("没有发出：到时已过有效期。请改有效期后重新发送。", "It did not leave: its last day had passed. Please change that day and send it again."),
  left: both("没有发出：定时的人已不在本校任职。请核对后重新发送。", "It did not leave: who let it out no longer works here. Please check it and send it again."),
  not_allowed: both("没有发出：定时的人已不能通知其中的班级或学生。请改“发给谁”，或由校领导、学校管理员发送。", "It did not leave: who let it out may no longer write to all of its classes or students. Change whom it is for, or let a leader or administrator send it."),
  nobody: both("没有发出：到时没有人能收到。请改“发给谁”后重新发送。", "It did not leave: it would have reached nobody. Change whom it is for and send it again."),
};
