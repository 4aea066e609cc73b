"""The steps of people on the way into the Party are kept by an app above, of which the roster imports nothing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Organization
from members.models import Person


@dataclass(frozen=True)
class Keeper:
    """Who keeps the steps: `on_record` says of whom it does by now, `take_over` begins with those it does not."""

    on_record: Callable[[Collection[int]], set[int]]
    take_over: Callable[[Organization, Iterable[Person], date], None]


_keepers: list[Keeper] = []


def keep_steps(keeper: Keeper) -> None:
    """From the app's ready(): the roster's people under way are its own from the import on."""
    _keepers.append(keeper)


def on_record(people: Collection[int]) -> set[int]:
    """Of these people, whose steps are on record: a roster moves none of their dates."""
    return set().union(*(keeper.on_record(people) for keeper in _keepers)) if people else set()


def take_over(organization: Organization, people: Iterable[Person], on: date) -> None:
    """Whoever of these is under way and not on record is from now on; within the act that brought them."""
    for keeper in _keepers:
        keeper.take_over(organization, people, on)
