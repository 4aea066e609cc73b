"""Names: cleaned, searched, sorted by pinyin and by strokes. All orders were worked out by hand."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.name_keys import DATA, pinyin_key, search_text, stroke_key
from members.names import clean_name, private_characters, unusual_characters

# Strokes of the surname, and its first strokes as 横1 竖2 撇3 点4 折5:
BY_STROKES = [
    "丁一凡",  # 2: 12
    "卜玉珍",  # 2: 24
    "于海",  # 3: 112
    "马德胜",  # 3: 551
    "王建业",  # 4: 1121
    "方立新",  # 4: 4153
    "龙晓鹏",  # 5: 13534
    "田苗",  # 5: 25121
    "冯志远",  # 5: 41551
    "司马青",  # 5: 51251
    "刘佳怡",  # 6: 413422, then 佳 8
    "刘家义",  # 6: 413422, then 家 10
    "孙䶮",  # 6: 521234
    "李秋月",  # 7: 1234521
    "吴昊",  # 7: 2511134
    "阿依古丽·买买提",  # 7: 5212512
    "陈嘉禾",  # 7: 5215234, after 阿 by the fourth stroke
    "周子涵",  # 8
    "赵文博",  # 9
    "魏长征",  # 17
]
BY_PINYIN = (
    "阿依古丽·买买提 卜玉珍 陈嘉禾 丁一凡 方立新 冯志远 李秋月 刘佳怡 刘家义 龙晓鹏 "
    "马德胜 司马青 孙䶮 田苗 王建业 魏长征 吴昊 于海 赵文博 周子涵"
)


def shuffled(names: list[str]) -> list[str]:
    return random.Random(1).sample(names, len(names))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("田 苗", "田苗"),
        ("田　苗", "田苗"),
        (" 王 建 业\n", "王建业"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("孙䶮", "孙䶮"),
        ("孙\ue863", "孙䶮"),  # where fonts of the year 2000 kept 䶮
        ("𠮷田\u200b", "𠮷田"),  # extension B
        ("㛃𬭎", "㛃𬭎"),  # extensions A and E
        ("𰻝\U000e0100", "𰻝\U000e0100"),  # extension G, and a variation selector
        ("⽅立新", "方立新"),  # a Kangxi radical, as PDF files give it
        ("Ａｎｎａ  Lee", "Anna Lee"),
        ("", ""),
    ],
)
def test_a_name_is_cleaned(text: str, name: str):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("name", "odd"), [("刘伟（大）2", "（）2"), ("阿依古丽·买买提", ""), ("𰻝\U000e0100", ""), ("Anna Lee", "")]
)
def test_characters_that_do_not_belong_into_a_name_are_found(name: str, odd: str):
    assert unusual_characters(name) == odd


def test_characters_of_one_computer_only_are_found():
    assert private_characters("王\ue815") == "\ue815"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("田苗", "田苗 tianmiao tm"),
        ("曾小明", "曾小明 zengxiaoming zxm"),
        ("单雄信", "单雄信 shanxiongxin sxx"),
        ("解放", "解放 xiefang xf"),
        ("仇英", "仇英 qiuying qy"),
        ("盖叫天", "盖叫天 gejiaotian gjt"),
        ("查良镛", "查良镛 zhaliangyong zly"),
        ("尉迟恭", "尉迟恭 yuchigong ycg"),
        ("司马青", "司马青 simaqing smq"),
        ("万俟明", "万俟明 moqiming mqm"),
        ("乐乐", "乐乐 yuele yl"),
        ("吕布", "吕布 lvbu lb"),
        ("孙䶮", "孙䶮 sunyan sy"),
        ("𠮷田", "𠮷田 jitian jt"),
        ("阿依古丽·买买提", "阿依古丽·买买提 阿依古丽买买提 ayigulimaimaiti ayglmmt"),
        ("查干·巴日", "查干·巴日 查干巴日 chaganbari cgbr"),
        ("", ""),
    ],
)
def test_a_name_is_found_by_chinese_pinyin_and_initials(name: str, text: str):
    assert search_text(name) == text


def test_the_sample_names_stand_in_the_order_of_strokes():
    assert sorted(shuffled(BY_STROKES), key=stroke_key) == BY_STROKES


def test_the_sample_names_stand_in_the_order_of_pinyin():
    assert sorted(shuffled(BY_STROKES), key=pinyin_key) == BY_PINYIN.split()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("李秋", "李一凡"),  # same surname: the name of one character first, though 一 has fewer strokes
        ("王丁", "王马"),
        ("王一丁", "王一马"),
        ("干一", "于一"),  # 112 both; 竖 before 竖钩
        ("司青", "司马青"),  # the surname 司 before the compound 司马
        ("司龙飞", "司马青"),
        ("王鑫鑫", "方一一"),
        ("方一", "毋一"),  # 4153 before 5
        ("魏征", "魏无忌"),
        ("龙一", "龚一"),  # 5 before 11
    ],
)
def test_the_rules_of_stroke_order(earlier: str, later: str):
    assert stroke_key(earlier) < stroke_key(later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("陆游", "吕布"),  # lu, lü, luan, luo
        ("吕布", "栾平"),
        ("栾平", "罗成"),
        ("李白", "连城"),
        ("张一", "章一"),  # same sound: 7 strokes before 11, so that one surname stays together
        ("张卓", "章安"),
        ("汪安", "王安"),  # the first tone before the second
    ],
)
def test_the_rules_of_pinyin_order(earlier: str, later: str):
    assert pinyin_key(earlier) < pinyin_key(later)


@given(st.text(max_size=40) | st.text(alphabet="曾单乐尉迟长孙吕·. 𠮷䶮aB1\ufe00", max_size=8))
def test_keys_of_any_text_sort_alike_in_every_database(text: str):
    name = clean_name(text)
    assert clean_name(name) == name
    for key in (pinyin_key(name), stroke_key(name)):
        assert key.isascii()
        assert key == "" or key.isalnum()


def test_the_stroke_data_stays_small():
    assert (DATA / "strokes.tsv").stat().st_size <= 400_000
