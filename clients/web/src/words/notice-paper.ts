import { both } from "../text";

export const paper = both("收不到提醒的家庭（可打印）", "Families to give it on paper");
