"""A file, or the undoing of an import, compared with today's roster."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import msgspec

from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import keeping, numbers, rules
from api.roster.hiding import hidden_from
from api.roster.leaves.keeping import Away, find_away
from api.roster.queries import imports as queries
from api.roster.queries.snapshot import find_kind
from api.roster.queries.words import list_words
from api.roster.rules import Checked
from api.roster.rules import Reading as FileReading
from api.roster.snapshot import Loaded, keyed, keyed_said, known, load
from api.roster.undoing import read_undo
from api.roster.uploads import DESK
from api.roster.values import OrgKind
from schemas.roster.moved import Move, NumberAsked
from schemas.roster.people.rows import ImportFile
from schemas.roster.persons.wire import Touched
from schemas.roster.rows import (
    BadRow,
    Changes,
    ClassKey,
    Covers,
    Findings,
    Loss,
    Roster,
    Scope,
    WordKind,
)
from schemas.roster.wire import Counts

LOSSES = 50  # that are shown with an import; all are in its list of losses


@dataclass(slots=True, kw_only=True)
class Plan:
    """What an import would do. Without `changes` it cannot be applied: see `bad_rows`. `compared_with`: how many imports came before."""

    compared_with: int
    counts: Counts
    covers: Covers
    kept: bytes
    scopes: list[Scope] = field(default_factory=list[Scope])
    scope_asked: bool = False
    school_year: int | None = None
    checked: Checked | None = None
    bad_rows: list[BadRow] = field(default_factory=list[BadRow])
    bad_count: int = 0
    loaded: Loaded | None = None
    away: Away | None = None
    successors: list[tuple[ClassKey, ClassKey]] = field(default_factory=list[tuple[ClassKey, ClassKey]])
    wanted: Roster | None = None
    changes: Changes | None = None
    phones: dict[str, str] = field(default_factory=dict[str, str])
    losses: list[Loss] = field(default_factory=list[Loss])
    touched: list[Touched] = field(default_factory=list[Touched])
    numbers: list[NumberAsked] = field(default_factory=list[NumberAsked])
    moves: list[Move] = field(default_factory=list[Move])
    notes: list[BadRow] = field(default_factory=list[BadRow])
    graduates_until: date | None = None
    undoes: UUID | None = None

    @property
    def applicable(self) -> bool:
        """Whether there is something to do, nothing wrong, and nothing left to settle."""
        if self.changes is None or self.scope_asked or any(one.same is None for one in self.numbers):
            return False
        return bool(self.moves) or not rules.empty(self.changes)

    @property
    def preview(self) -> bytes | None:
        """The digest of what a person is shown."""
        return None if self.changes is None else rules.preview_of(self.changes, self.losses, self.moves)

    @property
    def findings(self) -> Findings:
        return Findings(
            bad_rows=self.bad_rows,
            groups=self.checked.groups if self.checked else [],
            notes=self.checked.notes if self.checked else self.notes,
            asks=self.checked.asks if self.checked else [],
            sheets=self.checked.sheets if self.checked else [],
            losses=self.losses[:LOSSES],
            loss_count=len(self.losses),
            numbers=self.numbers,
            loss_counts=dict(Counter(loss.kind for loss in self.losses)),
            touched={one.kind: one.count for one in self.touched},
            touched_names={one.kind: one.names for one in self.touched if one.names},
            touched_colleagues={one.kind: one.colleagues for one in self.touched if one.colleagues},
            scopes=self.scopes,
            scope_stated=self.checked is not None and self.checked.covers is not None,
            scope_asked=self.scope_asked,
        )

    @property
    def summary(self) -> bytes:
        return msgspec.json.encode(None if self.changes is None else rules.summary(self.changes))


async def plan_file(
    uow: UnitOfWork,
    file_name: str | None,
    data: bytes,
    covers: Covers | None,
    year: int | None,
    *,
    wait: bool,
    by: UUID,
    answers: numbers.Answers = numbers.NO_ANSWERS,
) -> Plan:
    """Compares a file with today's roster. Without a name `data` is what was stored of it. `by`: whose word it is.

    Raises FileRefused, Unavailable.
    """
    own: dict[tuple[WordKind, str], str] = {
        (word.kind, word.word): word.meaning for word in await list_words(uow.conn, uow.actor.org_id)
    }
    compared_with = await queries.count_applied(uow.conn, uow.actor.org_id)  # before the roster is read
    reading = FileReading(covers=covers, school_year=year, own=own)
    kept, checked = await DESK.check(data, file_name, await kind_of(uow), await known(uow, by), reading, wait=wait)
    plan = Plan(
        compared_with=compared_with,
        counts=checked.counts,
        covers=checked.covers or "classes",
        school_year=checked.school_year,
        kept=kept,
        checked=checked,
        bad_rows=checked.bad_rows,
        bad_count=checked.bad_count,
    )
    # Before its words are settled nobody knows who is in which class: what it would end then is no answer.
    if checked.roster is not None and not checked.asks:
        await _compare_file(uow, plan, checked, checked.roster, answers, by)
    return plan


async def _compare_file(
    uow: UnitOfWork, plan: Plan, checked: Checked, roster: Roster, answers: numbers.Answers, by: UUID
) -> None:
    file, plan.phones = keyed(uow.sealer, uow.actor.org_id, roster)
    plan.checked = msgspec.structs.replace(checked, roster=None)  # `file` is the same people, and a school is large
    loaded = await load(uow, file)
    listed = _listed_without_number(plan, loaded, file)
    persons = listed | _settle_numbers(plan, loaded, rules.rekeyed(file, listed), answers)
    said = rules.rekeyed_said(keyed_said(uow.sealer, uow.actor.org_id, checked.said), persons)
    file = rules.rekeyed(file, persons)
    now = loaded.snapshot.now

    away = plan.away = await find_away(uow, loaded)
    hidden = hidden_from(loaded, by)

    def completed(covers: Covers) -> Roster:
        return hidden.kept(
            now, away.complete(now, file, lambda of: rules.complete(of, file, said, checked.given, covers))
        )

    def allowed(covers: Covers) -> Roster:
        wanted = completed(covers)
        return rules.without_ties(wanted, loaded.barred_in(wanted))

    lost = rules.lost_by(loaded.snapshot, allowed)
    plan.scopes = rules.scopes(lost)
    plan.scope_asked = checked.covers is None and rules.makes_a_difference(lost)
    plan.covers = checked.covers or rules.propose(now, file, lost)
    if plan.covers == "new" and (names := rules.kept_leads(now, file)):
        checked.notes.append(note("class_teacher_kept", names=names))
    wanted = _without_barred(plan, loaded, completed(plan.covers))
    if hidden.changed_by(now, file):
        checked.notes.append(note("child_kept"))
    if names := away.names(wanted):
        checked.notes.append(note("leave_kept", names=names))
    plan.bad_rows = rules.stranded(wanted)
    plan.bad_count = len(plan.bad_rows)
    if not plan.bad_rows:
        compare(plan, loaded, wanted)


def _listed_without_number(plan: Plan, loaded: Loaded, file: Roster) -> dict[str, str]:
    """The keys of today by those of the file, for who is listed without a phone number. A mail address takes no number from anybody: only
    who has no number may be asked about as somebody who moved to it.
    """
    nobody = {key for key, phone in plan.phones.items() if not phone}
    mailed = {key for key, phone in plan.phones.items() if rules.is_mailed(phone)} - loaded.accounts.keys()
    found = rules.known_persons(loaded.snapshot, file, nobody | mailed)
    found |= rules.known_colleagues(loaded.snapshot.now, file, nobody | mailed)
    without = loaded.unnumbered | loaded.mailed
    return {key: person for key, person in found.items() if key in nobody or person not in without}


def _settle_numbers(plan: Plan, loaded: Loaded, file: Roster, answers: numbers.Answers) -> dict[str, str]:
    """Says who may have a new number, and returns the keys of today by those of the file. Without an answer it is the same person."""
    found = numbers.asked(loaded, file, plan.phones, answers)
    plan.numbers = [ask for _, ask in found]
    plan.moves = [move for move, ask in found if ask.same]
    return {move.key: move.person for move, ask in found if ask.same is not False}


def _without_barred(plan: Plan, loaded: Loaded, wanted: Roster) -> Roster:
    """No file brings a barred tie back; the findings say whose."""
    barred = loaded.barred_in(wanted)
    numbers = sorted({number for number, _ in barred})
    if numbers and plan.checked:
        plan.checked.notes.append(note("guardian_barred", numbers=numbers[:60]))
    return rules.without_ties(wanted, barred)


def note(code: str, **params: list[str]) -> BadRow:
    """What the findings say besides faults and losses: a sentence of `sentences`, with names."""
    return BadRow(sheet="", row=0, column="", code=code, params={k: "、".join(v) for k, v in params.items()})


async def plan_undo(uow: UnitOfWork, data: bytes, by: UUID) -> Plan:
    """Compares the roster as it was before an import with today's. `by`: whose word it is."""
    compared_with = await queries.count_applied(uow.conn, uow.actor.org_id)
    undo = read_undo(data)
    changes = undo.changes
    named = Roster(
        guardians={g.key: g for g in [*changes.guardians.ended, *undo.before.guardians.values()]},
        staff={s.key: s for s in [*changes.staff.ended, *undo.before.staff.values()]},
    )
    loaded = await load(uow, named)
    away = await find_away(uow, loaded)
    now = loaded.snapshot.now
    before = hidden_from(loaded, by).kept(now, away.keep(now, rules.undone(now, undo)))
    wanted = rules.without_ties(before, loaded.barred_in(before))
    plan = Plan(compared_with=compared_with, counts=counts_of(wanted), covers="school", kept=data, away=away)
    if undo.renumbered:
        plan.notes.append(note("numbers_stay", names=undo.renumbered))
    compare(plan, loaded, wanted)
    return plan


def counts_of(wanted: Roster) -> Counts:
    """How many a whole roster holds."""
    return Counts(
        classes=len(wanted.classes),
        students=len(wanted.students),
        guardians=len(wanted.guardians),
        staff=len(wanted.staff),
        students_without_guardian=len(wanted.students) - len({n for n, _ in wanted.guardianships}),
    )


def compare(plan: Plan, loaded: Loaded, wanted: Roster) -> None:
    """Says what would change and go, so that the roster becomes `wanted`."""
    now = loaded.snapshot.now
    plan.loaded, plan.wanted = loaded, wanted
    plan.changes = rules.diff(loaded.snapshot, wanted)
    plan.losses = rules.losses(now, plan.changes)


async def plan_stored(uow: UnitOfWork, import_id: UUID, file: ImportFile, by: UUID) -> Plan:
    """Compares what was uploaded, or is to be undone, with today's roster. Raises FileRefused, Erased."""
    data = await keeping.open_stored(uow, keeping.place_of(import_id), file.file_sealed)
    if file.origin == "undo":
        return await plan_undo(uow, data, by)
    answers = numbers.answers_of((await keeping.open_findings(uow, import_id, file.findings_sealed)).numbers)
    return await plan_file(uow, None, data, file.covers, file.school_year, wait=True, by=by, answers=answers)


async def kind_of(uow: Reading) -> OrgKind:
    """What kind of organisation this is. Raises NotFound when it is closed."""
    kind = await find_kind(uow.conn, uow.actor.org_id)
    if kind is None:
        raise NotFound
    return kind
