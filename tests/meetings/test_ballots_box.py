"""The lock of the box and its printed key: worked by hand where a hand can."""

from collections import Counter
from uuid import UUID

import pytest

from meetings.ballots.box import (
    WHOLE,
    Share,
    WrongCode,
    code_of,
    inverse,
    join,
    key_of,
    new_key,
    public_key,
    seal,
    share_of,
    split,
    times,
    unseal,
)

UID = UUID("0f0e0d0c-0b0a-0908-0706-050403020100").bytes
OTHER = UUID("ffffffff-0b0a-0908-0706-050403020100").bytes
KEY = bytes(range(16))


def test_products_in_the_field_are_those_of_the_textbook():
    assert times(0x57, 0x83) == 0xC1  # FIPS 197, 4.2
    assert times(0x57, 0x13) == 0xFE  # FIPS 197, 4.2.1
    assert times(0x53, 0xCA) == 1


def test_every_byte_but_zero_has_its_inverse():
    assert [times(a, inverse(a)) for a in range(1, 256)] == [1] * 255


def test_any_two_shares_make_the_key_and_in_either_order():
    one, two, three = split(KEY)
    pairs = [(one, two), (two, one), (one, three), (three, one), (two, three), (three, two)]
    assert [join(*pair) for pair in pairs] == [KEY] * 6


def test_one_share_says_nothing_about_the_key():
    """For each byte of a key and each place, every value of the share comes of exactly one slope."""
    for place in (1, 2, 3):
        for byte in (0, 1, 0x53, 0xFF):
            values = Counter(byte ^ times(slope, place) for slope in range(256))
            assert values == Counter(range(256))


def test_the_same_share_twice_makes_no_key():
    one, _, _ = split(KEY)
    with pytest.raises(WrongCode, match="同一张密钥条"):
        join(one, one)


def test_a_code_is_read_however_it_is_typed():
    share = Share(2, KEY)
    code = code_of(share, UID)
    assert len(code.split()) == 8
    assert {len(group) for group in code.split()} == {4}
    ways = [code, code.lower(), code.replace(" ", "-"), code.replace(" ", ""), f"　{code}。"]
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in code)
    digits = code.replace("O", "0").replace("I", "1").replace("B", "8")
    assert [share_of(way, UID) for way in [*ways, wide, digits]] == [share] * 7


@pytest.mark.parametrize("position", range(0, 39, 3))
def test_a_slip_of_the_pen_is_told(position):
    code = code_of(Share(1, KEY), UID)
    if code[position] == " ":
        position += 1
    wrong = "A" if code[position] != "A" else "C"
    with pytest.raises(WrongCode, match="有字抄错"):
        share_of(code[:position] + wrong + code[position + 1 :], UID)


def test_the_code_of_another_box_is_told():
    with pytest.raises(WrongCode, match="不是本票箱的密钥条"):
        share_of(code_of(Share(1, KEY), OTHER), UID)


@pytest.mark.parametrize(
    ("code", "words"), [("ABCD EFGH", "密钥码应为32位，现为8位"), ("9" * 32, "只有字母和数字"), ("", "现为0位")]
)
def test_what_is_no_code_is_told(code, words):
    with pytest.raises(WrongCode, match=words):
        share_of(code, UID)


def test_two_codes_open_the_lock_and_the_message_names_the_wrong_one():
    lock = public_key(KEY, UID)
    codes = [code_of(share, UID) for share in split(KEY)]
    assert key_of([codes[0], codes[2]], lock, UID) == KEY
    with pytest.raises(WrongCode, match="第2个密钥码应为32位"):
        key_of([codes[0], codes[1][:-1]], lock, UID)
    with pytest.raises(WrongCode, match="须输入2张密钥条"):
        key_of(codes[:1], lock, UID)


def test_shares_of_two_cuttings_do_not_open_the_lock():
    """Slips of one box from two printings: each is well-formed, together they are no key of this lock."""
    first, second = split(KEY), split(new_key())
    with pytest.raises(WrongCode, match="不能打开本票箱"):
        key_of([code_of(first[0], UID), code_of(second[1], UID)], public_key(KEY, UID), UID)


def test_a_key_file_opens_the_lock_by_itself():
    assert key_of([code_of(Share(WHOLE, KEY), UID)], public_key(KEY, UID), UID) == KEY


def test_every_choice_is_sealed_in_the_same_length_and_never_twice_alike():
    lock = public_key(KEY, UID)
    sealed = [seal(choice, lock, UID) for choice in "123" * 20]
    assert {len(content) for content in sealed} == {64}
    assert len(set(sealed)) == 60
    assert [unseal(content, KEY, UID) for content in sealed] == list("123" * 20)


def test_a_ballot_that_was_tampered_with_or_moved_does_not_open():
    content = seal("1", public_key(KEY, UID), UID)
    assert unseal(content[:-1] + bytes([content[-1] ^ 1]), KEY, UID) is None
    assert unseal(bytes(32) + content[32:], KEY, UID) is None
    assert unseal(b"", KEY, UID) is None
    assert unseal(content, KEY, OTHER) is None
    assert unseal(content, bytes(16), UID) is None
