/** Every feature of the app. A new one adds its line here. */
import { type Feature, registerFeatures, type Routes } from "../ui/features";
import { core } from "./core";
import { counsellor } from "./counsellor";
import { lazy } from "./lazy";
import { notices } from "./notices";
import { observations } from "./observations";
import { school } from "./school";
import { talks } from "./talks";
import { visits } from "./visits";

const FEATURES: Feature[] = [core, notices, visits, talks, observations, counsellor, school];

registerFeatures(FEATURES);

/** Each address and its screen, whose code is fetched when it is first opened. */
export const routes: Routes = Object.assign({}, ...FEATURES.map((feature) => feature.routes));

export const Lost = lazy(() => import("../screens/lost"));
