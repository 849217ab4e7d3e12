"""What `doctor` says of the machine, without a database."""

import msgspec
import pytest

from api.cli import doctor, doctor_channels, doctor_log
from api.core.config import Config
from api.core.errors import Misconfigured
from tests.doubles.clamd import ClamdDouble
from tests.doubles.osrm import OsrmDouble
from tests.doubles.tencent import ACCOUNT
from tests.doubles.wechat import WechatDouble
from tests.doubles.wecom import WecomDouble
from tests.servers import Cluster, Database


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


async def test_a_virus_scanner_is_asked_what_it_is(config: Config) -> None:
    async with ClamdDouble() as scanner:
        gone = scanner.url
        answering = await doctor._scanner(msgspec.structs.replace(config, scanner_url=gone))  # pyright: ignore[reportPrivateUsage]
    states = [
        (await doctor._scanner(msgspec.structs.replace(config, scanner_url=url))).state  # pyright: ignore[reportPrivateUsage]
        for url in (None, gone)
    ]
    assert states == ["off", "MISSING"]
    assert (answering.state, answering.sentence.split("/")[0]) == ("ok", "ClamAV 1.4.3")


async def test_an_application_of_wecom_is_asked_for_a_token(config: Config) -> None:
    async with WecomDouble() as double:
        apps = (double.app(7), double.app(8, secret="wrong"))
        asked = msgspec.structs.replace(config, wecom=apps, wecom_url=double.url)
        found = {one.name: one async for one in doctor_channels.findings(asked, {})}
    assert [found[name].state for name in ("WeCom of 7", "WeCom of 8")] == ["ok", "MISSING"]
    assert "wecom-40001" in found["WeCom of 8"].sentence
    assert "wrong" not in str(found)


async def test_a_service_account_of_wechat_is_asked_for_a_token(config: Config) -> None:
    async with WechatDouble() as double:
        accounts = (double.account(7), double.account(8, secret="wrong"))
        asked = msgspec.structs.replace(config, wechat=accounts, wechat_url=double.url)
        found = {one.name: one async for one in doctor_channels.findings(asked, {})}
    assert [found[name].state for name in ("WeChat of 7", "WeChat of 8")] == ["ok", "MISSING"]
    assert "wechat-40125" in found["WeChat of 8"].sentence
    assert "wrong" not in str(found)


async def test_one_way_for_sms_is_configured(config: Config) -> None:
    both = msgspec.structs.replace(config, tencent_sms=ACCOUNT, sms_url="https://sms.example.cn")
    for settings, state in ((both, "MISSING"), (msgspec.structs.replace(both, sms_url=None), "ok")):
        found = {one.name: one.state async for one in doctor_channels.findings(settings, {})}
        assert (found["sms"], found["WeCom"], found["WeChat"]) == (state, "off", "off")


async def test_a_server_that_quotes_rows_in_its_log_is_named(
    config: Config, cluster: Cluster, database: Database
) -> None:
    """Its own default does: a time that is taken would stand there with whose it is."""
    assert await doctor_log.check(config) == "quotes no row and no value"
    for name, loud in (("log_error_verbosity", "default"), ("log_min_duration_statement", "0")):
        cluster.superuser(f"alter role xinqiao_app in database \"{database.name}\" set {name} = '{loud}'")
    with pytest.raises(Misconfigured, match="log_error_verbosity = terse, log_min_duration_statement = -1 in"):
        await doctor_log.check(config)
