import type { Words } from "../text";

export const words = {
  textSize: ["字号", "Text size"],
  normal: ["标准", "Normal"],
  large: ["大", "Large"],
  larger: ["更大", "Larger"],
  largest: ["最大", "Largest"],
} satisfies Record<string, Words>;
