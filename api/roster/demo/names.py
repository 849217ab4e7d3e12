"""Names as people of each generation bear them: surnames by how common they are, given names by sex and birth decade."""

import re
from random import Random
from typing import Literal

Sex = Literal["male", "female"]
Age = Literal["child", "parent", "elder"]

# The hundred commonest with their share per mille (rounded), which cover most of the country; then a few double ones.
_SURNAMES = (
    "王72 李71 张68 刘54 陈46 杨31 黄22 赵21 吴20 周20 徐17 孙15 马13 朱13 胡13 郭12 何12 林12 高11 罗11 郑10 梁9 谢8 宋8 唐7 "
    "许7 韩7 邓7 冯7 曹6 彭6 曾6 肖6 田6 董6 潘6 袁6 蔡5 蒋5 余5 于5 杜5 叶5 程5 魏5 苏5 吕5 丁5 任5 卢5 姚5 沈5 钟5 姜5 崔4 "
    "谭4 陆4 范4 汪4 廖4 石4 金4 韦4 贾4 夏4 付4 方4 邹4 熊4 白4 孟3 秦3 邱3 侯3 江3 尹3 薛3 闫3 段3 雷3 龙3 黎3 史3 陶3 贺3 毛3 "
    "郝3 顾3 龚3 邵3 万3 覃3 武3 钱3 戴3 严2 莫2 孔2 向2 常2 汤2 康2 易2 乔2 赖2 文2 欧阳1 上官1 司马1 诸葛1"
)
_GIVEN: dict[tuple[Age, Sex], tuple[str, str, str]] = {
    # first letters, second letters, single-letter names
    ("child", "male"): (
        "子浩宇梓俊博一泽天明奕睿铭嘉思文景志承煜皓晨星书沐亦禹昊柏",
        "轩涵然宸泽睿阳杰霖辰豪航瑞哲熙恒远安洋博宁凡彦川淇朗翔诚",
        "睿轩宸昊煜航晨硕",
    ),
    ("child", "female"): (
        "梓子欣诗雨思可佳一语若梦芷紫雅婉静悦沐依书亦清艺晓嘉心乐",
        "涵萱怡琪彤妍菲瑶汐妤琳诺宁馨媛桐月然茜颖雯蕊婷悦洁玥姝芮",
        "妍玥琪瑶悦彤菲婷",
    ),
    ("parent", "male"): (
        "志建海晓永国文俊少春立德家明伟小新光东宏振学",
        "伟强军平峰刚勇杰明华涛斌辉波东林鹏超飞亮龙宁",
        "伟强磊军洋勇杰涛超刚鹏斌波辉健凯亮飞峰宁",
    ),
    ("parent", "female"): (
        "丽晓小海雪玉春红秀燕文美金慧淑艳志月桂凤冬",
        "丽芳娟敏静燕霞英玲红梅萍艳华琴云莉洁娜婷君",
        "丽静敏艳娟芳婷霞燕玲莉娜丹萍倩琳洁颖雪欣",
    ),
    ("elder", "male"): (
        "建国德永金福文志玉春长明家正世庆振洪树光",
        "国华民军平生林明贵祥富山义忠德才海根发兴",
        "军平刚明勇斌",
    ),
    ("elder", "female"): (
        "秀桂玉淑凤春金兰翠美爱月素素珍惠菊彩荣巧",
        "英兰珍华芳香梅莲云荣花琴凤霞玲娥清芝贞菊",
        "英兰珍芳梅云",
    ),
}
_SINGLE: dict[Age, float] = {"child": 0.12, "parent": 0.38, "elder": 0.10}

_FAMILY_NAMES = re.findall(r"[^\d\s]+", _SURNAMES)
_SHARES = [int(share) for share in re.findall(r"\d+", _SURNAMES)]


def surname(chance: Random) -> str:
    """A family name."""
    return chance.choices(_FAMILY_NAMES, _SHARES)[0]


def given(chance: Random, age: Age, sex: Sex) -> str:
    """A given name of one or two characters."""
    first, second, single = _GIVEN[age, sex]
    if chance.random() < _SINGLE[age]:
        return chance.choice(single)
    one, two = chance.choice(first), chance.choice(second)
    return one + (two if two != one else chance.choice(second))


def full(chance: Random, age: Age, sex: Sex) -> str:
    """Family name and given name."""
    return surname(chance) + given(chance, age, sex)
