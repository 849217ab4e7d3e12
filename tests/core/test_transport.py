"""A database, queue or gateway on another machine is spoken to by TLS, or not at all."""

import pytest

from api.core.config import load
from api.core.errors import Misconfigured
from api.core.transport import is_safe

KEY = {"XINQIAO_MASTER_KEY": "A" * 43 + "="}
OWN = [
    "postgresql://xinqiao_app@/xinqiao?host=/run/xinqiao",
    "postgresql://xinqiao_app:secret@127.0.0.1:5432/xinqiao",
    "postgresql://xinqiao_app@[::1]:5432/xinqiao",
    "postgresql:///xinqiao",
    "redis://:secret@localhost:6379/0",
    "unix:///run/valkey.sock?db=1",
    "http://127.0.0.1:9000/sms",
    "keys.sqlite",
]
ENCRYPTED = [
    "postgresql://a:b@db.example.cn/xinqiao?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    "rediss://:secret@queue.example.cn:6380/0",
    "https://sms.example.cn/send",
]
PLAIN = [
    ("DATABASE_URL", "postgresql://a:secret@db.example.cn/xinqiao", "sslmode=verify-full"),
    ("DATABASE_RELAY_URL", "postgres://a:secret@10.0.0.7:5432/x?sslmode=require", "sslmode=verify-full"),
    ("DATABASE_OWNER_URL", "postgresql://a:secret@/x?host=db.example.cn&sslmode=prefer", "sslmode=verify-full"),
    ("DATABASE_FIGURES_URL", "postgresql://a:secret@127.0.0.1,db.example.cn/x", "sslmode=verify-full"),
    ("KEYSTORE_URL", "postgresql://a:secret@keys.example.cn/x?sslmode=verify-ca", "sslmode=verify-full"),
    ("REDIS_URL", "redis://:secret@queue.example.cn:6379", "rediss://"),
    ("XINQIAO_SMS_URL", "http://sms.example.cn/send", "https://"),
    ("XINQIAO_FCM_URL", "http://127.0.0.1.example.cn", "https://"),
]


@pytest.mark.parametrize("url", [*OWN, *ENCRYPTED])
def test_what_stays_here_or_is_encrypted_is_taken(url: str) -> None:
    assert is_safe(url)


@pytest.mark.parametrize(("name", "url", "cure"), PLAIN)
def test_another_machine_without_tls_is_one_sentence_and_no_start(name: str, url: str, cure: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        load({**KEY, name: url})
    assert name in str(raised.value)
    assert cure in str(raised.value)
    assert "secret" not in str(raised.value)


def test_an_operator_whose_network_is_encrypted_says_so() -> None:
    config = load({**KEY, "REDIS_URL": "redis://queue.example.cn", "XINQIAO_PLAIN_NETWORK": "1"})
    assert config.redis_url == "redis://queue.example.cn"
