"""The lock of a ballot box: X25519 with AES-GCM, and its key as printed codes of which any two open it.

The key is 16 random bytes; the private key of the lock follows from it and the box's uid. Cut in three
by Shamir's scheme over GF(256), one share alone says nothing about it: to every key there is exactly
one line through that share.
"""

import base64
import hashlib
import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_LENGTH = 16
PADDED_LENGTH = 16
POINT_LENGTH = 32
SHARES = 3
NEEDED = 2
CODE_LENGTH = 32  # letters and digits, printed in groups of four
WHOLE = 0  # the place of a code that holds the whole key
NONCE = bytes(12)  # one message a key: the nonce need not differ


class WrongCode(Exception):
    """The code, or the pair, does not open this box; the text says why."""


@dataclass(frozen=True)
class Share:
    """One point of the line: its place (1, 2, 3; 0 is the key itself) and its value for each byte of the key."""

    place: int
    value: bytes


def new_key() -> bytes:
    return os.urandom(KEY_LENGTH)


def private_key(key: bytes, uid: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derived(key, b"partybranch ballot box" + uid))


def public_key(key: bytes, uid: bytes) -> bytes:
    """The lock that this key opens, on the box with this uid."""
    return private_key(key, uid).public_key().public_bytes_raw()


def derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret)


def seal(choice: str, lock: bytes, uid: bytes) -> bytes:
    """The choice sealed: 64 bytes whatever it is. Only the key opens it, and only for the same box."""
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(lock))
    cipher = AESGCM(derived(shared, point + lock + uid))
    return point + cipher.encrypt(NONCE, choice.encode().ljust(PADDED_LENGTH, b"\0"), uid)


def unseal(content: bytes, key: bytes, uid: bytes) -> str | None:
    """The choice again; None where the content was tampered with or belongs to another box."""
    private, point = private_key(key, uid), content[:POINT_LENGTH]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(point))
        cipher = AESGCM(derived(shared, point + private.public_key().public_bytes_raw() + uid))
        return cipher.decrypt(NONCE, content[POINT_LENGTH:], uid).rstrip(b"\0").decode()
    except (InvalidTag, ValueError):
        return None


def times(a: int, b: int) -> int:
    """The product in GF(256), reduced by x⁸+x⁴+x³+x+1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def inverse(a: int) -> int:
    """What gives 1 when multiplied with `a`: its 254th power."""
    power = 1
    for _ in range(254):
        power = times(power, a)
    return power


def split(key: bytes) -> list[Share]:
    """Three points of a random line that meets 0 at the key."""
    slope = os.urandom(len(key))
    return [
        Share(place, bytes(k ^ times(s, place) for k, s in zip(key, slope, strict=True)))
        for place in range(1, SHARES + 1)
    ]


def join(first: Share, second: Share) -> bytes:
    """Where the line through two points meets 0."""
    if first.place == second.place:
        raise WrongCode("两个密钥码是同一张密钥条上的，须用不同的两张")
    scale = inverse(first.place ^ second.place)
    return bytes(
        times(times(a, second.place) ^ times(b, first.place), scale)
        for a, b in zip(first.value, second.value, strict=True)
    )


def code_of(share: Share, uid: bytes) -> str:
    """The share as it is printed, with three bytes that tell a slip of the pen and another box's code."""
    body = bytes([share.place]) + share.value
    letters = base64.b32encode(body + check_of(body, uid)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def check_of(body: bytes, uid: bytes) -> bytes:
    return hashlib.sha256(uid + body).digest()[:3]


def share_of(code: str, uid: bytes) -> Share:
    """The share behind a typed code; full width, small letters, 0 1 8 for O I B and any spacing are understood."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    letters = letters.translate(str.maketrans("018", "OIB"))
    if len(letters) != CODE_LENGTH:
        raise WrongCode(f"密钥码应为{CODE_LENGTH}位，现为{len(letters)}位")
    try:
        raw = base64.b32decode(letters)
    except ValueError:
        raise WrongCode("密钥码只有字母和数字 2–7，请核对") from None
    body, check = raw[: KEY_LENGTH + 1], raw[KEY_LENGTH + 1 :]
    if check != check_of(body, uid):
        raise WrongCode("密钥码不对：有字抄错，或不是本票箱的密钥条")
    return Share(body[0], body[1:])


def key_of(codes: list[str], lock: bytes, uid: bytes) -> bytes:
    """The key that two codes, or the one of a key file, make together. Raises WrongCode."""
    shares = []
    for number, code in enumerate(codes, start=1):
        try:
            shares.append(share_of(code, uid))
        except WrongCode as wrong:
            raise WrongCode(f"第{number}个{wrong}" if len(codes) > 1 else str(wrong)) from None
    whole = [share.value for share in shares if share.place == WHOLE]
    if not whole and len(shares) < NEEDED:
        raise WrongCode(f"须输入{NEEDED}张密钥条上的密钥码")
    key = whole[0] if whole else join(shares[0], shares[1])
    if public_key(key, uid) != lock:
        raise WrongCode("密钥码不能打开本票箱：密钥条可能已经作废")
    return key
