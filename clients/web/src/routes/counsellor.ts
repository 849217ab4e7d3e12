import type { Routes } from ".";

export const counsellor: Routes = {};
