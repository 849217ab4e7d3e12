import type { Routes } from ".";

export const visits: Routes = {};
