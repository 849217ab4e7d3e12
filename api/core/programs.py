"""Runs a Python program of ours on bytes that nobody vouches for: in a process of its own, without our memory and our secrets."""

import asyncio
import sys
from pathlib import Path

_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2])}


async def run(*arguments: str, data: bytes, wait: float) -> tuple[int, bytes]:
    """Starts Python with `arguments` and writes `data` to it. Returns its exit code, negative for a signal, and what it wrote.

    Raises TimeoutError after `wait` seconds by the clock. The program ends with its caller.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
    )
    try:
        async with asyncio.timeout(wait):
            made, _ = await process.communicate(data)
    finally:
        if process.returncode is None:
            process.kill()
        code = await process.wait()
    return code, made
