import type { Shape } from "../../../api/client";
import { useFetched } from "../../../ui/fetched";
import { Loaded } from "../../../ui/loaded";

export type FilesProps = { files: Shape<"NoticeFile">[]; path: { org_id: number; bureau_notice_id: string } };

/** The files of a bureau's notice, as its officers read them. Their code is fetched where there are some. */
export function Files({ files, path }: FilesProps) {
  return files.length > 0 ? <Fetched files={files} path={path} /> : null;
}

function Fetched({ files, path }: FilesProps) {
  return <Loaded of={useFetched(() => import("../attached"))}>{({ Attached }) => <Attached files={files} of={`/api/v1/orgs/${path.org_id}/bureau-notices/${path.bureau_notice_id}`} />}</Loaded>;
}
