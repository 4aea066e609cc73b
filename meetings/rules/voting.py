"""One item: discussed, then voted by itself, with enough voters present, and counted without a slip."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from meetings.decisions import COMMITTEE_IMPORTANT, ELECTIONS, formula_for
from meetings.models import AgendaItem, Meeting, Vote
from members.models import Kinship, Person
from rulebook.kernel import gate


@gate()
def meeting_is_open(item: AgendaItem, **_: Any) -> str | None:
    state = item.meeting.state
    if state == Meeting.State.OPEN:
        return None
    return "会议还没有开始" if state == Meeting.State.PLANNED else f"会议{item.meeting.get_state_display()}"


@gate("6.2.3a", cure="请书记先确定是否列入议程")
def item_is_settled(item: AgendaItem, **_: Any) -> str | None:
    return "委员提出的议题须由书记确定" if item.state == AgendaItem.State.PROPOSED else None


@gate()
def item_is_undecided(item: AgendaItem, **_: Any) -> str | None:
    if item.state in (AgendaItem.State.DECIDED, AgendaItem.State.NOTED, AgendaItem.State.REFERRED):
        return f"本项议题{item.get_state_display()}"
    return None


@gate()
def no_vote_counts_yet(item: AgendaItem, **_: Any) -> str | None:
    """A void vote decided nothing: the item may be put to the vote again, or left to the next meeting."""
    vote = getattr(item, "vote", None)
    return None if vote is not None and vote.void else item_is_undecided(item)


@gate()
def not_voting_yet(item: AgendaItem, **_: Any) -> str | None:
    return "表决已经开始" if item.state == AgendaItem.State.VOTING else None


@gate("6.3.4a")
def not_carried_over(item: AgendaItem, **_: Any) -> str | None:
    return "本项议题已经暂缓表决，留待下次会议" if item.state == AgendaItem.State.CARRIED_OVER else None


@gate()
def voting_now(item: AgendaItem, **_: Any) -> str | None:
    if item.state == AgendaItem.State.DECIDED:
        return "已经计票"
    return None if item.state == AgendaItem.State.VOTING else "表决还没有开始"


@gate()
def not_withdrawn_yet(item: AgendaItem, *, person: Person, **_: Any) -> str | None:
    return f"{person}已经回避" if item.recusals.filter(person=person).exists() else None


@gate("8.1.4c", "1.4.1e", cure="请记录讨论要点")
def general_meeting_discussed(item: AgendaItem, **_: Any) -> str | None:
    if item.meeting.is_general and not item.remarks.exists():
        return "表决前须经充分讨论，请先记录发言要点"
    return None


@gate("6.3.3a", cure="请补记议题介绍和讨论要点")
def committee_introduced_and_discussed(item: AgendaItem, **_: Any) -> str | None:
    if not item.meeting.is_committee:
        return None
    steps = {"主持人介绍议题": bool(item.introduction.strip()), "充分讨论": item.remarks.exists()}
    missing = [step for step, done in steps.items() if not done]
    return f"表决前缺少：{'、'.join(missing)}" if missing else None


@gate("8.1.4a", "1.4.1f", cure="请等候签到，或改期再议")
def general_quorum(item: AgendaItem, **_: Any) -> str | None:
    formula = formula_for(item)
    if not item.meeting.is_general or formula is None or formula.written_counted:
        return None
    eligible, present = item.eligible_voters, item.voters_present
    if formula.quorum_gap(eligible, present) is None:
        return None
    least = formula.least_present(eligible)
    return f"到会有表决权党员{present}人，不足应到{eligible}人的半数（至少{least}人），不能表决"


@gate("6.2.4b", cure="请另行召开支委会会议，使实到委员达到三分之二")
def committee_two_thirds(item: AgendaItem, **_: Any) -> str | None:
    from_two_thirds = item.meeting.is_committee and formula_for(item).quorum.id == "6.2.4b"
    if not from_two_thirds:
        return None
    eligible, present = item.eligible_voters, item.voters_present
    least = formula_for(item).least_present(eligible)
    return (
        None
        if eligible and present >= least
        else f"实到{present}人，须达应到{eligible}人的三分之二以上（至少{least}人）"
    )


@gate("8.2.2a", cure="请等候委员到会；凑不足过半委员的，须召开党员大会讨论决定（第8篇 二（二））")
def committee_more_than_half(item: AgendaItem, **_: Any) -> str | None:
    if not item.meeting.is_committee or formula_for(item).quorum.id != "8.2.2a":
        return None
    eligible, present = item.eligible_voters, item.voters_present
    least = formula_for(item).least_present(eligible)
    return None if eligible and present >= least else f"到会{present}人，须超过委员人数的半数（至少{least}人）"


@gate("1.4.1c", "8.1.3", cure="支委会可以先研究；请列入党员大会议题，由大会决定")
def reserved_to_general_meeting(item: AgendaItem, **_: Any) -> str | None:
    if item.meeting.is_committee and item.is_reserved:
        return "该事项须由支部党员大会决定，支委会只能研究提出意见"
    return None


@gate("1.4.1c", cure="选举另有程序，在选举一节设定规则后办理")
def elections_by_their_own_rules(item: AgendaItem, **_: Any) -> str | None:
    return "选举不适用一般议题的表决规则" if item.matter in ELECTIONS else None


@gate()
def meeting_takes_votes(item: AgendaItem, **_: Any) -> str | None:
    return None if item.meeting.takes_votes else f"{item.meeting.get_kind_display()}不进行表决"


@gate("6.3.4a", cure="本项议题已转入下次会议的待议事项")
def opinions_not_divided(item: AgendaItem, **_: Any) -> str | None:
    return "分歧较大应暂缓表决" if item.divided else not_carried_over(item)


@gate("6.3.2", cure="请先登记回避")
def those_concerned_withdraw(item: AgendaItem, **_: Any) -> str | None:
    if item.concerns is None or not item.meeting.is_committee:
        return None
    staying = Person.objects.filter(attendances__in=item.meeting.attendances.present().filter(may_vote=True)).exclude(
        pk__in=item.recusals.values("person")
    )
    kin = Kinship.objects.filter(Q(person=item.concerns) | Q(kin=item.concerns))
    touched = staying.filter(Q(pk=item.concerns.pk) | Q(pk__in=kin.values("person")) | Q(pk__in=kin.values("kin")))
    names = touched.order_by("pinyin_key").values_list("name", flat=True)
    return f"{'、'.join(names)}涉及本人或亲属，应当回避" if names else None


@gate("1.4.1d", cure="请提交党员大会，经大会讨论后再形成决议")
def important_matters_go_to_the_general_meeting(item: AgendaItem, **_: Any) -> str | None:
    if item.meeting.is_committee and (item.important or item.mass_interest) and not item.discussed_by_general_meeting:
        return "重要事项以及与群众利益密切相关的事项，必须经党员大会讨论"
    return None


@gate("8.2.2b", cure="请把本项议题提交党员大会")
def enough_of_the_committee_can_come(item: AgendaItem, **_: Any) -> str | None:
    if not item.meeting.is_committee or not item.important:
        return None
    due, present = item.meeting.eligible_voters, item.meeting.voters_present
    if due and COMMITTEE_IMPORTANT.quorum.threshold.met(present, due):
        return None
    return "到会委员未过半数，须召开党员大会讨论决定"


@gate()
def a_committee_item(item: AgendaItem, **_: Any) -> str | None:
    return None if item.meeting.is_committee else "只有支委会的议题可以提交党员大会"


@gate("6.4.1")
def dissent_is_ones_own(item: AgendaItem, *, by: User, **_: Any) -> str | None:
    on_the_list = item.meeting.attendances.filter(person__user=by, may_vote=True)
    return None if on_the_list.exists() else "不同意见由参加表决的委员本人提出"


@gate("6.4.1")
def there_is_a_decision(item: AgendaItem, **_: Any) -> str | None:
    return None if item.state == AgendaItem.State.DECIDED else "还没有表决，请在讨论中发表意见"


@gate("6.3.4b")
def one_item_at_a_time(item: AgendaItem, **_: Any) -> str | None:
    other = item.meeting.items.filter(state=AgendaItem.State.VOTING).exclude(pk=item.pk).first()
    return f"应逐项表决：“{other}”的表决还没有结束" if other else None


@gate("6.3.4c", cure="请写明采用其他方式的原因")
def committee_votes_by_voice(item: AgendaItem, *, method: str, **_: Any) -> str | None:
    if item.meeting.is_committee and method != Vote.Method.VOICE:
        return "支委会一般口头表决"
    return None


@gate("6.3.4e", cure="请核对赞成、反对、弃权和废票")
def count_equals_present(
    item: AgendaItem, *, in_favour: int, against: int, abstained: int, spoiled: int, **_: Any
) -> str | None:
    vote = getattr(item, "vote", None)
    cast = in_favour + against + abstained + spoiled
    if vote is None or vote.method == Vote.Method.SECRET_BALLOT:
        return None
    return None if cast == vote.present else f"票数合计{cast}，与到会有表决权人数{vote.present}不符"


@gate(cure="请核对选票")
def ballots_add_up(
    item: AgendaItem,
    *,
    issued: int | None,
    returned: int | None,
    in_favour: int,
    against: int,
    abstained: int,
    spoiled: int,
    **_: Any,
) -> str | None:
    vote = getattr(item, "vote", None)
    if vote is None or vote.method != Vote.Method.SECRET_BALLOT:
        return None
    if issued is None or returned is None:
        return "请填写发出票数和收回票数"
    if issued > vote.present:
        return f"发出票{issued}张，多于到会有表决权人数{vote.present}"
    cast = in_favour + against + abstained + spoiled
    return None if cast == returned else f"赞成、反对、弃权、废票合计{cast}，与收回票{returned}张不符"


@gate(cure="监票人、计票人须到会，且不是同一人")
def tellers_are_present(item: AgendaItem, *, scrutineer: Person | None, teller: Person | None, **_: Any) -> str | None:
    vote = getattr(item, "vote", None)
    if vote is None or vote.method != Vote.Method.SECRET_BALLOT:
        return None
    if scrutineer is None or teller is None or scrutineer == teller:
        return "无记名投票须有监票人、计票人各一人"
    here = set(item.meeting.attendances.present().values_list("person", flat=True))
    away = [str(person) for person in (scrutineer, teller) if person.pk not in here]
    return f"{'、'.join(away)}没有到会" if away else None


@gate("13.3.3.4c", cure="书面意见由计票人、监票人当众拆封，只登记票数")
def letters_add_up(
    item: AgendaItem, *, written_in_favour: int, written_against: int, written_abstained: int, **_: Any
) -> str | None:
    counted, letters = written_in_favour + written_against + written_abstained, item.letters_to_count
    return None if counted == letters else f"书面意见合计{counted}，与会前收到、本人未到会的{letters}份不符"


@gate("13.3.3.4c")
def letters_count_for_this_matter(item: AgendaItem, **_: Any) -> str | None:
    """Two flags, never one switch (X1-40): a committee's written opinions are remarks, these are votes."""
    formula = formula_for(item)
    return None if formula is not None and formula.written_counted else "本项议题的书面意见不计入票数，请记入发言"


@gate("13.3.3.4c")
def letter_came_before_the_meeting(item: AgendaItem, *, received_at: datetime, at: datetime, **_: Any) -> str | None:
    if received_at >= (item.meeting.opened_at or item.meeting.begins_at):
        return "须在大会召开前提出"
    return "收到时间不能晚于现在" if received_at > at else None


@gate("13.3.3.4c")
def letter_is_of_an_absent_voter(item: AgendaItem, *, person: Person, **_: Any) -> str | None:
    rows = item.meeting.attendances.filter(person=person)
    if rows.filter(signed_at__isnull=False).exists():
        return f"{person}已到会，请当场表决"
    voters = Person.objects.voters(item.organization, item.meeting.held_on)
    return None if voters.filter(pk=person.pk).exists() else f"{person}不是有表决权的正式党员"


@gate("6.3.2")
def not_voting_on_himself(item: AgendaItem, *, person: Person, **_: Any) -> str | None:
    if not item.meeting.attendances.filter(person=person, may_vote=True).exists():
        return f"{person}没有表决权，不需要回避"
    return None


@gate()
def wording_may_change(item: AgendaItem, **_: Any) -> str | None:
    """A resolution that stands is worded anew only while its meeting's record is not signed off, or carried out."""
    resolution = getattr(item, "resolution", None)
    if resolution is None:
        return None
    if resolution.done_on or not resolution.is_valid:
        return f"决议{resolution.get_state_display() if resolution.done_on else resolution.get_standing_display()}"
    return "决议已经形成，会议记录已经主持人审签，不能再改" if item.meeting.signed_off_at else None


@gate()
def was_passed(item: AgendaItem, **_: Any) -> str | None:
    if item.state == AgendaItem.State.NOTED or (hasattr(item, "vote") and item.vote.passed):
        return None
    return "没有通过的议题不形成决议"
