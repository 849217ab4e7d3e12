import type { Words } from "../text";

export const offline: Words = ["现在没有网络。连上网后再试一次。", "No network right now. Try again once you are connected."];
export const unclear: Words = ["没能完成。请稍后再试一次。", "That did not work. Please try again later."];
export const again: Words = ["再试一次", "Try again"];
export const stale: Words = ["没有网络，显示的是上次看到的内容", "No network: this is what you saw last time"];
export const tooLate: Words = ["隔得太久，没有发出。还需要的话，请再办一次。", "It waited too long and was not sent. If you still want it, please do it again."];
