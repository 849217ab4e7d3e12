import { useRoute } from "preact-iso";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { UnreachedList } from "../../ui/unreached";
import { words } from "../../words/notice-channels";
import { Attached } from "./attached";

/** The families whom no channel reaches, with the notice above: one list for the teacher, on paper. */
export function Paper() {
  const t = useText();
  const { params } = useRoute();
  const path = { org_id: Number(params.org), notice_id: params.id ?? "" };
  const notice = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}", { path });
  const list = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}/unreached", { path });
  return (
    <Page title={words.paper} back>
      <Loaded of={notice}>
        {({ titleZh, bodyZh, files }) => (
          <article class="card stack">
            <h2>{titleZh}</h2>
            <p class="text">{bodyZh}</p>
            <Attached files={files} of={`/api/v1/orgs/${path.org_id}/notices/${path.notice_id}`} />
          </article>
        )}
      </Loaded>
      <UnreachedList of={list} more={t(words.paperMore)} />
    </Page>
  );
}
