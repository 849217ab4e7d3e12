"""WeChat's server API for service accounts as its documents describe it (docs/channels.md): tokens, template messages, the codes of its page."""

import json
import re
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qs, urlsplit

from api.core.wechat import Account
from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble

APP, SECRET, TEMPLATE = (
    "wx0123456789abcdef",
    "s-e-c-r-e-t_of-the-account",
    "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY",
)
KEYWORDS = ("thing2", "thing4", "time5")
"""What the template has: a message says all of them and nothing else."""


class WechatDouble(HttpDouble):
    """`screens` holds what each follower would see. Scripted by `script`, for messages: an errcode, "http-503", "accept-then-503", "stall", "reset", "garbage"."""

    def __init__(self) -> None:
        super().__init__()
        self.followers: set[str] = set()
        self.strangers: set[str] = set()
        """Openids of people who came by and do not follow."""
        self.screens: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.script: deque[int | str] = deque()
        self.codes: dict[str, str] = {}
        self.used: set[str] = set()
        self.minted = 0
        self.expired: set[str] = set()
        self.retry_after: str | None = None
        self._seen: set[tuple[str, str]] = set()

    def account(self, org_id: int, **changes: Any) -> Account:
        values: dict[str, Any] = {"org_id": org_id, "app_id": APP, "secret": SECRET, "template_id": TEMPLATE}
        values["fields"] = {"thing2": "title", "thing4": "text", "time5": "time"}
        return Account(**(values | changes))

    @property
    def token(self) -> str:
        return f"token-{self.minted}"

    def expire(self) -> None:
        """The token that is valid now is not any more."""
        self.expired.add(self.token)

    async def answer(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match request.method, parts.path:
            case "POST", "/cgi-bin/stable_token":
                return self._mint(json.loads(request.body))
            case "GET", "/sns/oauth2/access_token":
                return self._exchange(query)
            case "POST", "/cgi-bin/message/template/send":
                return await self._message(request.body, query.get("access_token"))
            case _:
                return Answer.json(404, {})

    def _mint(self, asked: dict[str, Any]) -> Answer:
        if asked.get("grant_type") != "client_credential":
            return _failed(40002)
        if code := _stranger(asked):
            return _failed(code)
        if self.minted == 0 or self.token in self.expired:
            self.minted += 1
        return Answer.json(200, {"access_token": self.token, "expires_in": 7200})

    def _exchange(self, query: dict[str, str]) -> Answer:
        """A code is good once. The page's own access token is none of the API's."""
        code = query.get("code", "")
        if query.get("grant_type") != "authorization_code":
            return _failed(40002)
        if fault := _stranger(query):
            return _failed(fault)
        if code in self.used:
            return _failed(40163)
        if code not in self.codes:
            return _failed(40029)
        self.used.add(code)
        page = {"access_token": "of-the-page", "expires_in": 7200, "refresh_token": "r", "scope": "snsapi_base"}
        return Answer.json(200, {**page, "openid": self.codes[code]})

    async def _message(self, raw: bytes, token: str | None) -> Answer:
        if not token:
            return _failed(41001)
        if token in self.expired:
            return _failed(42001)
        if token != self.token:
            return _failed(40001)
        step = self.script.popleft() if self.script else None
        if isinstance(step, int):
            return _failed(step)
        if step and step != "accept-then-503":
            return await self._play(step)
        answer = self._show(json.loads(raw))
        return Answer.json(503, {}) if step else answer

    def _show(self, body: dict[str, Any]) -> Answer:
        if code := _fault(body):
            return _failed(code)
        to = body["touser"]
        if to not in self.followers:
            return _failed(43004 if to in self.strangers else 40003)
        repeat = (to, body.get("client_msg_id", ""))
        if repeat not in self._seen:
            said = {name: field["value"] for name, field in body["data"].items()}
            self.screens[to].append({**said, "url": body.get("url", "")})
        if repeat[1]:
            self._seen.add(repeat)
        return Answer.json(200, {"errcode": 0, "errmsg": "ok", "msgid": 200228332})

    async def _play(self, step: str) -> Answer:
        if step.startswith("http-"):
            wait = {"Retry-After": self.retry_after} if self.retry_after else {}
            return Answer.json(int(step.removeprefix("http-")), {}, wait)
        if step == "stall":
            await self.stall()
        if step == "garbage":
            return Answer(200, b"\xff<html>", {"Content-Type": "text/html"})
        raise Reset


def _stranger(asked: dict[str, Any]) -> int | None:
    """Who is not our account: a wrong AppID, a wrong secret."""
    if asked.get("appid") != APP:
        return 40013
    return 40125 if asked.get("secret") != SECRET else None


def _failed(code: int) -> Answer:
    return Answer.json(200, {"errcode": code, "errmsg": "scripted or refused"})


def _fault(body: dict[str, Any]) -> int | None:
    """What is wrong with a message: its template, a keyword that is missing, strange, empty or too long."""
    if body.get("template_id") != TEMPLATE:
        return 40037
    data: dict[str, Any] = body.get("data", {})
    said = {name: field.get("value") for name, field in data.items()}
    fits = set(said) == set(KEYWORDS) and all(_fits(name, value) for name, value in said.items())
    url = body.get("url", "")
    return None if fits and (not url or url.startswith("http")) else 47003


def _fits(name: str, value: Any) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    if name.startswith("thing"):
        return len(value) <= 20 and "\n" not in value
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", value))
