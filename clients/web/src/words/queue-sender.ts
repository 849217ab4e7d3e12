import type { Words } from "../text";

export const tooLate: Words = ["隔得太久，没有发出。还需要的话，请再办一次。", "It waited too long and was not sent. If you still want it, please do it again."];
