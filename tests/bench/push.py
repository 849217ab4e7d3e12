"""P1: our push channel beside firebase-admin's own sender, over TLS and HTTP/2 to a double that answers after 80 ms."""

import asyncio
import os
import sys
from pathlib import Path

import msgspec

from tests.bench.google import ANSWER, Google
from tests.bench.row import Row, Sample, Side, interleave
from tests.bench.senders import CONNECTIONS, Cost
from tests.doubles.certificates import contexts
from tests.doubles.token import TokenDouble


async def sender(folder: Path) -> list[Row]:
    """CPU of the sending process for each push, ours and theirs."""
    tls, _, certificate = contexts(folder)
    trusted = folder / "trusted.pem"
    trusted.write_bytes(certificate)
    async with TokenDouble() as tokens, Google(tokens, tls) as push:
        account = tokens.write_account(folder)
        words = [str(account), push.url, str(trusted)]
        theirs, ours = await interleave(_process("firebase", words), _process("ours", words))
    note = f"TLS HTTP/2, {ANSWER * 1000:.0f} ms answers, {CONNECTIONS} connections × 100 streams, no ledger; {ours.figure:,.0f} /s"
    return [
        Row(id="P1", what="CPU of our sender a push, of firebase-admin's own", unit="µs", limit=theirs.micros["sender"],
            ours=ours.micros["sender"], goal=20, kind="saving", note=note),
    ]  # fmt: skip


def _process(name: str, words: list[str]) -> Side:
    async def side() -> Sample:
        command = [sys.executable, "-m", "tests.bench.senders", name, *words]
        env = {**os.environ, "SSL_CERT_FILE": words[-1]}
        process = await asyncio.create_subprocess_exec(*command, env=env, stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"the sender {name} failed")
        cost = msgspec.json.decode(out, type=Cost)
        return Sample(figure=cost.rate, micros={"sender": cost.micros})

    return side
