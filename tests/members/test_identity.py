"""Identity numbers: GB 11643 with its own example, and the numbers of the sample roster."""

from datetime import date

import pytest

from members.identity import birth_of, faults, masked, normalise, sex_of

GOOD = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize("number", [GOOD, "370000197103081030", "370000200002293098", "37000019860730110X"])
def test_a_good_number_has_no_faults(number: str):
    assert faults(number) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("370000198804111190", "校验位"),
        ("37000019880411119", "现为17位"),
        ("3700001988041111966", "现为19位"),
        ("370000710308103", "15位的旧号码"),
        ("37000019880411A196", "只能是17位数字"),
        ("X70000198804111196", "只能是17位数字"),
        ("990000198804111196", "“99”不是省级行政区代码"),
        ("370000198802301196", "“19880230”不是真实的出生日期"),
        ("370000188804111196", "“18880411”不是真实的出生日期"),
        ("370000190002291196", "“19000229”不是真实的出生日期"),
        ("370000198804111000", "存成数字时丢失"),
        ("٣70000198804111196", "只能是17位数字"),
    ],
)
def test_a_fault_is_named(number: str, said: str):
    assert any(said in fault for fault in faults(number))


def test_any_one_wrong_character_is_found():
    changed = [GOOD[:place] + digit + GOOD[place + 1 :] for place in range(18) for digit in "0123456789X"]
    assert [number for number in changed if not faults(number)] == [GOOD] * 18


def test_any_two_neighbours_exchanged_are_found():
    swapped = {GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :] for place in range(17)} - {GOOD}
    assert [number for number in swapped if not faults(number)] == []


@pytest.mark.parametrize(
    "text",
    [
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        "110105-19491231-002X",
        "'11010519491231002X",
        "　11010519491231002x\u200b\n",
    ],
)
def test_a_number_is_normalised(text: str):
    assert normalise(text) == GOOD


def test_the_birth_date_is_read_off():
    assert birth_of("370000200002293098") == date(2000, 2, 29)


@pytest.mark.parametrize(("number", "sex"), [("370000197103081030", "男"), ("370000198009171069", "女"), (GOOD, "女")])
def test_the_sex_is_read_off(number: str, sex: str):
    assert sex_of(number) == sex


@pytest.mark.parametrize(("number", "shown"), [(GOOD, "**************002X"), ("12345", "*2345"), ("123", "123")])
def test_a_masked_number_shows_its_last_four(number: str, shown: str):
    assert masked(number) == shown
