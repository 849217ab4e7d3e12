import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { named, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { ConfirmButton } from "../../ui/confirm-button";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { words } from "../../words/school";

type Provider = Shape<"Provider">;
type PlaceInput = Shape<"ProviderNew">;

const KINDS = ["school_room", "community_station", "district_centre", "city_centre", "mobile"] as const;

/** Adds a place or changes one. */
export function PlaceForm({ orgId, place, onDone }: { orgId: number; place: Provider | undefined; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState<PlaceInput>({
    kind: place?.kind ?? "school_room",
    nameZh: place?.nameZh ?? "",
    nameEn: place?.nameEn ?? "",
    address: place?.address ?? "",
    phone: place?.phone ?? "",
  });
  const set = (change: Partial<PlaceInput>) => setInput({ ...input, ...change });
  const finish = () => {
    toast(words.saved);
    onDone();
  };
  const body = { ...input, nameEn: input.nameEn || input.nameZh };
  const send = () =>
    void mutation.run<unknown>(
      (key) =>
        place
          ? write("put", "/api/v1/orgs/{org_id}/providers/{provider_id}", { path: { org_id: orgId, provider_id: place.providerId }, body, version: place.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/providers", { path: { org_id: orgId }, body }, key),
      finish,
    );
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Select label={words.kind} value={input.kind} onValue={(kind) => set({ kind: kind as PlaceInput["kind"] })} options={KINDS.map((kind) => [kind, t(words.kinds[kind])])} />
      <Input label={words.nameZh} required maxLength={60} value={input.nameZh} onValue={(nameZh) => set({ nameZh })} error={fieldError(mutation.problem, "nameZh")} />
      <Input label={words.nameEn} hint={words.mayBeEmpty} maxLength={60} value={input.nameEn} onValue={(nameEn) => set({ nameEn })} error={fieldError(mutation.problem, "nameEn")} />
      <Input label={words.address} maxLength={200} value={input.address} onValue={(address) => set({ address })} error={fieldError(mutation.problem, "address")} />
      <Input label={words.phone} type="tel" maxLength={30} value={input.phone} onValue={(phone) => set({ phone })} error={fieldError(mutation.problem, "phone")} />
    </Form>
  );
}

export function Rooms({ orgId, place }: { orgId: number; place: Provider }) {
  const t = useText();
  const mutation = useMutation();
  const [name, setName] = useState("");
  const path = { org_id: orgId, provider_id: place.providerId };
  const add = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/providers/{provider_id}/rooms", { path, body: { name } }, key), () => {
      setName("");
      toast(words.saved);
    });
  const end = async (room: Shape<"Room">) =>
    (await confirm(words.endPlace, words.endSure(room.name, room.name))) &&
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/providers/{provider_id}/rooms/{room_id}/end", { path: { ...path, room_id: room.roomId }, version: room.version }, key),
      toastEnded,
    );
  return (
    <section class="stack">
      <h3>{t(words.rooms)}</h3>
      <ul class="cells">
        {place.rooms.map((room) => (
          <li key={room.roomId}>
            <div class="cell">
              <span class="what">{room.name}</span>
              <Button kind="plain" busy={mutation.busy} onClick={() => void end(room)}>{t(words.endPlace)}<span class="sr"> {room.name}</span></Button>
            </div>
          </li>
        ))}
      </ul>
      <Form mutation={mutation} send={add} button={words.addRoom} kind="">
        <Input label={words.roomName} required maxLength={60} value={name} onValue={setName} />
      </Form>
    </section>
  );
}

/** What the API answers when a place or a room is taken out of use: the bookings that have to be moved. */
interface Ended {
  bookings: unknown[];
}

function toastEnded(ended: Ended | undefined): void {
  if (ended) toast(ended.bookings.length ? words.endedWith(ended.bookings.length) : words.ended);
}

export function EndPlace({ orgId, place, onDone }: { orgId: number; place: Provider; onDone: () => void }) {
  const path = { org_id: orgId, provider_id: place.providerId };
  const finish = (ended: Ended | undefined) => {
    toastEnded(ended);
    onDone();
  };
  return <ConfirmButton action={words.endPlace} consequence={words.endSure(...named(place))} send={(key) => write("post", "/api/v1/orgs/{org_id}/providers/{provider_id}/end", { path, version: place.version }, key)} onDone={finish} />;
}
