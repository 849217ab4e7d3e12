"""A bureau's notice: its schools, who may approve it, and what a yes stands for. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from schemas.notices.bureau import (
    BackBecause,
    BureauNotice,
    BureauNoticeLine,
    BureauNoticeNew,
    BureauNoticeRow,
    BureauPlace,
    SchoolProgress,
)
from schemas.notices.bureau_editions import BureauCorrection, CorrectionRow
from schemas.notices.files import BureauFile, NoticeFile

LASTS = timedelta(days=14)
"""So long after it was sent, or until an answer is due, schools count and newcomers get it."""
SETTLED = timedelta(days=7)
"""So long somebody is an officer, with the same number and factors, before they let a notice out."""
FEWEST = 5
"""Of fewer people, how many opened or answered tells who did."""
OPEN = frozenset({"draft", "submitted"})
"""States in which it may be changed or given up."""


def unknown(new: BureauNoticeNew, places: Iterable[BureauPlace]) -> str | None:
    """Which list names a place that is not the bureau's, if any does."""
    known = {place.org_id for place in places}
    if not known.issuperset(new.places):
        return "places"
    return None if known.issuperset(new.except_places) else "exceptPlaces"


def schools_of(places: Collection[BureauPlace], chosen: Iterable[int], left_out: Iterable[int]) -> list[int]:
    """The schools at or below the chosen places that are not at or below what is left out, by their ids."""
    parents = {place.org_id: place.parent_id for place in places}
    to, without = set(chosen), set(left_out)
    schools = sorted(place.org_id for place in places if place.kind == "school")
    return [s for s in schools if (above := _above(s, parents)) & to and not above & without]


def _above(org_id: int, parents: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    at: int | None = org_id
    while at is not None and at in parents and at not in found:
        found.add(at)
        at = parents[at]
    return found


def digest(row: BureauNoticeRow, school_ids: Sequence[int], files: Sequence[BureauFile]) -> str:
    """Stands for everything that an approver says yes to: the text, its files, its answer's day, when it leaves, the schools of now and the people."""
    told = (
        *(str(row.bureau_notice_id), row.edition, row.kind, row.title_zh, row.body_zh, row.title_en, row.body_en),
        *(row.answer_by, row.send_at, row.places, row.except_places, row.parts, sorted(school_ids)),
        [(file.name, file.sha256) for file in files if file.edition == row.edition],
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def may_approve(row: BureauNoticeRow, account_id: UUID) -> bool:
    """Whether somebody is a second person: not who last changed it, and not who submitted it."""
    return account_id not in {row.changed_by, row.submitted_by}


def corrected(row: BureauNoticeRow, correction: CorrectionRow) -> BureauNoticeRow:
    """The notice as it would be with a correction that waits."""
    return msgspec.structs.replace(
        row,
        edition=correction.edition,
        title_zh=correction.title_zh,
        body_zh=correction.body_zh,
        title_en=correction.title_en,
        body_en=correction.body_en,
        answer_by=correction.answer_by,
        changed_by=correction.submitted_by,
        submitted_by=correction.submitted_by,
        submitted_name=correction.submitted_name,
        submitted_at=correction.submitted_at,
    )


def back_because(row: BureauNoticeRow, officers: Collection[UUID], now: datetime) -> BackBecause | None:
    """Why an approved notice does not leave: one of its two is no officer today, or its answers were due already. None: it leaves."""
    if row.submitted_by not in officers or row.approved_by not in officers:
        return "officer_left"
    return "too_late" if row.answer_by is not None and row.answer_by <= now else None


def waiting(row: BureauNoticeRow, correction: CorrectionRow | None) -> BureauNoticeRow | None:
    """What waits for a second officer, if anything does: a notice, or what was sent with its correction."""
    if row.state == "sent":
        return corrected(row, correction) if correction else None
    return row if row.state == "submitted" else None


def _waiting(
    row: BureauNoticeRow,
    correction: CorrectionRow,
    school_ids: Sequence[int],
    files: Sequence[BureauFile],
    *,
    can_approve: bool,
) -> BureauCorrection:
    return BureauCorrection(
        edition=correction.edition,
        title_zh=correction.title_zh,
        body_zh=correction.body_zh,
        title_en=correction.title_en,
        body_en=correction.body_en,
        answer_by=correction.answer_by,
        submitted_by=correction.submitted_name,
        submitted_at=correction.submitted_at,
        digest=digest(corrected(row, correction), school_ids, files),
        can_approve=can_approve,
        files=files_of(files, correction.edition),
    )


def line(row: BureauNoticeRow) -> BureauNoticeLine:
    """A notice in the list."""
    return BureauNoticeLine(
        bureau_notice_id=row.bureau_notice_id,
        kind=row.kind,
        state=row.state,
        title_zh=row.title_zh,
        title_en=row.title_en,
        author_name=row.author_name,
        submitted_at=row.submitted_at,
        sent_at=row.sent_at,
        recalled_at=row.recalled_at,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def to_wire(
    row: BureauNoticeRow,
    places: Sequence[BureauPlace],
    progress: Sequence[SchoolProgress],
    correction: CorrectionRow | None,
    files: Sequence[BureauFile],
    *,
    can_approve: bool,
) -> BureauNotice:
    """A notice as officers see it: with its schools of now until it has left, then with those to which it went.

    `files`: of all editions. `can_approve`: it, or the correction that waits.
    """
    by_id = {place.org_id: place for place in places}
    to = schools_of(places, row.places, row.except_places)
    schools = [shown(school) for school in progress] if row.sent_at else _ahead_of([by_id[s] for s in to], row)
    return BureauNotice(
        **msgspec.structs.asdict(line(row)),
        org_id=row.org_id,
        body_zh=row.body_zh,
        body_en=row.body_en,
        answer_by=row.answer_by,
        send_at=row.send_at,
        people=sum(school.people for school in schools) if row.sent_at or row.reach_at else None,
        places=[by_id[p] for p in row.places if p in by_id],
        except_places=[by_id[p] for p in row.except_places if p in by_id],
        parts=row.parts,
        schools=schools,
        submitted_by=row.submitted_name,
        approved_by=row.approved_name,
        approved_at=row.approved_at,
        digest=digest(row, to, files),
        can_change=row.state in OPEN,
        can_approve=can_approve and correction is None,
        edition=row.edition,
        corrected_at=row.corrected_at,
        correction=_waiting(row, correction, to, files, can_approve=can_approve) if correction else None,
        back_because=row.back_because,
        files=files_of(files, row.edition),
    )


def files_of(files: Iterable[BureauFile], edition: int) -> list[NoticeFile]:
    """The files of one edition on the wire."""
    names = NoticeFile.__struct_fields__
    return [NoticeFile(**{name: getattr(file, name) for name in names}) for file in files if file.edition == edition]


def shown(school: SchoolProgress) -> SchoolProgress:
    """A school's progress as a bureau may know it: without counts of so few people that they would say who."""
    if school.people >= FEWEST or school.sent_at is None:
        return school
    return msgspec.structs.replace(school, opened=None, answered=None)


def _ahead_of(places: Iterable[BureauPlace], row: BureauNoticeRow) -> list[SchoolProgress]:
    reach = dict(zip(row.reach_schools, row.reach_people, strict=False))
    return [_ahead(place, row, reach) for place in places]


def _ahead(place: BureauPlace, row: BureauNoticeRow, reach: Mapping[int, int]) -> SchoolProgress:
    """A school to which it will go. `reach`: the people who were counted at each."""
    return SchoolProgress(
        school_id=place.org_id,
        name_zh=place.name_zh,
        name_en=place.name_en,
        people=reach.get(place.org_id, 0),
        opened=0,
        answered=0,
        sent_at=None,
        recalled_at=None,
        counted_at=row.reach_at,
    )


def carry_key(notice_id: UUID, school_id: int) -> str:
    """The key of a school's task."""
    return f"{notice_id}:{school_id}"
