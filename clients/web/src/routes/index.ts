/** Every address of the app and its screen, loaded when it is first opened. */
import type { ComponentType } from "preact";
import { lazy } from "./lazy";
import { core } from "./core";
import { counsellor } from "./counsellor";
import { notices } from "./notices";
import { observations } from "./observations";
import { school } from "./school";
import { talks } from "./talks";
import { visits } from "./visits";

/** Screens take nothing but what stands in their address. */
export type Routes = Record<string, ComponentType>;

export const Lost = lazy(() => import("../screens/lost"));

export const routes: Routes = { ...core, ...notices, ...visits, ...talks, ...observations, ...counsellor, ...school };
