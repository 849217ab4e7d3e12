import { both } from "../text";

/** Drafts that stand on this phone. */
export const words = {
  onThisPhone: (at: string) => both(`已存在这台设备上 ${at}`, `Saved on this device ${at}`),
  sealedHere: (at: string) => both(`草稿已保存 ${at}，加密存在这台手机上，只有您能看`, `Draft saved ${at}, encrypted on this phone for you alone`),
};
