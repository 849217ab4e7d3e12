"""WeCom's server API as its documents describe it (docs/channels.md): tokens, school notices, the school directory, sign-in."""

import json
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qs, urlsplit

from api.core.wecom import App
from tests.doubles.messages import Answer, Request, Reset
from tests.doubles.server import HttpDouble

CORP, SECRET, AGENT = "ww0123456789abcdef", "s-e-c-r-e-t_of-the-app", 1000002


class WecomDouble(HttpDouble):
    """`screens` holds what each parent would see. Scripted by `script`, for notices: an errcode, "http-503", "accept-then-503", "stall", "reset", "garbage"."""

    def __init__(self) -> None:
        super().__init__()
        self.parents: set[str] = set()
        self.screens: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        self.script: deque[int | str] = deque()
        self.calls: list[dict[str, Any]] = []
        self.departments: list[dict[str, Any]] = []
        self.students: dict[int, list[dict[str, Any]]] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.minted = 0
        self.expired: set[str] = set()
        self.retry_after: str | None = None
        self._repeated: set[bytes] = set()

    def app(self, org_id: int, **changes: Any) -> App:
        values: dict[str, Any] = {"org_id": org_id, "corp_id": CORP, "agent_id": AGENT, "secret": SECRET}
        return App(**(values | changes))

    @property
    def token(self) -> str:
        return f"token-{self.minted}"

    def expire(self) -> None:
        """The token that is valid now is not any more."""
        self.expired.add(self.token)

    async def answer(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/cgi-bin/")
        if path == "gettoken":
            return self._mint(request, query)
        if code := self._token_fault(query.get("access_token")):
            return _failed(code)
        if path == "externalcontact/message/send":
            return await self._notice(request)
        if request.method != "GET":
            return _failed(43001)
        return self._read(path, query)

    def _token_fault(self, token: str | None) -> int | None:
        if not token:
            return 41001
        if token in self.expired:
            return 42001
        return 40014 if token != self.token else None

    def _mint(self, request: Request, query: dict[str, str]) -> Answer:
        if request.method != "GET":
            return _failed(43001)
        if query.get("corpid") != CORP:
            return _failed(40013)
        if query.get("corpsecret") != SECRET:
            return _failed(40001)
        if self.minted == 0 or self.token in self.expired:
            self.minted += 1
        return Answer.json(200, {"errcode": 0, "errmsg": "ok", "access_token": self.token, "expires_in": 7200})

    async def _notice(self, request: Request) -> Answer:
        step = self.script.popleft() if self.script else None
        if isinstance(step, int):
            return _failed(step)
        if step and step != "accept-then-503":
            return await self._play(step)
        if request.method != "POST":
            return _failed(43002)
        try:
            body = json.loads(request.body)
        except ValueError:
            return _failed(47001)
        if code := _fault(body):
            return _failed(code)
        answer = self._show(request.body, body)
        return Answer.json(503, {}) if step else answer

    def _show(self, raw: bytes, body: dict[str, Any]) -> Answer:
        self.calls.append(body)
        wanted: list[str] = body["to_parent_userid"]
        invalid = [one for one in wanted if one not in self.parents]
        if len(invalid) == len(wanted):
            return _failed(81013)
        if not (body.get("enable_duplicate_check") and raw in self._repeated):
            for one in set(wanted) - set(invalid):
                self.screens[one].append(body["news"]["articles"][0])
        self._repeated.add(raw)
        return Answer.json(200, {"errcode": 0, "errmsg": "ok", "invalid_parent_userid": invalid})

    async def _play(self, step: str) -> Answer:
        if step.startswith("http-"):
            wait = {"Retry-After": self.retry_after} if self.retry_after else {}
            return Answer.json(int(step.removeprefix("http-")), {}, wait)
        if step == "stall":
            await self.stall()
        if step == "garbage":
            return Answer(200, b"\xff<html>", {"Content-Type": "text/html"})
        raise Reset

    def _read(self, path: str, query: dict[str, str]) -> Answer:
        match path:
            case "school/department/list":
                return _ok({"departments": self.departments})
            case "school/user/list":
                found = self.students.get(int(query.get("department_id", "0")))
                return _failed(60123) if found is None else _ok({"students": found})
            case "school/getuserinfo":
                if len(query.get("code", "").encode()) > 512:
                    return _failed(40029)
                found = self.users.pop(query.get("code", ""), None)  # a code is good once
                return _failed(40029) if found is None else _ok({"DeviceId": "d", **found})
            case "school/user/get":
                return self._user(query.get("userid", ""))
            case _:
                return Answer.json(404, {})

    def _user(self, user_id: str) -> Answer:
        """A parent; ids are compared without case."""
        parents = [one for page in self.students.values() for student in page for one in student["parents"]]
        found = next((one for one in parents if one["parent_userid"].lower() == user_id.lower()), None)
        return _failed(60111) if found is None else _ok({"user_type": 2, "parent": found})


def _ok(content: dict[str, Any]) -> Answer:
    return Answer.json(200, {"errcode": 0, "errmsg": "ok", **content})


def _failed(code: int) -> Answer:
    return Answer.json(200, {"errcode": code, "errmsg": "scripted or refused"})


def _fault(body: Any) -> int | None:
    """What is wrong with a notice. Limits that WeCom would cut to (titles) are faults here: we cut ourselves."""
    if body.get("agentid") != AGENT:
        return 301002
    if body.get("msgtype") != "news":
        return 40008
    articles = body.get("news", {}).get("articles", [])
    wanted: list[str] = body.get("to_parent_userid", [])
    fits = 1 <= len(articles) <= 8 and all(
        0 < len(a["title"].encode()) <= 128 and len(a["description"].encode()) <= 512 and a["url"].startswith("http")
        for a in articles
    )
    named = len(wanted) <= 1000 and bool(wanted or body.get("toall"))
    interval = body.get("duplicate_check_interval", 1800)
    return None if fits and named and 0 < interval <= 14400 else 40058
