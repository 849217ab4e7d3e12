import type { WriteResult } from "../api/write";
import { same, type Words } from "../text";
import { toast } from "./toast";

/**
 * Does what can be taken back for five seconds instead of asking first: the screen hides it at once, and it is sent afterwards.
 * `back` shows it again: it was taken back, or refused. Only for one's own small things; what is destructive or reaches others is asked with `confirm`.
 */
export function undoable(said: Words, act: () => Promise<WriteResult<unknown>>, back: () => void): void {
  const send = () =>
    void act().then((result) => {
      if (result.state !== "done") back();
      if (result.state === "refused") toast(same(result.problem.message));
    });
  // Without the file for the button, as offline, it is done at once.
  import("./undo-bar").then(({ show }) => show(said, send, back), send);
}
