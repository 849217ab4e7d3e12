import { both } from "../text";

export const words = {
  waits: both("有新版本", "There is a new version"),
  take: both("更新", "Update"),
};
