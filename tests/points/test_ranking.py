"""Whatever the totals are: the places agree with a slow reading of the clause."""

from hypothesis import given, seed
from hypothesis import strategies as st

from points.reckoning import Candidate, placed

totals = st.lists(st.integers(min_value=1, max_value=6), max_size=12)


@seed(39)
@given(totals)
def test_a_rank_is_one_more_than_those_ahead(parts):
    places = placed(Candidate(number, "full", value) for number, value in enumerate(parts))
    for place in places:
        assert place.rank == 1 + sum(value > place.parts for value in parts)


@seed(39)
@given(totals)
def test_three_are_proposed_or_a_tie_at_the_cut_waits(parts):
    """Nobody ahead of the tie waits, nobody behind it is proposed, and the tie alone makes them more than three."""
    places = placed(Candidate(number, "full", value) for number, value in enumerate(parts))
    first = [place for place in places if place.rank <= 3]
    proposed, tied = [p for p in places if p.proposed], [p for p in places if p.tied]
    assert {p.person_id for p in proposed} | {p.person_id for p in tied} == {p.person_id for p in first}
    assert (len(first) > 3) == bool(tied)
    assert len(proposed) <= 3
    assert all(ahead.parts > waiting.parts for ahead in proposed for waiting in tied)


@seed(39)
@given(totals, st.lists(st.integers(min_value=1, max_value=99), max_size=6))
def test_those_who_cannot_be_chosen_change_no_place(parts, barred):
    able = [Candidate(number, "full", value) for number, value in enumerate(parts)]
    others = [Candidate(100 + number, "activist", value, "不参加评选") for number, value in enumerate(barred)]

    def ranks(everybody):
        return {place.person_id: (place.rank, place.proposed) for place in placed(everybody) if place.rank}

    assert ranks(able) == ranks([*others, *able])
