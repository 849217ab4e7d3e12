import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { day } from "../../text/time";
import { confirm } from "../../ui/confirm";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/notice-files";
import { sizeOf } from "./file-size";

type KeptFile = Shape<"KeptFile">;

/** The files of the notices of a school, or of a bureau, that take room; those of notices that are over can be removed. */
export function Kept() {
  const t = useText();
  const orgId = Number(useRoute().params.org);
  const org = useHome().data?.orgs.find((found) => found.orgId === orgId);
  const zone = org?.timeZone ?? "Asia/Shanghai";
  const notices = `/notices/${org?.roles.includes("officer") ? "bureau" : "sent"}/${orgId}`;
  const files = useRead("/api/v1/orgs/{org_id}/notice-files", { path: { org_id: orgId } });
  const mutation = useMutation();
  const remove = async (file: KeptFile) =>
    (await confirm(words.remove, words.removeSure(file.name))) &&
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/notice-files/{file_id}/remove", { path: { org_id: orgId, file_id: file.fileId } }, key), () => {
      toast(words.removed);
      files.reload();
    });
  return (
    <Page title={words.all} back>
      <Loaded of={files}>
        {({ used, room, items }) => (
          <>
            <p>{t(words.used(sizeOf(used), sizeOf(room)))}</p>
            <p class="quiet small">{t(words.usedHint)}</p>
            <ProblemNote problem={mutation.problem} />
            {items.length ? (
              <ul class="cells">
                {items.map((file) => (
                  <li key={`${file.fileId} ${file.noticeId}`} class="cell">
                    <span class="what">
                      <span>{file.name} · {sizeOf(file.size)}</span>
                      <span class="under"><a href={`${notices}/${file.noticeId}`}>{t(words.ofNotice(file.noticeTitle, day(file.sentAt, zone)))}</a>{file.withdrawn && ` · ${t(words.withdrawn)}`}</span>
                    </span>
                    {file.canRemove ? <button type="button" class="button plain" disabled={mutation.busy} aria-label={t(words.removeOne(file.name))} onClick={() => void remove(file)}>{t(words.remove)}</button> : <span class="quiet small">{t(words.counts)}</span>}
                  </li>
                ))}
              </ul>
            ) : (
              <Empty words={words.noFiles} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
