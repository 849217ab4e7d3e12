"""An SMS provider's gateway: checks the secret, the number and the text, and keeps to the idempotency key."""

import json
import re
from collections import defaultdict, deque
from typing import Any

from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble

SECRET = "s3cret"


class SmsDouble(HttpDouble):
    """`sent` holds what would reach phones. `script[number]`: a status, "accept-then-503", "stall", "reset", "garbage"."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.script: defaultdict[str, deque[str | int]] = defaultdict(deque)
        self.retry_after: str | None = None
        self._kept: dict[str, tuple[bytes, Answer]] = {}

    async def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {SECRET}":
            return Answer.json(401, {"error": "secret"})
        key = request.headers.get("idempotency-key")
        if not key:
            return Answer.json(400, {"error": "Idempotency-Key is missing"})
        if fault := _fault(request.body):
            return Answer.json(422, {"error": fault})
        content = json.loads(request.body)
        script = self.script[content["to"]]
        step = script.popleft() if script else None
        if step and step != "accept-then-503":
            return await self._play(step)
        taken = self._take(key, request.body)
        return Answer.json(503, {"error": "busy"}) if step else taken

    def _take(self, key: str, body: bytes) -> Answer:
        if key in self._kept:
            known, answer = self._kept[key]
            return answer if known == body else Answer.json(422, {"error": "key was used for another message"})
        self.sent.append(json.loads(body))
        answer = Answer.json(202, {"id": f"sms-{len(self.sent)}"})
        self._kept[key] = (body, answer)
        return answer

    async def _play(self, step: str | int) -> Answer:
        if isinstance(step, int):
            wait = {"Retry-After": self.retry_after} if self.retry_after else {}
            return Answer.json(step, {"error": "scripted"}, wait)
        if step == "stall":
            await self.stall()
        if step == "garbage":
            return Answer(200, b"\xff<OK>", {"Content-Type": "text/plain"})
        raise Reset


def _fault(body: bytes) -> str | None:
    try:
        content = json.loads(body)
    except ValueError:
        return "not JSON"
    if not isinstance(content, dict) or set(content) != {"to", "text", "id"}:  # pyright: ignore[reportUnknownArgumentType]
        return "fields"
    if not re.fullmatch(r"\+[1-9]\d{6,14}", str(content["to"])):  # pyright: ignore[reportUnknownArgumentType]
        return "number is not in E.164"
    return None if 0 < len(str(content["text"])) <= 500 else "text"  # pyright: ignore[reportUnknownArgumentType]
