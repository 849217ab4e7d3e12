import type { Routes } from ".";

export const observations: Routes = {};
