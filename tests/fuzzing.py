"""Requests that schemathesis makes from the contract, sent to the app by people of five roles.

Valid and invalid ones, always the same for the same contract. Ids that answers named take the place of made-up ones, so that
requests reach what is there. An answer of 500 or above, or one that the contract does not describe, is a fault.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias, cast
from uuid import UUID, uuid4

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from tests.samples import ORGS
from tests.world import World

ROLES = {
    "guardian": "mother",
    "teacher": "wang",
    "counsellor": "lin",
    "administrator": "north_admin",
    "student": "ming",
}
_checks = cast("Any", checks)
CONFORM = [
    _checks.status_code_conformance,
    _checks.content_type_conformance,
    _checks.response_headers_conformance,
    _checks.response_schema_conformance,
]
_COLUMNS = r"""
select c.table_name, c.column_name from information_schema.columns c
  join information_schema.columns o on (o.table_schema, o.table_name, o.column_name) = (c.table_schema, c.table_name, 'org_id')
  where c.table_schema = 'public' and c.data_type = 'uuid' and c.column_name like '%\_id' and c.ordinal_position <= 3
  order by c.table_name, c.column_name
"""
"""What the rows of an organisation are called by."""
Doc: TypeAlias = dict[str, Any]
Case: TypeAlias = Any
"""A request of schemathesis, whose types its checker cannot read."""


@cast("Any", schemathesis.serializer)("message/rfc822")
def plain(_: object, value: object) -> bytes:
    """A mail as any bytes."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Fuzz:
    """One run: what was learnt on the way, the faults, and how many writes were taken.

    `examples` are the valid and the invalid requests for each operation. `part` of `parts` takes every `parts`-th operation.
    """

    def __init__(self, doc: Doc, world: World, *, examples: int, part: int = 0, parts: int = 1) -> None:
        schema: Any = schemathesis.openapi.from_dict(doc)
        operations: list[Any] = [found.ok() for found in schema.get_all_operations()]
        # By their methods first: each part has its share of what anybody can write.
        self.operations = sorted(operations, key=lambda one: str(one.method))[part::parts]
        self.world = world
        self.examples = examples
        self.known: dict[str, list[str]] = defaultdict(list)
        self.statuses: dict[int, int] = defaultdict(int)
        self.written = 0
        self.faults: list[str] = []
        self._count = 0

    async def run(self) -> list[str]:
        """Sends it all, reads first, so that writes know the ids of what is there."""
        await self._learn_rows()
        self._learn({"studentId": str(self.world.people.ming.account_id)})
        for number, operation in enumerate(sorted(self.operations, key=lambda one: bool(one.method != "get"))):
            for role, cases in _dealt(_cases(operation, self.examples), number):
                # A session of its own, since some operations end it.
                person = getattr(self.world.people, ROLES[role])
                client = await self.world.sign_in(person, assurance=1 if role in {"guardian", "student"} else 2)
                for case in cases:
                    await self._send(role, client, case)
        return self.faults

    async def _send(self, role: str, client: httpx.AsyncClient, case: Case) -> None:
        self._count += 1
        request = client.build_request(
            case.method.upper(),
            self._path(case),
            params=_params(case),
            headers=self._headers(case),
            content=self._content(case),
        )
        answer = await client.send(request)
        await answer.aread()
        self.statuses[answer.status_code] += 1
        self.written += answer.is_success and case.method.lower() != "get"
        if answer.headers.get("content-type", "").startswith("application/json"):
            self._learn(answer.json())
        if fault := _fault(case, answer):
            name = case.operation.definition.raw["operationId"]
            self.faults.append(f"{name} as {role}: {request.method} {request.url} {request.content[:500]!r}: {fault}")

    def _path(self, case: Case) -> str:
        if self._count % 5:
            case.path_parameters = {name: self._place(name, value) for name, value in _items(case.path_parameters)}
        return str(case.formatted_path).removeprefix("/api/v1")

    def _place(self, name: str, value: Any) -> Any:
        return str(self.world.north) if name in ORGS else self._id(_camel(name)) or value

    def _headers(self, case: Case) -> list[tuple[bytes, bytes]]:
        # Who asks is the role's to say, not the generator's.
        mine = {"authorization", "cookie"}
        given = {name: _header(value) for name, value in _items(case.headers) if name.lower() not in mine}
        if case.media_type:
            given["content-type"] = case.media_type.encode()
        if self._count % 3:
            given = {k: v for k, v in given.items() if k.lower() not in {"idempotency-key", "if-match"}}
            given |= {"Idempotency-Key": uuid4().hex.encode(), "If-Match": b'"v1"'}
        return [(name.encode(), value) for name, value in given.items()]

    def _content(self, case: Case) -> bytes | None:
        if case.body is NOT_SET:
            return None
        if isinstance(case.body, bytes):
            return case.body
        if case.media_type != "application/json":
            return str(case.body).encode("utf-8", "replace")
        return json.dumps(self._named(case.body)).encode()

    def _named(self, value: Any, name: str = "") -> Any:
        """A body with ids of what is there."""
        if isinstance(value, dict):
            return {k: self._named(v, k) for k, v in cast("Doc", value).items()}
        if isinstance(value, list):
            return [self._named(one, name.removesuffix("s")) for one in cast("list[Any]", value)]
        if isinstance(value, str) and name.endswith("Id") and self._count % 4:
            return self._id(name) or value
        return value

    def _id(self, name: str) -> str | None:
        known = self.known[name]
        return known[self._count % len(known)] if known else None

    async def _learn_rows(self) -> None:
        """The ids of what is there, a few of each kind: the answers of one part may not name them."""
        org_id = self.world.north
        for row in await self.world.operate(org_id, _COLUMNS):
            table, column = row["table_name"], row["column_name"]
            found = await self.world.operate(org_id, f"select distinct {column} as id from {table} limit 5")
            for one in found:
                self._learn(str(one["id"]), _camel(column))

    def _learn(self, value: Any, name: str = "") -> None:
        if isinstance(value, dict):
            for key, one in cast("Doc", value).items():
                self._learn(one, key)
        elif isinstance(value, list):
            for one in cast("list[Any]", value):
                self._learn(one, name)
        elif isinstance(value, str) and name.endswith("Id") and value not in self.known[name] and _is_uuid(value):
            self.known[name].append(value)


def _cases(operation: Any, count: int) -> list[Case]:
    """As many as the contract wants them as against it, the same ones each time."""
    drawn: list[Case] = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @settings(
            max_examples=count,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(cast("Any", HealthCheck)),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def collect(case: Case) -> None:
            drawn.append(case)

        try:
            collect()
        except Exception as error:
            if type(error).__name__ not in {"Unsatisfiable", "SkipTest"}:
                raise
    return drawn


def _dealt(cases: list[Case], first: int) -> Iterator[tuple[str, list[Case]]]:
    """The cases in turn among the roles, beginning with another role for each operation."""
    roles = list(ROLES)
    for number in range(min(len(roles), len(cases))):
        yield roles[(first + number) % len(roles)], cases[number :: len(roles)]


def _fault(case: Case, answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:300]}"
    try:
        case.validate_response(answer, checks=CONFORM)
    except FailureGroup as group:
        return f"{answer.status_code} " + "; ".join(f"{one.title}: {one.message}"[:600] for one in group.exceptions)
    return None


def _items(found: Any) -> list[tuple[str, Any]]:
    return list(found.items()) if found else []


def _params(case: Case) -> httpx.QueryParams:
    pairs: list[tuple[str, str]] = []
    for name, value in _items(case.query):
        pairs += [(name, str(one)) for one in (cast("list[Any]", value) if isinstance(value, list) else [value])]
    return httpx.QueryParams(tuple(pairs))


def _header(value: object) -> bytes:
    """No line ends: the server in front reads those as another header."""
    return str(value).replace("\r", "").replace("\n", "").encode("utf-8", "replace")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
