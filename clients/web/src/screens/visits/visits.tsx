import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useDeed, useWaits, write } from "../../api/write";
import { useHome } from "../../orgs";
import { useText } from "../../text";
import { plainDay, span, weekday } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { Empty, Shown, Wrong } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { parts } from "../../words/parts";
import { words } from "../../words/visits";
import { ahead, standing, tone } from "./standing";

type Visit = Shape<"Visit">;
type Offer = Shape<"MyOffer">;

/** Visits of my children, my class or my team, in all organisations; and the times that my family offers. */
export default function Visits() {
  const t = useText();
  const home = useHome();
  const guardian = home.data?.orgs.some((org) => org.children.length > 0) ?? false;
  const mine = useRead("/api/v1/me/visits", undefined, { keep: true });
  return (
    <Page title={words.title} tab="/visits">
      <Shown of={mine}>
        {({ visits, offers }) => {
          const waiting = visits.filter((visit) => visit.waitsForMe);
          const coming = visits.filter((visit) => ahead(visit) && !visit.waitsForMe);
          const past = visits.filter((visit) => !ahead(visit) && !visit.waitsForMe).reverse();
          return (
            <>
              {waiting.length > 0 && <Section title={words.waiting}><List visits={waiting} /></Section>}
              {coming.length > 0 && <Section title={words.coming}><List visits={coming} /></Section>}
              {!visits.length && <Empty words={guardian ? words.none : words.noneTeam} />}
              {guardian && <Section title={words.offers}><Offers offers={offers} /></Section>}
              {guardian && <a class="button main" href="/visits/offer">{t(words.offer)}</a>}
              {past.length > 0 && <Section title={words.past}><List visits={past} /></Section>}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function List({ visits }: { visits: Visit[] }) {
  const t = useText();
  return (
    <Cells>
      {visits.map((visit) => (
        <Cell key={visit.visitId} href={`/visits/${visit.orgId}/${visit.visitId}`} under={[visit.studentName, visit.team.map((one) => one.name).join("、")].join(" · ")} more={<Tag tone={tone(visit)}>{t(standing(visit))}</Tag>}>
          {span(visit.startsAt, visit.endsAt, visit.timeZone)}
        </Cell>
      ))}
    </Cells>
  );
}

function Offers({ offers }: { offers: Offer[] }) {
  const t = useText();
  const deed = useDeed();
  const waits = useWaits();
  const open = offers.filter((offer) => !offer.endedAt);
  if (!open.length) return <Empty words={words.noOffers} />;
  const end = (offer: Offer) =>
    void deed.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/visit-offers/{offer_id}/end", { path: { org_id: offer.orgId, offer_id: offer.offerId }, later: words.waitsTakeBack }, key),
      (done) => tell(done ? words.takenBack : parts.kept),
    );
  return (
    <>
      <Wrong problem={deed.problem} />
      <Cells>
        {open.map((offer) => (
          <li key={offer.offerId}>
            <div class="cell">
              <span class="what">
                <span>{t(dayOf(offer))} {offer.fromTime}–{offer.toTime}</span>
                <span class="under">{[offer.studentName, offer.place ?? t(words.places[offer.placeKind])].join(" · ")}</span>
              </span>
              {waits(/end$/, { org_id: offer.orgId, offer_id: offer.offerId }) ? <Tag tone="still">{t(words.waitsEnd)}</Tag> : offer.canEnd && <Button kind="plain" busy={deed.busy} onClick={() => end(offer)}>{t(words.takeBack)}</Button>}
            </div>
          </li>
        ))}
      </Cells>
    </>
  );
}

export function dayOf(offer: { weekday: number | null; onDate: string | null }): readonly [string, string] {
  if (offer.onDate) return [plainDay(offer.onDate), plainDay(offer.onDate)];
  const name = weekday(offer.weekday ?? 1);
  return words.every(name);
}
