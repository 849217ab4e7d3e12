import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Check, Input, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { UntilSaved, useSaved } from "../../ui/until-saved";
import { words } from "../../words/library";

type Series = Shape<"LectureSeries">;
type Hosts = Shape<"RecordingHosts">;

/** The school's series of lectures, and the sites on which recordings may be (N8). */
export function Library({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<Series | "new">();
  const library = useRead("/api/v1/orgs/{org_id}/lectures/library", { path: { org_id: orgId } });
  const close = () => setOpen(undefined);
  return (
    <Page title={words.settings} back>
      <Loaded of={library}>
        {({ series, hosts, canEdit }) => (
          <>
            <Section title={words.series}>
              {series.length ? (
                <Cells>
                  {series.map((one) => (
                    <Cell key={one.seriesId} onClick={canEdit ? () => setOpen(one) : undefined} subtitle={t(words.lectures(one.lectures))} trailing={one.ended && <Tag tone="still">{t(words.endedTag)}</Tag>}>{t([one.titleZh, one.titleEn ?? one.titleZh])}</Cell>
                  ))}
                </Cells>
              ) : (
                <Empty words={words.noneSeries} />
              )}
              {canEdit && <Button wide kind="main" onClick={() => setOpen("new")}>{t(words.addSeries)}</Button>}
            </Section>
            <Section title={words.hosts}>{canEdit ? <UntilSaved of={hosts}>{(hosts) => <HostsForm orgId={orgId} hosts={hosts} />}</UntilSaved> : <p>{hosts.hosts.join("、")}</p>}</Section>
            {open && (
              <Sheet title={open === "new" ? words.addSeries : words.editSeries} onClose={close}>
                <SeriesForm orgId={orgId} series={open === "new" ? undefined : open} onDone={close} />
              </Sheet>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function SeriesForm({ orgId, series, onDone }: { orgId: number; series?: Series; onDone: () => void }) {
  const mutation = useMutation();
  const [titleZh, setZh] = useState(series?.titleZh ?? "");
  const [titleEn, setEn] = useState(series?.titleEn ?? "");
  const [ended, setEnded] = useState(series?.ended ?? false);
  const body = { titleZh, titleEn: titleEn || null, ended };
  const save = (key: string) =>
    series
      ? write("put", "/api/v1/orgs/{org_id}/lectures/series/{series_id}", { path: { org_id: orgId, series_id: series.seriesId }, body, version: series.version }, key)
      : write("post", "/api/v1/orgs/{org_id}/lectures/series", { path: { org_id: orgId }, body }, key);
  const send = () =>
    void mutation.run(save, () => {
      toast(words.saved);
      onDone();
    });
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Input label={words.titleZh} required maxLength={80} value={titleZh} onValue={setZh} error={fieldError(mutation.problem, "titleZh")} />
      <Input label={words.titleEn} maxLength={80} value={titleEn} onValue={setEn} error={fieldError(mutation.problem, "titleEn")} />
      {series && <Check label={words.ended} value={ended} onValue={setEnded} />}
    </Form>
  );
}

function HostsForm({ orgId, hosts }: { orgId: number; hosts: Hosts }) {
  const onSaved = useSaved();
  const mutation = useMutation();
  const [text, setText] = useState(hosts.hosts.join("\n"));
  const named = text.toLowerCase().split(/\s+/).filter(Boolean);
  const send = () =>
    void mutation.run(
      (key) => write("put", "/api/v1/orgs/{org_id}/lectures/library/hosts", { path: { org_id: orgId }, body: { hosts: named }, version: hosts.version }, key),
      (saved) => {
        onSaved(saved);
        toast(words.saved);
      },
    );
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <TextArea label={words.hosts} hint={words.hostsHint} maxLength={2000} value={text} onValue={setText} error={fieldError(mutation.problem, "hosts")} />
    </Form>
  );
}
