"""What a browser learns of pushes: nothing until an organisation of the person's lets them out."""

import msgspec
import pytest

from api.core import vapid
from api.core.config import Config
from api.core.errors import Misconfigured
from schemas.messages.wire import FirebaseSettings
from tests.servers import Database, owner
from tests.world import World

KEY = vapid.read(vapid.new_key(), "mailto:tests@xinqiao.invalid")
WEB = FirebaseSettings(api_key="a", project_id="p", app_id="i", messaging_sender_id="1", vapid_key="v")


@pytest.fixture(scope="module")
def config(config: Config) -> Config:
    return msgspec.structs.replace(config, vapid=KEY, firebase_web=WEB)


async def test_a_browser_learns_the_key_where_an_organisation_lets_pushes_out(world: World, database: Database) -> None:
    mother = world.client(world.people.mother)
    nothing = {"vapidKey": None, "firebase": None}
    assert (await mother.get("/me/push")).json() == nothing
    conn = await owner(database)
    await conn.execute("update orgs set webpush_enabled = true where org_id = $1", world.south)
    assert (await mother.get("/me/push")).json() == {"vapidKey": KEY.public, "firebase": None}
    await conn.execute("update orgs set fcm_enabled = true where org_id = $1", world.north)
    assert (await mother.get("/me/push")).json()["firebase"]["projectId"] == "p"
    jun = world.client(world.people.lei_father)  # of south alone
    assert (await jun.get("/me/push")).json() == {"vapidKey": KEY.public, "firebase": None}
    nobody = world.client(world.people.nobody)
    assert (await nobody.get("/me/push")).json() == nothing
    await conn.close()


def test_a_key_that_is_none_is_said_so() -> None:
    for key, contact in [("short", "mailto:a@b.example"), ("!", "mailto:a@b.example"), (vapid.new_key(), None)]:
        with pytest.raises(Misconfigured):
            vapid.read(key, contact)
    assert KEY.private not in repr(KEY)
