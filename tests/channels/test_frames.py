"""Frames and header blocks of HTTP/2, held to the reference implementations of the protocol (hpack, hyperframe by h2)."""

import pytest
from hpack import Decoder, Encoder
from hypothesis import given
from hypothesis import strategies as st

from jobs.channels import frames
from jobs.channels.frames import Broken, Reader, Requests

TOKENS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=1500)


@given(
    st.lists(st.tuples(TOKENS, st.integers(0, 4096)), min_size=1, max_size=8),
    st.sampled_from([0, 100, 400, 4096, 1 << 16]),
)
def test_each_block_says_what_was_asked_whatever_table_the_peer_keeps(asked: list[tuple[str, int]], table: int) -> None:
    requests, peer = Requests("https", "push.example:8443", "/v1/send"), Decoder()
    requests.limit(table)
    peer.max_allowed_table_size = min(table, 4096)
    for token, length in [one for one in asked for _ in range(2)]:
        block = requests.block(token, length)
        assert peer.decode(block) == [
            (":method", "POST"),
            (":scheme", "https"),
            (":path", "/v1/send"),
            (":authority", "push.example:8443"),
            ("content-type", "application/json"),
            ("authorization", f"Bearer {token}"),
            ("content-length", str(length)),
        ]


def test_what_repeats_is_said_once() -> None:
    requests = Requests("https", "push.example", "/v1/send")
    assert len(requests.block("t" * 1000, 700)) > 1000
    assert len(requests.block("t" * 1000, 701)) < 20


@given(st.sampled_from([200, 204, 400, 404, 429, 503]), st.none() | st.text("0123456789", min_size=1), st.booleans())
def test_the_head_of_an_answer_is_read(status: int, after: str | None, huffman: bool) -> None:
    encoder = Encoder()
    encoder.header_table_size = 0
    lines = [(":status", str(status)), ("content-type", "application/json")]
    block = encoder.encode([*lines, *([("retry-after", after)] if after else [])], huffman=huffman)
    assert frames.read_head(block) == (status, None if status == 200 else after)


@pytest.mark.parametrize(
    "block", [b"", b"\xff\xff\xff\xff\xff\xff", b"\xbe", b"\x08\x01x", Encoder().encode([("a", "b")])]
)
def test_a_head_that_is_none_is_refused(block: bytes) -> None:
    with pytest.raises(Broken):
        frames.read_head(block)


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 255), st.integers(0, 1 << 30), st.binary(max_size=300)), max_size=8
    ),
    st.integers(1, 50),
)
def test_frames_are_read_however_they_are_cut(sent: list[tuple[int, int, int, bytes]], size: int) -> None:
    reader, wire = Reader(), b"".join(frames.frame(*one) for one in sent)
    pieces = [wire[at : at + size] for at in range(0, len(wire), size)]
    assert [one for piece in pieces for one in reader.feed(piece)] == sent


def test_a_frame_that_is_too_large_or_lies_about_its_padding_is_refused() -> None:
    with pytest.raises(Broken):
        list(Reader().feed(b"HTTP/1.1 400 Bad Request"))
    assert frames.without_padding(frames.PADDED, b"\x02abc\x00\x00") == b"abc"
    for payload in (b"", b"\x05abc"):
        with pytest.raises(Broken):
            frames.without_padding(frames.PADDED, payload)
    with pytest.raises(Broken):
        frames.read_settings(b"12345")
    with pytest.raises(Broken):
        frames.number(b"123")
