"""An operator ends sessions from the command line."""

from pathlib import Path

import pytest

from api.core import db
from api.core.services import Services
from tests.by_mail import by_mail
from tests.cli.commands import only_sentence, run
from tests.servers import Cluster, Database, environment
from tests.world import Person, World


@pytest.fixture
def env(cluster: Cluster, database: Database, tmp_path: Path) -> dict[str, str]:
    return environment(database, cluster.servers.redis_url, tmp_path)


async def signed_in(world: World, person: Person) -> bool:
    async with world.client(person) as client:
        return (await client.get("/me")).status_code == 200


async def test_an_operator_ends_the_sessions_of_one_person_or_of_everybody(
    world: World, env: dict[str, str], services: Services
) -> None:
    who = world.people
    assert run("signout", "--phone", who.mother.phone, env=env).out == "1 session ended.\n"
    assert not await signed_in(world, who.mother)
    assert await signed_in(world, who.father)
    assert run("signout", "--account", str(who.ming.account_id), env=env).out == "1 session ended.\n"
    assert not await signed_in(world, who.ming)
    mail = await by_mail(world, services.sealer, who.father)
    assert run("signout", "--mail", mail.upper(), env=env).out == "1 session ended.\n"
    assert not await signed_in(world, who.father)
    put = "select device_put($1, gen_random_uuid(), 'fcm', sha256('a'), 'x', 'Lost', $2)"
    await world.operate(db.PLATFORM, put, who.mother.account_id, world.now)
    assert run("signout", "--everybody", env=env).code == 0
    assert not [p.name for p in (who.wang, who.hong) if await signed_in(world, p)]
    left = await world.operate(db.PLATFORM, "select 1 from devices where account_id = $1", who.mother.account_id)
    assert not left, "pushes of sessions that were over end as well"
    kept = "select 1 from accounts where account_id = $1 and sign_outs < 2"
    assert not await world.operate(db.PLATFORM, kept, who.mother.account_id), "WeChat links end without a session, too"


def test_a_phone_that_nobody_has_is_one_sentence(env: dict[str, str]) -> None:
    assert only_sentence(run("signout", "--phone", "13700000000", env=env)) == "Nobody signs in with this phone number."
    nobody = run("signout", "--mail", "nobody@example.cn", env=env)
    assert only_sentence(nobody) == "Nobody signs in with this email address."
    assert run("signout", env=env).code == 2, "nobody is not everybody"
