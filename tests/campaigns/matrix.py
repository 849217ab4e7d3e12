"""What the matrix of rights needs of campaigns: one of a class that nobody of the world leads or teaches."""

from typing import Any
from uuid import UUID, uuid4

from tests.counselling.desk import ok
from tests.of_features import Matrix
from tests.world import Person, World

EVENINGS = [
    {"weekday": 2, "fromTime": "18:30", "toTime": "21:00"},
    {"weekday": 6, "fromTime": "09:00", "toTime": "12:00"},
]


def campaign(class_ids: list[UUID], visitors: list[Person], **more: Any) -> dict[str, Any]:
    """The body of a campaign."""
    return {
        "title": "走进每一个家",
        "startsOn": "2026-11-23",
        "endsOn": "2027-01-15",
        "classIds": [str(c) for c in class_ids],
        "visitors": [{"staffId": str(v.account_id), "hours": EVENINGS} for v in visitors],
        "visitMinutes": 40,
        "visitsPerDay": 4,
        "dayMinutes": 240,
        "visitorsPerVisit": 1,
        "travel": "bicycle",
        "speedKmh": 12,
        **more,
    }


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    class_id = uuid4()
    await world.operate(
        org_id,
        "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
        " values ($1, $2, 2026, '九年级', 'Z', 'CLASSZ', $3)",
        *(org_id, class_id, world.now),
    )
    body = campaign([class_id], [admin])
    added = await ok(await world.client(admin).post(f"/orgs/{org_id}/campaigns", json=body), 201)
    return {"campaign_id": added["campaignId"]}


_UNKNOWN = campaign([UUID(int=1)], [])
_UNKNOWN["visitors"] = [{"staffId": str(UUID(int=1)), "hours": []}]

MATRIX = Matrix(
    named=("campaign_id",),
    objects=_objects,
    bodies={
        "addCampaign": _UNKNOWN,
        "setCampaign": _UNKNOWN,
        "closeCampaign": None,
        "askCampaignPlan": None,
        "cancelCampaignPlan": None,
        "applyCampaignPlan": None,
        "setCampaignWish": {"excluded": True},
        "askCampaignFamilies": None,
        "setCampaignAnswer": {"times": [], "callMe": True},
    },
)
