import { write } from "../../../api/write";
import { useText } from "../../../text";
import { plainDay, weekday } from "../../../text/time";
import { Cell, Cells, Facts } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { Section } from "../../../ui/page";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/campaigns";
import type { Campaign, CampaignPath } from "./types";

/** Who visits, and how: the last parts of a campaign's page. */
export function Team({ campaign, path }: { campaign: Campaign; path: CampaignPath }) {
  return (
    <div class="stack halves">
      <Visitors campaign={campaign} />
      <Settings campaign={campaign} path={path} />
    </div>
  );
}

function Visitors({ campaign }: { campaign: Campaign }) {
  const t = useText();
  return (
    <Section title={words.visitors}>
      <Cells>
        {campaign.visitors.map((visitor) => (
          <Cell key={visitor.staffId} subtitle={visitor.hours.length ? visitor.hours.map((hours) => `${weekday(hours.weekday)} ${hours.fromTime}–${hours.toTime}`).join(" · ") : t(words.noHours)} trailing={t(words.made(visitor.visits))}>{visitor.name}</Cell>
        ))}
      </Cells>
    </Section>
  );
}

function Settings({ campaign, path }: { campaign: Campaign; path: CampaignPath }) {
  const t = useText();
  return (
    <Section title={words.settings}>
      <Facts
        of={[
          [t(words.startsOn), plainDay(campaign.startsOn)],
          [t(words.endsOn), plainDay(campaign.endsOn)],
          [t(words.minutes), t(words.minutesOf(campaign.visitMinutes))],
          [t(words.perDay), campaign.visitsPerDay],
          [t(words.dayLength), t(words.hoursOf(campaign.dayMinutes / 60))],
          [t(words.hold), t(words.hoursOf(campaign.holdHours))],
          [t(words.together), campaign.visitorsPerVisit],
          [t(words.travel), `${t(words.travels[campaign.travel])} · ${t(words.speedOf(campaign.speedKmh))}`],
          ...(campaign.canEdit ? [[t(words.start), t(campaign.start ? words.pointSet : words.noStart)], [t(words.end), t(campaign.end ? words.pointSet : words.noEnd)]] as [string, string][] : []),
        ]}
      />
      {campaign.canEdit && <a class="button" href={`/campaigns/${path.org_id}/${path.campaign_id}/edit`}>{t(words.edit)}</a>}
      {campaign.canEdit && <ConfirmButton action={words.close} consequence={words.closeSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/close", { path, version: campaign.version }, key)} onDone={() => toast(words.closed)} />}
    </Section>
  );
}
