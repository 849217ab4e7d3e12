"""Requests made from the contract alone, as a stranger who reads it would make them."""

import re
from typing import Any, cast
from uuid import uuid4

Doc = dict[str, Any]

_TEXTS = (
    "text",
    "123456",
    "08:00",
    "13912345678",
    "0797-123456",
    "a@example.com",
    "https://example.com/",
    "101-ABCD2345",
)
_BY_FORMAT = {"date": "2026-12-01", "date-time": "2026-12-01T08:00:00+08:00"}
ORGS = ("org_id", "school_id")
"""Places in a path that are numbers of organisations; all others are uuids."""
_HEADERS = {"Idempotency-Key": "0123456789", "If-Match": '"v1"'}


class Sample:
    """What one operation demands, filled in: path, query, headers and body."""

    def __init__(self, doc: Doc, method: str, path: str, *, org_id: int) -> None:
        self.doc = doc
        self.method = method
        self.operation: Doc = doc["paths"][path][method]
        self.name = str(self.operation["operationId"])
        self.headers = {p["name"]: _HEADERS[p["name"]] for p in self._demanded("header")}
        places = {p["name"]: str(uuid4()) for p in self._demanded("path")} | dict.fromkeys(ORGS, str(org_id))
        self.path = path.format(**places)
        self.query = {p["name"]: self._value(p["schema"]) for p in self._demanded("query")}

    @property
    def needs_session(self) -> bool:
        """Whether the contract wants somebody to be signed in."""
        return {"session": []} in self.operation["security"]

    def request(self, *, without: str | None = None) -> dict[str, Any]:
        """Arguments for `httpx.AsyncClient.request`, all that is demanded but one header."""
        headers = {name: value for name, value in self.headers.items() if name != without}
        content = cast("dict[str, Doc]", self.operation.get("requestBody", {}).get("content", {}))
        asked: dict[str, Any] = {"method": self.method, "url": self.path, "params": self.query, "headers": headers}
        for media_type, body in content.items():
            if media_type == "application/json":
                return asked | {"json": self._value(body["schema"])}
            return asked | {"content": b"a file", "headers": headers | {"content-type": media_type}}
        return asked

    def _demanded(self, place: str) -> list[Doc]:
        return [p for p in self.operation.get("parameters", []) if p["in"] == place and p["required"]]

    def _value(self, schema: Doc) -> Any:
        if "$ref" in schema:
            return self._value(self.doc["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
        for fixed in ("const", "default"):
            if fixed in schema:
                return schema[fixed]
        for choice in ("enum", "oneOf"):
            if choice in schema:
                return schema[choice][0] if choice == "enum" else self._value(schema[choice][0])
        return getattr(self, f"_{schema['type']}")(schema)

    def _object(self, schema: Doc) -> Doc:
        return {name: self._value(schema["properties"][name]) for name in schema.get("required", [])}

    def _array(self, schema: Doc) -> list[Any]:
        return [self._value(schema["items"]) for _ in range(schema.get("minItems", 0))]

    def _integer(self, schema: Doc) -> int:
        return int(schema.get("minimum", 1))

    def _boolean(self, _: Doc) -> bool:
        return True

    def _string(self, schema: Doc) -> str:
        if schema.get("format") == "uuid":
            return str(uuid4())
        if schema.get("format") in _BY_FORMAT:
            return _BY_FORMAT[schema["format"]]
        short, long = schema.get("minLength", 0), schema.get("maxLength", 1000)
        texts = (*_TEXTS, "x" * short, "0" * short)
        fits = (t for t in texts if short <= len(t) <= long and re.search(schema.get("pattern", ""), t))
        return next(fits)


def all_samples(doc: Doc, *, org_id: int) -> list[Sample]:
    """One request for each operation of the contract."""
    return [
        Sample(doc, method, path, org_id=org_id)
        for path, methods in cast("dict[str, Doc]", doc["paths"]).items()
        for method in methods
    ]
