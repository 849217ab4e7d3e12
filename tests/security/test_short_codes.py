"""Kind: a short code that can be guessed. Every field of the contract that takes one, the limit it meets, and a walk through all of them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx

from api.cli.environment import ROOT
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.accounts.test_recovery_staff import by_sms
from tests.accounts.test_signin import enrolled
from tests.accounts.test_tablets import tablet_of
from tests.counselling.desk import ok, version
from tests.lectures.hall import HOUR, lecture
from tests.world import World

SECRET = re.compile(r"^(code|totp|pin|password|secret|startingCode|oldSecret|current)$")
CHOSEN = {"setPassword.password", "setSecret.secret", "signInByStartingCode.secret", "setPin.pin"}
"""What a person sets is not guessed."""
TRIES = 12
WRONG = {
    "code": "000000",
    "totp": "000000",
    "pin": "9157",
    "startingCode": "AAAAAAAA",
    "current": "not the password",
    "oldSecret": None,
}


def contract() -> Any:
    return json.loads((ROOT / "clients/openapi.json").read_text())


def fields(schemas: Any, schema: Any) -> Iterator[str]:
    """Names of the fields of a body, of all its kinds."""
    if "$ref" in schema:
        yield from fields(schemas, schemas[schema["$ref"].rpartition("/")[2]])
    for one in schema.get("oneOf", []):
        yield from fields(schemas, one)
    yield from schema.get("properties", {})


def guessed() -> dict[str, tuple[str, str, set[str]]]:
    """Operations whose body takes something that could be guessed: method, address and these fields."""
    whole = contract()
    found: dict[str, tuple[str, str, set[str]]] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).values()
            names = {n for c in content for n in fields(whole["components"]["schemas"], c.get("schema", {}))}
            name = operation["operationId"]
            if secrets := {n for n in names if SECRET.match(n) and f"{name}.{n}" not in CHOSEN}:
                found[name] = (method, path.removeprefix("/api/v1"), secrets)
    return found


def test_every_place_stands_in_the_list_of_promises() -> None:
    text = (ROOT / "docs/trust.md").read_text().partition("## Codes that could be guessed")[2]
    listed = {match for line in text.splitlines() for match in re.findall(r"^\| `(\w+)`", line)}
    assert listed == guessed().keys()


def _more(world: World) -> dict[str, dict[str, Any]]:
    """What a body needs besides."""
    pupil = {"classCode": "CLASSA", "name": "小明", "secret": "绿色的老火车在海底", "tokenKind": "bearer"}
    return {
        "signInByPhone": {"phone": world.people.mother.phone, "tokenKind": "bearer"},
        "takeBackNumber": {"phone": world.people.father.phone},
        "signInByPassword": {"phone": world.people.gao.phone, "password": "not the password", "tokenKind": "bearer"},
        "signInBySecret": pupil,
        "signInByStartingCode": pupil,
        "setPassword": {"password": "the ferry leaves at dusk 41"},
        "setSecret": {"secret": "绿色的老火车在海底"},
        "setPin": {"secret": "not the secret", "pin": "4826"},
        "enrolTablet": {"code": f"{world.north}-AAAAAAAA"},
        "signInByPin": {"studentId": str(world.people.ming.account_id)},
        "settleNumberMove": {"secret": "绿色的老火车在海底", "mine": True},
    }


async def test_each_of_them_holds_back_who_guesses(
    world: World, http: httpx.AsyncClient, config: Config, clock: FixedClock
) -> None:
    who, sealer = world.people, Sealer(config.master_key)
    await enrolled(world, http, sealer, who.he, clock)
    staff = await by_sms(world, http, sealer, who.he)
    added = await ok(
        await world.client(who.wang).post(
            f"/orgs/{world.north}/lectures",
            json=lecture(world.north_a, at=clock.now() + HOUR / 2, registers=False, seats=None),
        ),
        201,
    )
    publish = f"/orgs/{world.north}/lectures/{added['lectureId']}/publish"
    await ok(await world.client(who.wang).post(publish, headers=version(added["version"])))
    named = {"org_id": world.north, "lecture_id": added["lectureId"]}
    more = _more(world)
    tablet = (await tablet_of(world)).http
    asks = {
        "signInByPin": tablet,
        "signIn": http,
        "takeBack": http,
        "enrolTablet": http,
        "setSecret": world.client(who.ming),
        "setPin": world.client(who.ming),
        "checkIn": world.client(who.mother),
    }
    for name, (method, path, secrets) in guessed().items():
        client = next((found for start, found in asks.items() if name.startswith(start)), staff)
        body = {n: WRONG[n] for n in secrets if WRONG.get(n)} | more.get(name, {})
        where = ("/api/v1" if client in {http, tablet} else "") + path.format_map(named)
        answers = [await client.request(method, where, json=body) for _ in range(TRIES)]
        # Password and code of one person are counted together, wherever they are asked for.
        assert answers[0].status_code in {401, 403, 409, 422, 429}, (name, answers[0].text)
        assert answers[-1].status_code == 429, (name, answers[-1].text)
        assert int(answers[-1].headers["retry-after"]) >= 30, name
