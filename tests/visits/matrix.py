"""What the authorization matrix needs of home visits: one set of objects for a student, and bodies that fit."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from api.campaigns import actions as campaigns
from api.core.access import Action
from api.core.clock import FixedClock
from api.visits.actions import AVAILABILITY_END
from api.visits.feature import FEATURE as VISITS
from tests.counselling.desk import ok
from tests.visits.family import THURSDAY, Family, agreement_new, moved, record, wish
from tests.world import Person, World

NAMED = ("availability_id", "visit_id", "agreement_id", "follow_up_id", "record_id", "contact_id", "class_id")
VISITING = frozenset({*VISITS.actions, campaigns.VISIT_OFFER_READ})


@dataclass(frozen=True, slots=True)
class Visiting:
    """A recorded visit by one colleague, who has another to come; an entry and a contact with a note."""

    ids: dict[str, str]
    team: frozenset[UUID]
    author: UUID
    """The guardian who gave the entry."""

    def people(self, action: Action) -> frozenset[UUID]:
        """Whose own it is: an entry is its author's, all else the team's."""
        return frozenset({self.author}) if action is AVAILABILITY_END else self.team

    def params(self) -> dict[str, str]:
        """Values for a path's places."""
        return self.ids


async def visits(
    world: World, clock: FixedClock, org_id: int, student: Person, guardian: Person, *staff: Person
) -> Visiting:
    """`staff`: the class teacher, who visits, and who logs the contact. Takes eleven minutes."""
    teacher, visitor, logger = staff
    family = Family(world, org_id, student, teacher)
    entry = await family.add_availability(guardian)
    visit = await family.agreed(clock.now() + timedelta(minutes=10), visitor, by=guardian)
    await family.propose(THURSDAY - timedelta(days=1), visitor)
    note = {"studentId": str(student.account_id), "channel": "phone", "at": world.now.isoformat(), "note": "x"}
    contact = await ok(await world.client(logger).post(f"/orgs/{org_id}/contacts", json=note), 201)
    clock.advance(timedelta(minutes=11))
    follow_up = {"dueOn": "2026-12-01", "text": "x"}
    await ok(await family.do(visitor, visit, "record", 2, **record(followUps=[follow_up])))
    [follows] = await ok(await family.get(visitor, visit, "/follow-ups"))
    agreement = await ok(await world.client(visitor).post(f"{family.visits}/{visit}/agreement", json=agreement_new()))
    [written] = await ok(await family.get(visitor, visit, "/records"))
    ids = {
        "record_id": written["recordId"],
        "agreement_id": agreement["agreement"]["agreementId"],
        "availability_id": entry["availabilityId"],
        "visit_id": visit,
        "follow_up_id": follows["followUpId"],
        "contact_id": contact["contactId"],
    }
    return Visiting(ids, frozenset({visitor.account_id}), guardian.account_id)


def bodies(student: Person, mine: Visiting) -> dict[str, Any]:
    """Bodies by operation."""
    [visitor] = mine.team
    return {
        "addAvailability": {"weekday": 1, "fromTime": "19:00", "toTime": "20:00", "placeKind": "home"},
        "endAvailability": None,
        "addVisit": {
            "studentId": str(student.account_id),
            "startsAt": THURSDAY.isoformat(),
            "minutes": 60,
            "mode": "onsite",
            "team": [str(visitor)],
        },
        "moveVisit": moved(),
        "confirmVisit": None,
        "declineVisit": {},
        "askVisitMove": wish(),
        "cancelVisit": {},
        "recordVisit": record(),
        "correctVisitRecord": record(),
        "addVisitAgreement": agreement_new(),
        "answerVisitAgreement": {"confirms": True},
        "missVisit": None,
        "startVisit": None,
        "sayVisitLate": {"minutes": 10},
        "handOverEvening": {"day": "2026-11-30", "visitIds": [mine.ids["visit_id"]], "colleagueId": str(visitor)},
        "askNewTimes": {"day": "2026-11-30", "visitIds": [mine.ids["visit_id"]]},
        "sayVisitAllClear": None,
        "finishFollowUp": None,
        "addContact": {"studentId": str(student.account_id), "channel": "phone", "at": "2026-11-22T02:00:00Z"},
    }
