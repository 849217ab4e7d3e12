"""One-time codes: drawn when sent, kept as an HMAC, good for five minutes."""

import re
from datetime import timedelta

from api.core import db, tasks
from api.core.clock import FixedClock
from jobs.channels.base import Later
from jobs.kinds import HANDLERS
from schemas.accounts.tasks import SignInCode
from tests.jobs.city import City, Person


async def ask(city: City, key: bytes, payload: SignInCode | None = None) -> None:
    async with city.uow(0) as uow:
        payload = payload or SignInCode(key_hash=key.hex())
        await tasks.enqueue(uow, SignInCode.kind, f"{payload.to}:{payload.key_hash}", payload, uow.now)


async def take(city: City, key: bytes, code: str) -> bool:
    async with db.transaction(city.services.door, 0) as conn:
        digest, now = city.services.sealer.code(key, code), city.services.clock.now()
        found = await conn.fetchval("select login_code_take($1, $2, $3)", key, digest, now)
        return found == "right"


def key_of(city: City, person: Person) -> bytes:
    return city.services.sealer.phone(person.phone)


def codes(city: City) -> list[str]:
    return [re.findall(r"\d{6}", item.body)[0] for item in city.sms.items + city.mail.items]


async def test_a_code_reaches_the_phone_and_is_good_once(city: City) -> None:
    person = await city.person()
    await ask(city, key_of(city, person))
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items] == [f"+86{person.phone}"]
    (code,) = codes(city)
    assert not await take(city, key_of(city, person), f"{(int(code) + 1) % 10**6:06}")
    assert await take(city, key_of(city, person), code)
    assert not await take(city, key_of(city, person), code)


async def test_the_code_stands_nowhere(city: City) -> None:
    person = await city.person()
    await ask(city, key_of(city, person))
    await city.work(HANDLERS)
    (code,) = codes(city)
    assert code not in str(await city.rows("select * from tasks"))
    (row,) = await city.rows("select * from login_codes where key_hash = $1", key_of(city, person))
    assert code.encode() not in row["code_hash"]


async def test_nobody_has_the_key(city: City) -> None:
    await ask(city, key := city.services.sealer.phone("13800000000"))
    await city.work(HANDLERS)
    assert city.sms.items == []
    assert len(await city.rows("select 1 from login_codes where key_hash = $1", key)) == 1, "refused like any other"
    (row,) = await city.rows("select state from tasks where kind = 'sign_in_code'")
    assert row["state"] == "done"


async def test_a_phone_number_moved_to_another_row_gets_no_code(city: City) -> None:
    mine, theirs = await city.person(), await city.person()
    key = key_of(city, theirs)
    (row,) = await city.rows("select sealed from login_keys where key_hash = $1", key_of(city, mine))
    await city.rows("update login_keys set sealed = $2 where key_hash = $1 returning 1", key, row["sealed"])
    await ask(city, key)
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_a_students_way_to_sign_in_gets_no_code(city: City) -> None:
    person = await city.person(phone=False)
    await ask(city, key_of(city, person))
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_asked_again_the_newest_counts(city: City) -> None:
    person = await city.person()
    for _ in range(2):
        await ask(city, key_of(city, person))
        await city.work(HANDLERS)
    old, new = codes(city)
    assert len({i.dedupe_id for i in city.sms.items}) == 2
    if old != new:
        assert not await take(city, key_of(city, person), old)
    assert await take(city, key_of(city, person), new)


async def test_a_gateway_that_asks_for_patience_gets_it_for_five_minutes(city: City, clock: FixedClock) -> None:
    person = await city.person()
    city.sms.script[f"+86{person.phone}"] = [Later("http-503")] * 99
    await ask(city, key_of(city, person))
    for _ in range(30):
        await city.work(HANDLERS)
        clock.advance(timedelta(minutes=1))
    assert 4 <= len(city.sms.items) <= 6
    (row,) = await city.rows("select state from tasks where kind = 'sign_in_code'")
    assert row["state"] == "done"


async def test_a_code_that_nobody_waits_for_is_not_sent(city: City, clock: FixedClock) -> None:
    person = await city.person()
    await ask(city, key_of(city, person))
    clock.advance(timedelta(minutes=5))
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_a_mail_address_is_verified_by_mail(city: City) -> None:
    person = await city.person(mail=True)
    key = city.services.sealer.name("email", person.email)
    await ask(city, key, SignInCode(key_hash=key.hex(), to="email", account_id=person.account_id))
    await city.work(HANDLERS)
    assert [i.address for i in city.mail.items] == [person.email]
    assert await take(city, key, codes(city)[0])


async def test_in_the_persons_language(city: City) -> None:
    for language in ("zh-CN", "en"):
        await ask(city, key_of(city, await city.person(language=language)))
    await city.work(HANDLERS)
    assert sorted(i.body[:10] for i in city.sms.items) == ["[Xinqiao] ", "【心桥】您的验证码是"]
