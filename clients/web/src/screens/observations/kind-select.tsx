import { useText } from "../../text";
import { Select } from "../../ui/fields";
import { cases, type Kind, KINDS, words } from "../../words/observations";

export function KindSelect({ kind, set }: { kind: Kind | undefined; set: (kind: Kind) => void }) {
  const t = useText();
  return <Select label={cases.kind} required value={kind ?? ""} onValue={(value) => value && set(value as Kind)} options={[...(kind ? [] : [["", t(cases.pickKind)] as [string, string]]), ...KINDS.map((option): [string, string] => [option, t(words.kinds[option])])]} />;
}
