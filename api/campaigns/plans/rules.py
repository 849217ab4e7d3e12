"""From a campaign to a planning problem. Pure; `planning` solves it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns.planning.rules import points
from api.campaigns.planning.travel import table
from api.campaigns.plans import days as plan_days
from api.campaigns.plans.days import Calendar, Days
from api.campaigns.plans.places import Homes, places_of
from api.campaigns.siblings.rules import merged
from api.core.households import Household, households
from api.core.local_time import day_begins, end_minute, local_day
from schemas.campaigns.plan_rows import FamilyRow, Given, HelperRow, OwnVisitRow, StandingVisit, WishRow
from schemas.campaigns.planning import Claim, Evening, Family, Fixed, Problem, Window
from schemas.campaigns.plans import PlanWish, StoredPlan
from schemas.campaigns.rows import CampaignRow, Fault, HoursRow
from schemas.campaigns.wire import StudentDuty

MOST_FAMILIES = 150
"""Families of one plan. A class has about 45; a school plans class by class."""
BUFFER = 20
"""Minutes that are kept free before and after everything else a visitor has to do: the way there and back."""
SET_UP = 5
"""Minutes before the first visit at an address."""
NOWHERE = 0
"""The index of the place that nobody knows."""
NOBODY = (UUID(int=0),)
"""Of a family that none of the visitors may visit."""
_DAY = timedelta(days=1)
_NAMES = UUID("3d0b1f0a-52a8-4a6e-9a5d-6f6f6d8f0c11")


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a plan rests on, but for where families live."""

    campaign: CampaignRow
    students: Sequence[StudentDuty]
    families: Sequence[FamilyRow]
    given: Mapping[UUID, Sequence[Given]]
    hours: Sequence[HoursRow]
    helpers: Sequence[HelperRow]
    busy: Mapping[UUID, Sequence[tuple[datetime, datetime]]]
    own: Sequence[OwnVisitRow]
    wishes: Sequence[WishRow]
    names: Mapping[UUID, str]
    """Of all students of the campaign, also those who have a visit."""
    classes: Mapping[UUID, UUID]
    """Their classes."""
    onsite: frozenset[UUID]
    """The key students of these (V2)."""
    visits: Sequence[StandingVisit]
    """Since the campaign began, to all of these, in whichever state."""
    coming: Mapping[UUID, StandingVisit]
    """By student, the visit of these that was proposed or agreed and is to come."""
    calendar: Calendar
    by_video: frozenset[UUID]
    """Whose families offer a talk by video, whatever else they offer."""


def span_of(campaign: CampaignRow) -> tuple[datetime, datetime]:
    """The instants between which the campaign lies: all of it, so that a day that has passed is no change."""
    zone = ZoneInfo(campaign.time_zone)
    return day_begins(campaign.starts_on, zone), day_begins(campaign.ends_on + _DAY, zone)


def excluded(inputs: Inputs) -> set[UUID]:
    """Whom the plan leaves out as somebody wished."""
    return {w.student_id for w in inputs.wishes if w.excluded}


def problem_of(inputs: Inputs, homes: Homes, today: date, now: datetime, before: StoredPlan | None = None) -> Problem:
    """The planning problem of a campaign. `before`: the plan that was shown last, which is changed as little as can be.

    Visits that were proposed or agreed stand in it at their times, where an evening of their team holds them; else they are taken time.
    """
    places, at = places_of(inputs.families, homes)
    mode = inputs.campaign.travel
    days = plan_days.open_days(inputs.campaign, today, inputs.calendar)
    held = list(_evenings(inputs, days, at))
    evenings = [evening for evening, _ in held]
    last = {v.student_id: e.evening_id for e in before.evenings for v in e.visits} if before else {}
    last |= {w.student_id: w.preferred for w in inputs.wishes if w.preferred is not None}
    homes_ = households_of(inputs, homes)
    families = [_family(home, inputs, homes, days, at, now, last) for home in homes_]
    kept = [(visit, evening) for evening, visits in held for visit in visits]
    stay = {visit.student_id for visit, _ in kept}
    families = [f for f in families if f.family_id not in stay]
    families += [_standing_family(visit, at) for visit, _ in kept]
    there, ids = {e.evening_id for e in evenings}, {f.family_id for f in families} - stay
    stands_for = {student: home[0] for home in homes_ for student in home}
    pins = {
        stands_for[w.student_id]: w.pinned_to
        for w in inputs.wishes
        if w.pinned_to in there and w.pinned_to is not None and stands_for.get(w.student_id) in ids
    }
    fixed = [Fixed(family_id=family_id, evening_id=evening) for family_id, evening in pins.items()]
    fixed += [_fixed(visit, evening, inputs.campaign.time_zone) for visit, evening in kept]
    travel = {mode: table(places, mode, inputs.campaign.speed_kmh, homes.seconds)}
    return Problem(families=tuple(families), evenings=tuple(evenings), travel=travel, fixed=tuple(fixed))


def households_of(inputs: Inputs, homes: Homes) -> list[Household]:
    """The families that are planned: siblings of one home, of whichever class, are visited at one stop (V1)."""
    left_out = excluded(inputs)
    due = {student.student_id for student in inputs.students} - left_out
    found = households([row for row in inputs.families if row.student_id in due], homes.addresses)
    order = {student.student_id: n for n, student in enumerate(inputs.students)}
    return sorted(found, key=lambda home: order[home[0]])


def _family(
    home: Household,
    inputs: Inputs,
    homes: Homes,
    days: Days,
    at: Mapping[UUID | str, int],
    now: datetime,
    last: Mapping[UUID, UUID],
) -> Family:
    rows = [row for row in inputs.families if row.student_id in home]
    where = next((student_id for student_id in home if student_id in homes.families), home[0])
    return Family(
        family_id=home[0],
        place=at[where],
        minutes=inputs.campaign.visit_minutes,
        windows=tuple(dict.fromkeys(windows_of(given_of(home, inputs), days))),
        points=sum(_points(student, now) for student in inputs.students if student.student_id in home),
        visitors=tuple(visitors_for(merged(rows), inputs.helpers)) or NOBODY,
        persons=inputs.campaign.visitors_per_visit,
        before=next((last[student_id] for student_id in home if student_id in last), None),
    )


def given_of(home: Sequence[UUID], inputs: Inputs) -> list[Given]:
    """The times given for these children. Siblings are visited at one stop: at the place of a guardian of each of them, or at home."""
    shared = shared_guardians([row for row in inputs.families if row.student_id in home])
    given = (one for student_id in home for one in inputs.given.get(student_id, ()))
    return [one for one in given if one.own_place or one.guardian_id in shared]


def shared_guardians(rows: Sequence[FamilyRow]) -> frozenset[UUID]:
    """Who is guardian of all of these students."""
    return frozenset(one for row in rows[:1] for one in row.guardian_ids if all(one in o.guardian_ids for o in rows))


def _points(student: StudentDuty, now: datetime) -> int:
    return points(student.needs_onsite, None if student.visited_at is None else (now - student.visited_at).days)


def _standing_family(visit: StandingVisit, at: Mapping[UUID | str, int]) -> Family:
    minutes = (visit.ends_at - visit.starts_at) // timedelta(minutes=1)
    return Family(family_id=visit.student_id, place=at[visit.student_id], minutes=minutes, windows=())


def _fixed(visit: StandingVisit, evening: Evening, time_zone: str) -> Fixed:
    since, _ = _minutes(visit, evening.day, time_zone)
    place = None if visit.place == "home" else NOWHERE
    return Fixed(family_id=visit.student_id, evening_id=evening.evening_id, from_minute=since, place=place)


def _minutes(visit: StandingVisit, day: date, time_zone: str) -> tuple[int, int]:
    midnight, minute = day_begins(day, ZoneInfo(time_zone)), timedelta(minutes=1)
    return (visit.starts_at - midnight) // minute, (visit.ends_at - midnight) // minute


def visitors_for(row: FamilyRow, helpers: Iterable[HelperRow]) -> list[UUID]:
    """Who may visit a family: who teaches the class, counsellors and leaders; never who belongs to it or is barred from it (V5)."""
    teachers, family = set(row.teacher_ids), {*row.guardian_ids, *row.barred_ids}
    return [h.staff_id for h in helpers if h.staff_id not in family and (h.any_class or h.staff_id in teachers)]


def windows_of(given: Iterable[Given], days: Days) -> Iterable[Window]:
    """The times that a family gave, on these days."""
    times = list(given)
    for day, weekday in days.items():
        for one in times:
            if day == one.on_date or weekday == one.weekday:
                yield Window(
                    day=day,
                    from_minute=minute_of(one.from_time),
                    to_minute=end_minute(one.to_time),
                    place=None if one.own_place else NOWHERE,
                )


def _evenings(
    inputs: Inputs, days: Days, at: Mapping[UUID | str, int]
) -> Iterable[tuple[Evening, list[StandingVisit]]]:
    """Each span that a team of the campaign's size has in common, on each day, within the hours for visits; with the visits that stay in it."""
    campaign = inputs.campaign
    people = [h.staff_id for h in inputs.helpers]
    own = {(v.staff_id, v.starts_at) for v in inputs.own}  # siblings at one stop are one visit
    made = Counter((person, local_day(at_, campaign.time_zone)) for person, at_ in own)
    calendar = inputs.calendar
    coming = [v for v in stops_of(inputs.coming.values()) if v.place != "video"]
    for day, weekday in days.items():
        for team in combinations(people, campaign.visitors_per_visit):
            for given_from, given_until in common_hours(inputs.hours, team, weekday):
                since, until = max(given_from, calendar.visit_from), min(given_until, calendar.visit_until)
                until = min(until, since + campaign.day_minutes)
                here = [v for v in coming if _inside(v, day, team, since, until, campaign.time_zone)]
                most = campaign.visits_per_day - max(made[person, day] for person in team) + len(here)
                if most > 0 and until - since >= campaign.visit_minutes:
                    evening = Evening(
                        evening_id=evening_id(campaign.campaign_id, day, since, team),
                        day=day,
                        team=team,
                        from_minute=since,
                        to_minute=until,
                        travel=campaign.travel,
                        most=most,
                        start_place=at.get("start"),
                        end_place=at.get("end"),
                        set_up=SET_UP,
                        claims=tuple(_claims(inputs, day, team, here)),
                    )
                    yield evening, here


def evening_ids(inputs: Inputs, today: date) -> set[UUID]:
    """The evenings of which a plan that is made now can choose."""
    return {
        evening.evening_id
        for evening, _ in _evenings(inputs, plan_days.open_days(inputs.campaign, today, inputs.calendar), {})
    }


def wrong_wish(wish: PlanWish, inputs: Inputs, today: date) -> tuple[str, Fault] | None:
    """What is wrong with a wish, or None: an evening on which nobody could be visited would be a promise that no plan keeps."""
    wanted = ("$.pinnedTo", wish.pinned_to) if wish.pinned_to else ("$.preferred", wish.preferred)
    if wish.excluded or wanted[1] is None or wanted[1] in evening_ids(inputs, today):
        return None
    return wanted[0], "no-evening"


def stops_of(visits: Iterable[StandingVisit]) -> list[StandingVisit]:
    """One visit for each stop: siblings are visited together."""
    found: dict[UUID, StandingVisit] = {}
    for visit in visits:
        found.setdefault(visit.joint_id or visit.visit_id, visit)
    return list(found.values())


def _inside(visit: StandingVisit, day: date, team: Sequence[UUID], since: int, until: int, time_zone: str) -> bool:
    """Whether this team makes the visit within these minutes of the day."""
    first, last = _minutes(visit, day, time_zone)
    return set(visit.team_ids) == set(team) and since <= first and last <= until


def evening_id(campaign_id: UUID, day: date, since: int, team: Iterable[UUID]) -> UUID:
    """The same evening has the same id in each plan, so that a family can be pinned to it."""
    return uuid5(_NAMES, f"{campaign_id}|{day}|{since}|{sorted(map(str, team))}")


def team_hours(inputs: Inputs) -> bool:
    """Whether a team of the campaign's size gives any time: of those who still work here."""
    people = [h.staff_id for h in inputs.helpers]
    size = inputs.campaign.visitors_per_visit
    return any(any(common_hours(inputs.hours, team, w)) for team in combinations(people, size) for w in range(1, 8))


def common_hours(hours: Iterable[HoursRow], team: Sequence[UUID], weekday: int) -> Iterable[tuple[int, int]]:
    """When everybody of a team gives time on that weekday."""
    spans: list[tuple[int, int]] = [(0, 24 * 60)]
    for person in team:
        own = [
            (minute_of(h.from_time), end_minute(h.to_time))
            for h in hours
            if (h.staff_id, h.weekday) == (person, weekday)
        ]
        spans = [(max(a, c), min(b, d)) for a, b in spans for c, d in own if max(a, c) < min(b, d)]
    return spans


def _claims(inputs: Inputs, day: date, team: Sequence[UUID], here: Iterable[StandingVisit]) -> Iterable[Claim]:
    """What the team has to do besides the visits that the evening holds."""
    own = {(v.starts_at, v.ends_at) for v in here}
    zone = ZoneInfo(inputs.campaign.time_zone)
    since, until = day_begins(day, zone), day_begins(day + _DAY, zone)
    taken = {span for person in team for span in inputs.busy.get(person, ())} - own
    spans = {(max(a, since), min(b, until)) for a, b in taken}
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        first, last = ((at - since) // timedelta(minutes=1) for at in (start, end))
        yield Claim(from_minute=first, to_minute=min(last, 24 * 60), before=BUFFER, after=BUFFER)


def minute_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute
