import type { Routes } from ".";

export const school: Routes = {};
