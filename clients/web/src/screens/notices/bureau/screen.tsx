import { useRoute } from "preact-iso";
import { type Org, useHome } from "../../../api/home";
import { useFetched } from "../../../ui/fetched";
import { Empty, Loaded } from "../../../ui/loaded";
import { Page } from "../../../ui/page";
import { words as notices } from "../../../words/notices";
import { parts } from "../../../words/parts";
import { BureauNoticeView } from "./notice";

/** A bureau's notice by its address: to be read and approved, to be changed, or a new one. */
export default function BureauNotice() {
  const { org: orgId, id: notice = "", edit } = useRoute().params;
  const home = useHome();
  const corrects = edit === "correct";
  const writes = notice === "new" || edit;
  return (
    <Page title={writes ? (corrects ? notices.correct : edit ? notices.edit : notices.write) : notices.one} back>
      <Loaded of={home}>
        {({ orgs }) => {
          const org = orgs.find((found) => String(found.orgId) === orgId);
          if (!org) return <Empty words={parts.notYours} />;
          return writes ? <Forms org={org} noticeId={edit && notice} corrects={corrects} /> : <BureauNoticeView org={org} noticeId={notice} />;
        }}
      </Loaded>
    </Page>
  );
}

/** Fetched apart: who approves one does not write. */
function Forms({ org, noticeId, corrects }: { org: Org; noticeId: string | undefined; corrects: boolean }) {
  return (
    <Loaded of={useFetched(() => import("./forms"))}>
      {({ CorrectBureauNotice, EditBureauNotice, WriteBureauNotice }) => {
        if (!noticeId) return <WriteBureauNotice org={org} />;
        return corrects ? <CorrectBureauNotice org={org} noticeId={noticeId} /> : <EditBureauNotice org={org} noticeId={noticeId} />;
      }}
    </Loaded>
  );
}
