"""A sender that notes how far it is when it fetches people instead of when it sent to them: what the proof must catch.

`python -m tests.proof.naive DATABASE URL TOKEN CERTIFICATE`. Its list and its note are `naive.people` and `naive.upto` in the same database.
"""

import asyncio
import sys
from datetime import timedelta

import asyncpg
import msgspec

from jobs.channels.curl import Curl
from jobs.channels.pace import Pace

PAGE = 1000
NOTE = """
update naive.upto set number = number + $1 returning number
"""
PEOPLE = """
select token from naive.people where number > $1 and number <= $2 order by number
"""
DDL = """
create schema naive;
create table naive.people (number integer primary key, token text not null);
create table naive.upto (number integer not null);
insert into naive.upto values (0);
"""


def body(token: str) -> bytes:
    """A push in the shape that the double asks for."""
    headers = {"headers": {"apns-collapse-id": "naive", "Topic": "naive"}}
    message = {
        "token": token,
        "notification": {"title": "", "body": ""},
        "data": {},
        "android": {"notification": {"tag": "naive"}},
    }
    return msgspec.json.encode({"message": {**message, "apns": headers, "webpush": headers}})


async def main(database: str, url: str, token: str, certificate: str) -> None:
    """Sends until everybody was fetched."""
    conn = await asyncpg.connect(database)
    with open(certificate, "rb") as trusted:  # noqa: ASYNC230, PTH123
        client = Curl(
            url, timeout=timedelta(seconds=10), connections=1, pace=Pace(400, ramp=0), root_certificate=trusted.read()
        )
    while True:
        upto = await conn.fetchval(NOTE, PAGE)
        people = await conn.fetch(PEOPLE, upto - PAGE, upto)
        if not people:
            return
        await client.post_many([body(row["token"]) for row in people], token, 60)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
