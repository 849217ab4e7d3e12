import type { Routes } from ".";

export const talks: Routes = {};
