"""Before a yes an administrator reads whom a new class teacher follows."""

from typing import Any
from uuid import uuid4

from tests.roster.books import PHONE_B
from tests.roster.school import School
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand, hand, lessons_of

__all__ = ["hand"]


async def test_who_becomes_class_teacher_is_said_to_follow_somebody(school: School, hand: Hand) -> None:
    known = await ids(school)
    first, second = str(known["七年级(1)班"]), str(known["七年级(2)班"])
    path = f"staff/{known['T1']}"
    body = lessons_of(await hand.shown(path))
    tried = await hand.done(path, body | {"leads": [first, second]}, method="PUT", dryRun=True)
    assert tried["replaced"] == [{"name": "周丽华", "className": "七年级(1)班"}]  # nobody leads the other one
    own = await hand.shown(f"staff/{known['T2']}")
    same = await hand.done(f"staff/{known['T2']}", lessons_of(own), method="PUT", dryRun=True)
    assert same["replaced"] == []
    new: dict[str, Any] = {
        "name": "钱代课",
        "number": "T9",
        "phone": None,
        "roles": [],
        "leads": [first],
        "teaches": [],
    }
    async with await school.client(PHONE_B, "en", assurance=2) as client:
        answer = await client.post(
            "/roster/staff",
            json=new,
            headers={"idempotency-key": uuid4().hex},
            params={"dryRun": True},
        )
    assert answer.json()["replaced"] == [{"name": "周丽华", "className": "七年级(1)班"}]
