"""Requests and answers of the HTTP doubles."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Request:
    method: str = ""
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def json(cls, status: int, content: object, headers: Mapping[str, str] | None = None) -> Self:
        return cls(status, json.dumps(content).encode(), {"Content-Type": "application/json", **(headers or {})})


class Reset(Exception):
    """Raised by a handler: the connection is reset without an answer."""
