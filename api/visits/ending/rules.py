"""What becomes of a visit to come when somebody's part ended. Pure."""

from uuid import UUID

import msgspec

from schemas.visits.ending.rows import Shaken, Why


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of it. `gone`: who visits no more. `joins`: who takes their place. `asks_again`: the family has to say yes again."""

    visit: Shaken
    cancelled_for: Why | None = None
    gone: tuple[UUID, ...] = ()
    joins: UUID | None = None
    asks_again: bool = False

    @property
    def subjects(self) -> list[UUID]:
        """Everybody whose time the visit took."""
        confirmed_by = self.visit.confirmed_by
        return [*self.visit.team_ids, *([confirmed_by] if confirmed_by else [])]

    @property
    def left_by(self) -> frozenset[UUID]:
        """Colleagues who would have come, and may not any more."""
        return frozenset(one for one, stays in zip(self.visit.team_ids, self.visit.stays, strict=True) if not stays)

    @property
    def one_left(self) -> bool:
        """Several were to come, and one person would come alone."""
        coming = {*self.visit.team_ids, self.joins} - {*self.gone, None}
        return len(self.visit.team_ids) > 1 and len(coming) == 1

    @property
    def handed_over(self) -> list[tuple[UUID, UUID | None]]:
        """Whose time is given back, and who takes it instead: one new person for one who is gone."""
        new = self.joins if self.joins not in self.visit.team_ids else None
        pairs = [(old, new if at == 0 else None) for at, old in enumerate(self.gone)]
        confirmed_by = self.visit.confirmed_by
        return [*pairs, (confirmed_by, None)] if self.asks_again and confirmed_by else pairs


def settle(visit: Shaken) -> Settled | None:
    """What becomes of a visit; None when everybody it needs is there."""
    if visit.student_left or not visit.has_family or visit.lost_place:
        return Settled(visit=visit, cancelled_for="student_left" if visit.student_left else "family_left")
    members = list(zip(visit.team_ids, visit.parts, visit.stays, strict=True))
    gone = tuple(person for person, _, stays in members if not stays)
    staying = {person for person, _, stays in members if stays}
    led = any(part == "class_teacher" and not stays for _, part, stays in members)
    joins = visit.class_teacher_id if (led or not staying) and gone and not visit.related else None
    if not staying and joins is None:
        return Settled(visit=visit, cancelled_for="nobody_comes")
    if not gone and not visit.lost_guardian:
        return None
    return Settled(visit=visit, gone=gone, joins=joins, asks_again=visit.lost_guardian)


def without_follower(settled: Settled) -> Settled:
    """The same when the class teacher who would follow has no time then: the others come, or nobody does."""
    if len(settled.gone) == len(settled.visit.team_ids):
        return Settled(visit=settled.visit, cancelled_for="nobody_comes")
    return msgspec.structs.replace(settled, joins=None)
