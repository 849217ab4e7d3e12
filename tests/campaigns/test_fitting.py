"""What keeps a planned visit of an applied plan from being proposed, each rule at its edges. Pure (V9)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from api.campaigns.plans import days, fitting, rules
from schemas.campaigns.plan_rows import FamilyRow, Given, HelperRow, OwnVisitRow, StandingVisit, WishRow
from schemas.campaigns.plans import StoredEvening, StoredPlan, StoredVisit
from schemas.campaigns.rows import CampaignRow, HoursRow
from schemas.campaigns.wire import StudentDuty
from schemas.school_calendar.rows import CalendarDay

TUESDAY = date(2026, 12, 1)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
"""19:00 in Shanghai, on that Tuesday."""
CLASS, MING, HONG, MOTHER, WANG, LIN = (uuid4() for _ in range(6))
VISIT = StoredVisit(student_id=MING, starts_at=START, ends_at=START + 40 * MINUTE, travel=5, approximate=False)
EVENING = StoredEvening(evening_id=uuid4(), day=TUESDAY, team=[WANG], travel=9, visits=[VISIT])
CAMPAIGN = CampaignRow(
    campaign_id=uuid4(),
    title="x",
    starts_on=date(2026, 11, 24),
    ends_on=date(2026, 12, 18),
    year_began=datetime(2026, 9, 1, tzinfo=UTC),
    time_zone="Asia/Shanghai",
    visit_minutes=40,
    visits_per_day=2,
    day_minutes=240,
    visitors_per_visit=1,
    travel="walk",
    speed_kmh=4,
    hold_hours=48,
    places_sealed=None,
    closed_at=None,
    version=1,
    class_ids=[CLASS],
    visitor_ids=[WANG],
)
STUDENT = StudentDuty(
    student_id=MING,
    student_number="1",
    name="ming",
    class_id=CLASS,
    needs_onsite=False,
    standing="owed",
    at=None,
    visited_at=None,
    by_video=False,
    contacted=False,
    asked=True,
    answer="times",
)


def hours(since: str, until: str, weekday: int = 2, who: UUID = WANG) -> HoursRow:
    return HoursRow(
        staff_id=who, weekday=weekday, from_time=time.fromisoformat(since), to_time=time.fromisoformat(until)
    )


def given(since: str, until: str, weekday: int = 2, guardian: UUID = MOTHER, *, home: bool = True) -> Given:
    return Given(
        guardian_id=guardian,
        weekday=weekday,
        on_date=None,
        from_time=time.fromisoformat(since),
        to_time=time.fromisoformat(until),
        own_place=home,
    )


def calendar(closed: date | None = None, since: int = 9 * 60, until: int = 21 * 60) -> days.Calendar:
    def day_of(day: date) -> CalendarDay:
        shut = day == closed
        return CalendarDay(
            kind="closed" if shut else "school_day",
            source="weekday",
            name_zh="",
            name_en="",
            exam=False,
            follows_weekday=None,
            weekday=None if shut else day.isoweekday(),
            works=not shut,
        )

    return days.Calendar(day_of=day_of, visit_from=since, visit_until=until, known_until=None)


def family(student_id: UUID, *guardians: UUID) -> FamilyRow:
    return FamilyRow(
        student_id=student_id,
        class_id=CLASS,
        home_sealed=None,
        teacher_ids=[WANG],
        guardian_ids=[*guardians],
        barred_ids=[],
    )


INPUTS = rules.Inputs(
    campaign=CAMPAIGN,
    students=[STUDENT],
    families=[family(MING, MOTHER)],
    given={MING: [given("19:00", "19:40")]},
    hours=[hours("19:00", "19:40")],
    helpers=[HelperRow(staff_id=WANG, name="wang", any_class=False)],
    busy={},
    own=[],
    wishes=[],
    names={MING: "ming"},
    classes={MING: CLASS},
    onsite=frozenset(),
    visits=[],
    coming={},
    calendar=calendar(),
    by_video=frozenset(),
)
"""All that the visit needs, and not a minute more."""


def wish(**more: Any) -> list[WishRow]:
    base: dict[str, Any] = {"student_id": MING, "excluded": False, "pinned_to": None, "preferred": None}
    return [WishRow(**{**base, **more})]


def change(visit: StoredVisit = VISIT, now: datetime = NOW, **more: Any) -> fitting.Change | None:
    campaign = msgspec.structs.replace(CAMPAIGN, **more.pop("campaign", {}))
    inputs = msgspec.structs.replace(INPUTS, campaign=campaign, **more)
    return fitting.change_of(EVENING, visit, inputs, now)


def own(*starts: datetime, who: UUID = WANG) -> list[OwnVisitRow]:
    return [OwnVisitRow(staff_id=who, starts_at=at) for at in starts]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"wishes": wish(pinned_to=EVENING.evening_id)},
        {"wishes": wish(preferred=uuid4())},
        {"wishes": wish(student_id=HONG, excluded=True)},
        {"busy": {WANG: [(START - HOUR, START), (START + 40 * MINUTE, START + HOUR)], LIN: [(START, START + HOUR)]}},
        {"own": own(START - HOUR, START + DAY, START - DAY)},
        {"own": own(START - HOUR, START + HOUR, who=LIN)},
        {"calendar": calendar(since=19 * 60, until=19 * 60 + 40)},
        {"now": START - 2 * DAY},
    ],
)
def test_what_still_fits_goes_out(more: Mapping[str, Any]) -> None:
    assert change(**more) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"now": START - 2 * DAY + MINUTE}, ("notice", MING)),
        ({"calendar": calendar(closed=TUESDAY)}, ("calendar", None)),
        ({"campaign": {"ends_on": TUESDAY - DAY}}, ("campaign", None)),
        ({"campaign": {"starts_on": TUESDAY + DAY}}, ("campaign", None)),
        ({"campaign": {"visit_minutes": 39}}, ("campaign", None)),
        ({"campaign": {"visit_minutes": 41}}, ("campaign", None)),
        ({"students": []}, ("family", MING)),
        ({"wishes": wish(excluded=True)}, ("family", MING)),
        ({"wishes": wish(pinned_to=uuid4())}, ("family", MING)),
        ({"given": {}}, ("family", MING)),
        ({"given": {MING: [given("19:01", "20:00")]}}, ("family", MING)),
        ({"given": {MING: [given("18:00", "19:39")]}}, ("family", MING)),
        ({"given": {MING: [given("19:00", "19:40", weekday=3)]}}, ("family", MING)),
        ({"busy": {WANG: [(START - HOUR, START + MINUTE)]}}, ("visitor", WANG)),
        ({"busy": {WANG: [(START + 39 * MINUTE, START + HOUR)]}}, ("visitor", WANG)),
        ({"own": own(START - HOUR, START + HOUR)}, ("visitor", WANG)),
        ({"hours": []}, ("visitor", WANG)),
        ({"hours": [hours("19:01", "20:00")]}, ("visitor", WANG)),
        ({"hours": [hours("18:00", "19:39")]}, ("visitor", WANG)),
        ({"hours": [hours("19:00", "19:40", weekday=3)]}, ("visitor", WANG)),
        ({"calendar": calendar(since=19 * 60 + 1)}, ("visitor", WANG)),
        ({"calendar": calendar(until=19 * 60 + 39)}, ("visitor", WANG)),
        ({"campaign": {"visitors_per_visit": 2}}, ("campaign", None)),
    ],
)
def test_what_does_not_fit_any_more_says_whose_change_it_is(
    more: Mapping[str, Any], said: tuple[str, UUID | None]
) -> None:
    assert change(**more) == said


def test_siblings_at_one_stop_need_a_time_of_who_is_guardian_of_both() -> None:
    father = uuid4()
    elsewhere = given("19:00", "19:40", guardian=father, home=False)
    both = [msgspec.structs.replace(VISIT, student_id=one, joint=MING) for one in (MING, HONG)]
    together = msgspec.structs.replace(EVENING, visits=both)
    for guardians, fits in (((MOTHER, father), True), ((MOTHER,), False)):
        inputs = msgspec.structs.replace(
            INPUTS,
            given={MING: [elsewhere]},
            families=[family(MING, MOTHER, father), family(HONG, *guardians)],
        )
        assert (fitting.change_of(together, both[0], inputs, NOW) is None) is fits
        assert fitting.change_of(EVENING, VISIT, inputs, NOW) is None  # alone


def standing(**more: Any) -> StandingVisit:
    base: dict[str, Any] = {
        "visit_id": uuid4(),
        "student_id": MING,
        "starts_at": START + DAY,
        "ends_at": START + DAY + HOUR,
        "state": "proposed",
        "held_until": None,
        "wished_at": None,
        "unanswered": False,
        "joint_id": None,
        "place": "home",
        "team_ids": [WANG],
    }
    return StandingVisit(**{**base, **more})


@pytest.mark.parametrize(
    ("visits", "count"),
    [
        ([], 1),
        ([standing()], 0),  # it has a visit
        ([standing(state="recorded", starts_at=NOW - DAY)], 0),
        ([standing(state="declined", starts_at=START)], 0),  # it was asked as planned, and said no
        ([standing(state="declined")], 1),  # to another time
    ],
)
def test_only_families_that_were_not_asked_yet_count_as_changed(visits: list[StandingVisit], count: int) -> None:
    plan = StoredPlan(evenings=[EVENING], unplaced=[], unproved=None, gap=0, seconds=0)
    inputs = msgspec.structs.replace(INPUTS, hours=[], visits=visits)
    assert len(list(fitting.changes(plan, inputs, NOW))) == count
    agreed = msgspec.structs.replace(EVENING, visits=[msgspec.structs.replace(VISIT, visit_id=uuid4())])
    assert list(fitting.changes(msgspec.structs.replace(plan, evenings=[agreed]), inputs, NOW)) == []
