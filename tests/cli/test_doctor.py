"""What `doctor` says of the machine, without a database."""

import msgspec
import pytest

from api.cli import doctor
from api.core.config import Config
from tests.doubles.osrm import OsrmDouble


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 11, 9), "off"), ((3, 11, 10), "ok"), ((3, 12, 5), "off"), ((3, 12, 6), "ok"), ((3, 13, 0), "ok")],
)
def test_a_python_without_its_security_fixes_is_named(version: tuple[int, int, int], state: str) -> None:
    finding = doctor._python(version)  # pyright: ignore[reportPrivateUsage]
    assert finding.state == state
    assert (state == "ok") is not ("or newer" in finding.sentence)


async def test_a_routing_server_is_asked_for_one_way(config: Config) -> None:
    async with OsrmDouble() as osrm:
        for url, status, state in ((None, 200, "off"), (osrm.url, 200, "ok"), (osrm.url, 503, "MISSING")):
            osrm.script = [] if status == 200 else [status]
            finding = await doctor._routing(msgspec.structs.replace(config, routing_url=url))  # pyright: ignore[reportPrivateUsage]
            assert finding.state == state, finding
