"""How secret each field is: 公开, 内部, 敏感, 极敏感. A test fails on a field that no model classifies."""

from enum import IntEnum


class Secrecy(IntEnum):
    PUBLIC = 0
    INTERNAL = 1
    SENSITIVE = 2
    HIGHLY_SENSITIVE = 3


def classify(public: str = "", internal: str = "", sensitive: str = "", highly: str = "") -> dict[str, Secrecy]:
    """The class of each named field; a name given twice is an error."""
    classes: dict[str, Secrecy] = {}
    for level, names in zip(Secrecy, (public, internal, sensitive, highly), strict=True):
        for name in names.split():
            if name in classes:
                raise ValueError(f"{name} is classified twice")
            classes[name] = level
    return classes
