"""What `doctor` says of the machine, without a database."""

import pytest

from api.cli import doctor


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 11, 9), "off"), ((3, 11, 10), "ok"), ((3, 12, 5), "off"), ((3, 12, 6), "ok"), ((3, 13, 0), "ok")],
)
def test_a_python_without_its_security_fixes_is_named(version: tuple[int, int, int], state: str) -> None:
    finding = doctor._python(version)  # pyright: ignore[reportPrivateUsage]
    assert finding.state == state
    assert (state == "ok") is not ("or newer" in finding.sentence)
