"""An item from its introduction to the resolution."""

from datetime import date, datetime

from accounts.models import User
from meetings.decisions import formula_for
from meetings.models import AgendaItem, Dissent, Recusal, Remark, Resolution, Vote, WrittenOpinion
from meetings.rules import voting
from members.models import Person
from rulebook.kernel import action, built


@action(
    voting.meeting_is_open,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    voting.not_voting_yet,
    label="记录议题介绍",
)
def introduce_item(item: AgendaItem, *, introduction: str, by: User, at: datetime) -> AgendaItem:
    """The chair's introduction of the item is on record (6.3.3a)."""
    item.introduction = introduction
    item.save()
    return item


@built("6.3.3b")
@action(
    voting.meeting_is_open,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    voting.not_voting_yet,
    label="记录发言",
)
def record_remark(
    item: AgendaItem, *, speaker: Person | None, text: str, by: User, at: datetime, absent_opinion: bool = False
) -> Remark:
    """What was said in the discussion is on record; an absentee's written opinion is shown and not counted (6.3.3b)."""
    return Remark.objects.create(item=item, speaker=speaker, text=text, absent_opinion=absent_opinion)


@action(
    voting.meeting_is_open,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    voting.not_voting_yet,
    voting.not_voting_on_himself,
    voting.not_withdrawn_yet,
    label="登记回避",
)
def recuse(item: AgendaItem, *, person: Person, reason: str, by: User, at: datetime) -> Recusal:
    """The person withdraws from this item only; those expected are not reduced (6.3.2)."""
    return Recusal.objects.create(item=item, person=person, reason=reason)


@built("13.3.3.4c")
@action(
    voting.item_is_undecided,
    voting.letters_count_for_this_matter,
    voting.letter_came_before_the_meeting,
    voting.letter_is_of_an_absent_voter,
    label="登记书面意见",
)
def receive_written_opinion(
    item: AgendaItem, *, person: Person, received_at: datetime, cause: str, by: User, at: datetime
) -> WrittenOpinion:
    """The sealed letter of a voter who cannot come counts as a vote, and not as presence."""
    letter, _ = WrittenOpinion.objects.update_or_create(
        item=item, person=person, defaults={"received_at": received_at, "cause": cause}
    )
    return letter


@built("6.3.4a")
@action(
    voting.meeting_is_open,
    voting.meeting_takes_votes,
    voting.item_is_settled,
    voting.no_vote_counts_yet,
    voting.not_carried_over,
    voting.not_voting_yet,
    label="暂缓表决",
)
def carry_over(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """No vote in this meeting: opinions in the committee differ widely (6.3.4a), or the general meeting has no quorum.

    The item waits for the next meeting of the same kind.
    """
    item.divided, item.state = item.meeting.is_committee, AgendaItem.State.CARRIED_OVER
    item.save()
    return item


@action(
    voting.meeting_is_open,
    voting.a_committee_item,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    voting.not_voting_yet,
    label="提交党员大会",
)
def refer_to_general_meeting(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """The matter waits for the agenda of the next general meeting (8.2.2b, 1.4.1d)."""
    item.state = AgendaItem.State.REFERRED
    item.save()
    return item


@action(
    voting.meeting_is_open,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    voting.not_voting_yet,
    voting.general_meeting_discussed,
    voting.committee_introduced_and_discussed,
    label="已讨论，不表决",
)
def note_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """The item was discussed and needs no vote; the chair decides so (6.3.4a)."""
    item.state = AgendaItem.State.NOTED
    item.save()
    return item


@built("6.3.4c")
@action(
    voting.meeting_is_open,
    voting.meeting_takes_votes,
    voting.item_is_settled,
    voting.no_vote_counts_yet,
    voting.not_voting_yet,
    voting.elections_by_their_own_rules,
    voting.general_meeting_discussed,
    voting.committee_introduced_and_discussed,
    voting.opinions_not_divided,
    voting.those_concerned_withdraw,
    voting.one_item_at_a_time,
    voting.general_quorum,
    voting.committee_two_thirds,
    voting.committee_more_than_half,
    voting.enough_of_the_committee_can_come,
    voting.committee_votes_by_voice,
    label="开始表决",
)
def open_vote(item: AgendaItem, *, method: str, by: User, at: datetime) -> Vote:
    """The vote has begun; those expected and those present are fixed as its base.

    A void vote before it stays in the record of the discussion.
    """
    for void in Vote.objects.filter(item=item, void=True):
        Remark.objects.create(item=item, text=f"{void.get_method_display()}：{void.arithmetic}，重新表决。")
        void.delete()
    item.state = AgendaItem.State.VOTING
    item.save()
    return Vote.objects.create(
        item=item, method=method, opened_at=at, eligible=item.eligible_voters, present=item.voters_present
    )


@action(
    voting.voting_now,
    voting.count_equals_present,
    voting.ballots_add_up,
    voting.letters_add_up,
    voting.tellers_are_present,
    label="登记计票",
)
def count_vote(
    item: AgendaItem,
    *,
    in_favour: int,
    against: int,
    abstained: int,
    by: User,
    at: datetime,
    spoiled: int = 0,
    written_in_favour: int = 0,
    written_against: int = 0,
    written_abstained: int = 0,
    issued: int | None = None,
    returned: int | None = None,
    scrutineer: Person | None = None,
    teller: Person | None = None,
) -> Vote:
    """The vote is counted, its result and arithmetic stand; more ballots returned than issued make it void."""
    vote, formula = item.vote, formula_for(item)
    outcome = formula.outcome(vote.eligible, in_favour, written_in_favour)
    vote.in_favour, vote.against, vote.abstained, vote.spoiled = in_favour, against, abstained, spoiled
    vote.written_in_favour, vote.written_against = written_in_favour, written_against
    vote.written_abstained = written_abstained
    vote.issued, vote.returned, vote.scrutineer, vote.teller = issued, returned, scrutineer, teller
    vote.void = issued is not None and returned is not None and returned > issued
    vote.passed = outcome.passed and not vote.void
    vote.arithmetic = f"收回票{returned}张多于发出票{issued}张，表决无效" if vote.void else outcome.arithmetic
    vote.counted_at = at
    vote.save()
    item.state = AgendaItem.State.DECIDED
    item.save()
    return vote


@action(
    voting.was_passed,
    voting.wording_may_change,
    voting.reserved_to_general_meeting,
    voting.important_matters_go_to_the_general_meeting,
    label="形成决议",
)
def resolve(
    item: AgendaItem,
    *,
    text: str,
    owner: Person | None,
    due_on: date | None,
    by: User,
    at: datetime,
    carry_out: bool = True,
) -> Resolution:
    """The resolution stands; one to be carried out is in the ledger of resolutions until it is done (1.3.1)."""
    resolution, _ = Resolution.objects.update_or_create(
        item=item, defaults={"text": text, "owner": owner, "due_on": due_on, "carry_out": carry_out}
    )
    return resolution


@built("6.4.1")
@action(voting.there_is_a_decision, voting.dissent_is_ones_own, label="保留不同意见")
def reserve_opinion(item: AgendaItem, *, text: str, reports_upward: bool, by: User, at: datetime) -> Dissent:
    """The opinion is kept for the committee only; the decision stands meanwhile (6.4.1)."""
    person = Person.objects.get(user=by)
    dissent, _ = Dissent.objects.update_or_create(
        item=item, person=person, defaults={"text": text, "reports_upward": reports_upward}
    )
    return dissent
