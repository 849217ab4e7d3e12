import { useEffect } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { type Mutation, useMutation, type WriteResult } from "../../../api/write";
import { both, type Words } from "../../../text";
import { clock, fullDay } from "../../../text/time";
import { confirm } from "../../../ui/confirm";
import { toast } from "../../../ui/toast";
import { useSaved } from "../../../ui/until-saved";
import { words as newNumber } from "../../../words/new-number";
import { words } from "../../../words/person";

type Changed = Shape<"PersonChanged">;

/** So many of a kind are named in the question. */
const NAMED = 8;

/** How a change is sent: as a dry run, or for good. */
type Send = (dryRun: boolean, key: string) => Promise<WriteResult<Changed>>;

interface Change {
  mutation: Mutation;
  run: (action: Words, send: Send, sure?: Words) => void;
}

/** The action and what follows it, where a number was typed; else the action alone. */
export function ofNumber(action: Words, name: string, phone: string | null | undefined): [Words, Words?] {
  return phone ? [newNumber.action, newNumber.sure(name, phone)] : [action];
}

/** A change of a person: tried first, and asked about where it touches something open. A form clears what was said of it once it changes. `sure`: asked in any case. */
export function useChange(onDone: (changed: Changed | undefined) => void, done: Words = words.saved): Change {
  const trial = useMutation();
  const change = useMutation();
  const onSaved = useSaved();
  const finish = (changed?: Changed) => {
    onSaved();
    toast(done);
    onDone(changed);
  };
  const ask = async (action: Words, send: Send, sure: Words | undefined, would: Changed | undefined) => {
    const consequence = consequenceOf(namesakesOf(would, replacedOf(would, sure)), would?.touched ?? []);
    if (!consequence || (await confirm(action, consequence))) await change.run((key) => send(false, key), finish);
  };
  const clear = () => {
    trial.clear();
    change.clear();
  };
  const run: Change["run"] = (action, send, sure) => {
    clear();
    void trial.run((key) => send(true, key), (would) => void ask(action, send, sure, would));
  };
  const mutation = { ...change, clear, busy: trial.busy || change.busy, problem: trial.problem ?? change.problem };
  // The forms are long: a field that was refused may be a screen above the button.
  useEffect(() => document.querySelector<HTMLElement>("[aria-invalid]")?.focus(), [mutation.problem]);
  return { mutation, run };
}

function shown({ name, detail, startsAt }: Shape<"TouchedName">): string {
  return [name, detail, startsAt && `${fullDay(startsAt)} ${clock(startsAt)}`].filter(Boolean).join(" ");
}

/** Whose class it was until now. */
function replacedOf(would: Changed | undefined, sure: Words | undefined): Words | undefined {
  return would?.replaced.reduce<Words | undefined>((said, one) => {
    const told = words.replaced(one.name, one.className);
    return said ? both(said[0] + told[0], `${said[1]} ${told[1]}`) : told;
  }, sure);
}

/** By the name alone namesakes of a class do not sign in. */
function namesakesOf(would: Changed | undefined, sure: Words | undefined): Words | undefined {
  if (!would?.namesakes.length) return sure;
  const told = words.namesakes(would.namesakes.join("、"), would.namesakes.join(", "));
  return sure ? both(`${sure[0]}${told[0]}`, `${sure[1]} ${told[1]}`) : told;
}

/** Where another number was asked about in full, it is not counted once more. */
function consequenceOf(sure: Words | undefined, all: Changed["touched"]): Words | undefined {
  const touched = all.filter(({ kind }) => !sure || kind !== "sign_in");
  if (!touched.length) return sure;
  const each = touched.map(({ kind, count, names }) => {
    const [zh, en] = words.touched[kind](count);
    const [namedZh, namedEn] = names.length ? words.named(names.slice(0, NAMED).map(shown).join("、"), names.slice(0, NAMED).map(shown).join("; "), count > NAMED) : ["", ""];
    return both(`${zh}${namedZh}`, `${en}${namedEn}`);
  });
  const what = words.changes(each.map(([zh]) => zh).join("、"), each.map(([, en]) => en).join(", "));
  return sure ? both(`${sure[0]}${what[0]}`, `${sure[1]} ${what[1]}`) : what;
}
