"""`receipt`: verifies signed receipts without the service, and prints the public key that proves them."""

import argparse
import asyncio
import sys
from pathlib import Path

from api.cli.environment import needed, settings
from api.core import db, roots
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.sealing import Sealer
from api.notices.proofs import service


def run_receipt(words: list[str]) -> int:
    """Exit code 1 when a receipt is not what it says."""
    parser = argparse.ArgumentParser(
        prog="xinqiao receipt", description="Verifies receipts of notices offline, or prints the key for that."
    )
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("key", help="print the public key of this installation's receipts; needs the database")
    verify = parts.add_parser("verify", help="verify a file of receipts; asks nobody")
    verify.add_argument("file", type=Path, help="as exported from a notice")
    verify.add_argument("--key", help="the public key; by default the one made from the master key")
    chosen = parser.parse_args(words)
    if chosen.part == "key":
        print(service.public_key(asyncio.run(_seed(settings()))))
        return 0
    if chosen.key is None:
        print("No --key was given: the key is the one made from this installation's master key.")
    return _verify(chosen.file, chosen.key or service.public_key(Sealer(settings().master_key).receipt_seed))


def _verify(path: Path, key: str) -> int:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{path} cannot be read: {error.strerror}.") from error
    faults = service.find_faults(data, key)
    for sentence in faults:
        print(sentence, file=sys.stderr)
    if not faults:
        print(f"Every receipt is genuine, by the key {key}.")
        print(f"Fingerprint of the key (SHA-256): {service.fingerprint(key)}")
        print(*service.contents(data), sep="\n")
    return 1 if faults else 0


async def _seed(config: Config) -> bytes:
    pool = await db.pool(needed(config.database_url, "DATABASE_URL"), size=1)
    try:
        return Sealer(*await roots.load_from(pool, config.master_key)).receipt_seed
    finally:
        await pool.close()
