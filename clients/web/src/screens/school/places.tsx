import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { named, type Say, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/school";
import { EndPlace, PlaceForm, Rooms } from "./place";

type Provider = Shape<"Provider">;

/** Where counselling is given, and its rooms (C2). */
export default function Places() {
  return (
    <Page title={words.places} back wide>
      <OrgChoice roles={["school_admin"]}>{(org) => <List key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function List({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<Provider | "new">();
  const places = useRead("/api/v1/orgs/{org_id}/providers", { path: { org_id: orgId } });
  const wide = useWide();
  const close = () => setOpen(undefined);
  return (
    <Loaded of={places}>
      {(places) => {
        const place = open === "new" ? undefined : places.find((place) => place.providerId === open?.providerId);
        return (
          <>
            {!places.length && <Empty words={words.noPlaces} />}
            {wide && places.length > 0 && <Table label={words.places} rows={places} columns={columns(t, setOpen)} keyOf={(place) => place.providerId} search={words.findHere} file={t(words.places)} />}
            {!wide && (
              <Cells>
                {places.map((place) => (
                  <Cell key={place.providerId} onClick={() => setOpen(place)} subtitle={`${t(words.kinds[place.kind])} · ${place.address}`} trailing={t(words.rooms_(place.rooms.length))}>{t(named(place))}</Cell>
                ))}
              </Cells>
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

/** A desk's table: the name opens the place. */
function columns(t: Say, open: (place: Provider) => void): Column<Provider>[] {
  return [
    { name: words.name, of: (one) => t(named(one)), show: (one) => <button type="button" class="link" onClick={() => open(one)}>{t(named(one))}</button> },
    { name: words.kind, of: (one) => t(words.kinds[one.kind]) },
    { name: words.address, of: (one) => one.address },
    { name: words.phone, of: (one) => one.phone },
    { name: words.rooms, of: (one) => one.rooms.map((room) => room.name).join(t(LIST)) },
  ];
}

/** Between the parts of a list. */
const LIST: [zh: string, en: string] = ["、", ", "];
