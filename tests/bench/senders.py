"""A process that sends pushes, by our channel or by firebase-admin's own sender, and prints what one cost.

`python -m tests.bench.senders ours|firebase ACCOUNT URL CERTIFICATE`: CPU microseconds a push and pushes a second, as JSON.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false
# firebase-admin is not typed, and where it sends to is its own affair.

import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import firebase_admin
import msgspec
import uvloop
from firebase_admin import credentials, messaging

from jobs.channels import fcm, firebase
from jobs.channels.base import Sent
from tests.channels.samples import outgoing

CONNECTIONS = 10
PUSHES = {"ours": 10_000, "firebase": 300}
NO_PACE = 1e6
"""What the sender can do is measured, not what FCM's quota allows."""
WARM_UP = {"ours": 1000, "firebase": 100}
"""Ours: as many as open all connections."""
Send = Callable[[range], Awaitable[int]]


class Cost(msgspec.Struct):
    """What a push took."""

    micros: float
    rate: float


def ours(account: Path, url: str, certificate: Path) -> Send:
    """Our channel, over ten connections."""
    channel = fcm.Fcm(
        firebase.Account(account),
        url=url,
        connections=CONNECTIONS,
        pace=NO_PACE,
        root_certificate=certificate.read_bytes(),
    )

    async def send(numbers: range) -> int:
        results = await channel.send_many([outgoing(f"phone:{n}", n) for n in numbers])
        return sum(isinstance(result, Sent) for result in results)

    return send


def theirs(account: Path, url: str, _: Path) -> Send:
    """firebase-admin's asynchronous sender; the certificate comes by SSL_CERT_FILE."""
    app = firebase_admin.initialize_app(credentials.Certificate(str(account)))
    service = messaging._get_messaging_service(app)
    service._fcm_url = f"{url}/v1/projects/{app.project_id}/messages:send"

    async def send(numbers: range) -> int:
        answer = await messaging.send_each_async([fcm.message(outgoing(f"phone:{n}", n)) for n in numbers], app=app)
        return int(answer.success_count)

    return send


async def main(name: str, account: Path, url: str, certificate: Path) -> Cost:
    """Sends, after a warm-up. Raises RuntimeError when a push was not taken."""
    send = {"ours": ours, "firebase": theirs}[name](account, url, certificate)
    await send(range(WARM_UP[name]))
    cpu, started, wanted = time.process_time(), time.perf_counter(), PUSHES[name]
    taken = await send(range(wanted))
    if taken != wanted:
        raise RuntimeError(f"{taken} of {wanted} were taken")
    return Cost(
        micros=(time.process_time() - cpu) * 1e6 / wanted,
        rate=wanted / (time.perf_counter() - started),
    )


if __name__ == "__main__":
    found = uvloop.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
    print(msgspec.json.encode(found).decode())  # noqa: T201
