"""What a feature's tests add to the tests of the whole. It is found in `tests/<feature>/`, so a new feature edits no list of others."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.world import Person, World

TESTS = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """`MATRIX` in `tests/<feature>/matrix.py`: what the matrix of rights needs of it.

    `objects`: makes its objects in an organisation, by its administrator, and names them by their place in a path. `bodies`: a body
    that fits each of its writes, by operation. All places count as named: the rule looks at the object.
    """

    named: tuple[str, ...]
    objects: Callable[[World, int, Person], Awaitable[dict[str, str]]]
    bodies: Mapping[str, Any]


def of_features(module: str, name: str) -> list[Any]:
    """`name` of every `tests/<feature>/<module>.py` that has it."""
    modules = [import_module(f"tests.{file.parent.name}.{module}") for file in sorted(TESTS.glob(f"*/{module}.py"))]
    return [getattr(found, name) for found in modules if hasattr(found, name)]
