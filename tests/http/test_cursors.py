"""A cursor is good for the reader and the list that it was given for. Kind of fault: a key that a reader can make themselves.

With a cursor of their own making, readers walked a list from ids that they may not see, and learnt which of them exist.
"""

import base64
from itertools import pairwise

from api.core import db
from tests.counselling.desk import slug
from tests.world import World
from tests.world_rows import add_memberships, add_staff


async def test_a_forged_or_foreign_cursor_is_refused_in_plain_words(world: World) -> None:
    students = f"/orgs/{world.north}/students"
    who = world.people
    async with world.client(who.north_admin) as admin, world.client(who.gao) as leader:
        first = (await admin.get(students, params={"limit": 1})).json()
        mine = first["next"]
        second = await admin.get(students, params={"limit": 1, "cursor": mine})
        again = await admin.get(students, params={"limit": 1, "cursor": mine})
        place = f'{{"name":"","student_id":"{who.ming.account_id}"}}'.encode()
        middle = len(mine) // 2
        odd = [
            base64.urlsafe_b64encode(place).decode().rstrip("="),
            *("AQ", "A", "AQ" + "A" * 60, "x" * 601, "", mine + "\n", mine + "=", "é"),
            mine[:middle] + ("A" if mine[middle] != "A" else "B") + mine[middle + 1 :],
        ]
        refused = [await admin.get(students, params={"cursor": text}) for text in odd]
        foreign = await leader.get(students, params={"cursor": mine})
        other_list = await admin.get(f"/orgs/{world.north}/notices", params={"cursor": mine})
    assert second.json()["items"] == again.json()["items"] != first["items"]
    assert who.ming.name.encode() not in base64.urlsafe_b64decode(mine + "==="), "a cursor can be read"
    for answer in [*refused, foreign, other_list]:
        assert slug(answer) == (422, "invalid")
        assert [e["path"] for e in answer.json()["errors"]] == ["$.cursor"]
    assert {foreign.json()["errors"][0]["message"], other_list.json()["errors"][0]["message"]} == {
        "This place in the list is not yours or has lapsed. Start at the beginning of the list."
    }
    assert all(a != b for a, b in pairwise([first["next"], second.json()["next"]]))


async def test_a_cursor_of_a_like_list_is_refused(world: World) -> None:
    """The same operation in another organisation, for a reader who may read both: its cursors have the same fields."""
    admin = world.people.north_admin
    async with db.transaction(world.operator, world.south) as conn:
        await add_staff(conn, world.south, admin, ["school_admin"], world.now)
        await add_memberships(conn, "staff", [admin], world.now)
    async with world.client(admin) as client:
        north, south = f"/orgs/{world.north}/students", f"/orgs/{world.south}/students"
        mine = (await client.get(north, params={"limit": 1})).json()["next"]
        assert (await client.get(south, params={"limit": 1})).status_code == 200
        assert (await client.get(north, params={"cursor": mine})).status_code == 200
        refused = await client.get(south, params={"cursor": mine})
    assert slug(refused) == (422, "invalid")
