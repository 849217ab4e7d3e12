import type { Routes } from ".";

export const notices: Routes = {};
