import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { named, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { words } from "../../words/school";
import { EndPlace, PlaceForm, Rooms } from "./place";

type Provider = Shape<"Provider">;

/** Where counselling is given, and its rooms (C2). */
export default function Places() {
  return (
    <Page title={words.places} back>
      <OrgChoice roles={["school_admin"]}>{(org) => <List key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function List({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<Provider | "new">();
  const places = useRead("/api/v1/orgs/{org_id}/providers", { path: { org_id: orgId } });
  const close = () => setOpen(undefined);
  return (
    <Loaded of={places}>
      {(places) => {
        const place = open === "new" ? undefined : places.find((place) => place.providerId === open?.providerId);
        return (
          <>
            {places.length ? (
              <Cells>
                {places.map((place) => (
                  <Cell key={place.providerId} onClick={() => setOpen(place)} subtitle={`${t(words.kinds[place.kind])} · ${place.address}`} trailing={t(words.rooms_(place.rooms.length))}>{t(named(place))}</Cell>
                ))}
              </Cells>
            ) : (
              <Empty words={words.noPlaces} />
            )}
            <Button wide onClick={() => setOpen("new")}>{t(words.addPlace)}</Button>
            {(open === "new" || place) && (
              <Sheet title={place ? words.editPlace : words.addPlace} onClose={close}>
                <PlaceForm orgId={orgId} place={place} onDone={close} />
                {place && <Rooms orgId={orgId} place={place} />}
                {place && <EndPlace orgId={orgId} place={place} onDone={close} />}
              </Sheet>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
