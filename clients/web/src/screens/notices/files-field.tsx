import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";
import type { AttachProps } from "./attach";

/** The field for a notice's files. Its code is fetched apart. */
export function FilesField(props: AttachProps) {
  return <Loaded of={useFetched(() => import("./attach"))}>{({ Attach }) => <Attach {...props} />}</Loaded>;
}
