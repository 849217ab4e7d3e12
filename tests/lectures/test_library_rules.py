"""On which sites recordings may be, and when answers are shown: pure rules."""

import pytest

from api.lectures.library.rules import LEAST, is_allowed, with_answer
from schemas.lectures.library import FeedbackRow, LectureFeedbackNew

HOSTS = ["media.example", "v.city.example", "edu.cn"]


@pytest.mark.parametrize("link", ["https://media.example/1", "https://Media.example/?v=1#t", "https://v.city.example"])
def test_the_sites_are_allowed(link: str) -> None:
    assert is_allowed(link, HOSTS)


@pytest.mark.parametrize(
    "link",
    [
        "https://evilmedia.example/",
        "https://www.media.example/",
        "https://anybody.edu.cn/",
        "https://city.example/",
        "https://media.example.evil.test/",
        "https://media.example@evil.test/",
        "https://evil.test\\@media.example/",
        "https://evil.test/media.example",
        "https://media.example:8443/",
        "http://media.example/",
        "https://media.example\n/",
    ],
)
def test_other_sites_are_not(link: str) -> None:
    assert not is_allowed(link, HOSTS)


def test_no_single_persons_answer_is_ever_seen() -> None:
    row = FeedbackRow(shown=[0] * 9, waiting=[0] * 9)
    steps: list[int] = []
    for n in range(3 * LEAST - 1):
        answer = "no" if n == LEAST else "yes"
        row = with_answer(row, LectureFeedbackNew(helpful=answer, clear="partly", again="yes"))
        steps.append(sum(row.shown[:3]))
        assert sum(row.shown[:3]) + sum(row.waiting[:3]) == n + 1
    assert set(steps) == {0, LEAST, 2 * LEAST}
    assert row.shown == [2 * LEAST - 1, 0, 1, 0, 2 * LEAST, 0, 2 * LEAST, 0, 0]
