import type { Words } from "../text";

export const offline: Words = ["现在没有网络。连上网后再试一次。", "No network right now. Try again once you are connected."];
export const unclear: Words = ["没能完成。请稍后再试一次。", "That did not work. Please try again later."];
export const again: Words = ["再试一次", "Try again"];
export const stale: Words = ["没有网络，显示的是上次看到的内容", "No network: this is what you saw last time"];
/** A write whose answer was lost. */
export const lost: Words = ["没有收到答复，可能已经办成。请再点一次：同样的内容不会办两次。", "No answer arrived, so it may be done already. Press again: nothing is done twice."];
/** Other content is about to go where one whose answer was lost went. */
export const perhapsBefore: Words = ["改动之前的那一次可能已经办成，请先看一看。确定还要发这一次，请再点一次。", "What you sent before this change may be done already: please look first. Press again to send this as well."];
