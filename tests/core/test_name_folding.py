"""One folding of names: what was imported can sign in and sign, however its dots and spaces are typed."""

import pytest

from api.core.name_characters import SIMPLIFIED
from api.core.name_folding import compared, fold_name
from api.core.sealing import Sealer
from api.notices.mine.rules import same_name


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        *((f"阿依古丽{dot}买买提", "阿依古丽·买买提") for dot in "·•･．.・‧∙⋅"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("欧阳　 娜娜", "欧阳娜娜"),
        ("José   García", "José García"),
        ("Jose\u0301 García", "José García"),
        ("Ｊｏｈｎ Smith Jr.", "John Smith Jr."),
        ("王\u200b小明", "王小明"),
    ],
)
def test_one_way_to_write_a_name(typed: str, folded: str) -> None:
    assert fold_name(typed) == folded
    assert fold_name(folded) == folded
    sealer = Sealer(b"k" * 32)
    assert sealer.student_name("ABCDEFGH", typed) == sealer.student_name("ABCDEFGH", folded)
    assert same_name(typed, [folded])


def test_han_characters_fold_to_themselves() -> None:
    """A name of nothing else is not gone through: beside a letter each is, and comes out the same."""
    for character in map(chr, range(0x4E00, 0xA000)):
        assert fold_name(f"{character}a") == f"{fold_name(character)}a"
        assert compared(f"{character}a") == f"{compared(character)}a"


def test_other_names_stay_others() -> None:
    assert not same_name("JoséGarcía", ["José García"])
    assert not same_name("王小明", ["王晓明"])


@pytest.mark.parametrize(
    "typed", ["李偉東", "李 偉东", "李\ufe00伟东", "李\u3164伟\U000e0100东", "李·伟\u200b東", "\uf9e1伟东"]
)
def test_a_name_is_the_same_person_in_traditional_and_unseen_characters(typed: str) -> None:
    assert compared(typed) == compared("李伟东")


def test_other_characters_of_one_sound_stay_other_people() -> None:
    assert len({compared(name) for name in ("李伟东", "李卫东", "李伟冬", "李维东")}) == 4


def test_a_simplified_character_is_never_turned_into_another() -> None:
    assert all(SIMPLIFIED.get(ord(one), one) == one for one in SIMPLIFIED.values())
