import { lazy } from "./lazy";
import type { Routes } from ".";

export const talks: Routes = {
  "/talks": lazy(() => import("../screens/talks/talks")),
  "/talks/book": lazy(() => import("../screens/talks/book")),
  "/talks/book/:org/:student": lazy(() => import("../screens/talks/book")),
  "/talks/:org/:booking": lazy(() => import("../screens/talks/talk")),
};
