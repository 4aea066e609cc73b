"""What a sensible branch would do next for somebody on the way, with the days a little off now and then."""

from datetime import date, timedelta

from meetings.models import Matter
from members.models import Person
from recruitment import actions
from recruitment.models import PoliticalReview
from tests.factories.recruit import application, noon, written
from tests.suites.recruit_oracle import Facts, later
from tests.suites.recruit_walk import FIVE, OUTCOMES, Walk

COMMITTEE, GENERAL = "committee", "general"


def go_on(
    walk: Walk, offset: int = 0, matter: str = Matter.CONVERSION, months: int = 6, answer: str = "approved"
) -> None:
    """The next act of the way; the branch would resolve this `matter`, and the superior give this `answer`."""
    if walk.recruit is None or Facts(walk.recruit).recruit.ended_on:
        begin(walk, offset)
        return
    facts = Facts(walk.recruit)
    if facts.person.full_on:
        walk.act("hand_over", walk.on(None, max(offset, 0)), organ="人事培训处", papers=FIVE)
    elif facts.person.admitted_on:
        on_probation(walk, facts, offset, matter, months, answer)
    elif facts.person.candidate_on:
        to_admission(walk, facts, offset, answer)
    elif facts.person.activist_on:
        to_listing(walk, facts, offset)
    else:
        to_activist(walk, facts, offset)


def begin(walk: Walk, offset: int) -> None:
    person = walk.recruit.person if walk.recruit else None
    day = walk.on(None, max(offset, 0))
    given = application(day, person=person, name="" if person else "周子涵")
    by = {"by": walk.world.secretary, "at": noon(day)}
    walk.attempt("receive_application", lambda: actions.receive_application(walk.world.house.branch, **given, **by))


def to_activist(walk: Walk, facts: Facts, offset: int) -> None:
    talks, recommended = facts.of("talk"), facts.of("recommendation")
    if not talks:
        walk.act(
            "record_talk", walk.on(facts.recruit.received_on, offset), talker=walk.world.house.people[1], text="谈话"
        )
    elif not recommended:
        walk.act("recommend", walk.on(talks[0].happened_on, offset), source="member_recommendation", text="推荐")
    else:
        since = recommended[0].happened_on
        decide_and(walk, "fix_activist", COMMITTEE, (Matter.ACTIVIST,), since, offset)


def decide_and(
    walk: Walk, verb: str, body: str, matters: tuple[str, ...], since: date, offset: int, **given: object
) -> None:
    """The meeting where it has not decided yet, then the entry of its decision."""
    decision = walk.decided(body, matters, since)
    if decision is None:
        walk.on(since, offset)
        walk.hold(body, matters[0])
    else:
        walk.act(verb, decision=decision, **given)


def sent_up(walk: Walk, facts: Facts, verb: str, kind: str, offset: int, answer: str = "approved") -> bool:
    """Whether the superior has agreed; if not, the paper goes up or is answered."""
    paper = facts.last(kind)
    if paper is None or (paper.decision == "refused" and kind not in ("dossier", "conversion_report")):
        walk.act(verb, walk.on(None, max(offset, 0)))
    elif not paper.decision:
        walk.on(None, max(offset, 0))
        walk.answer(paper.submission_id, answer)
    else:
        return paper.decision == "approved"
    return False


def to_listing(walk: Walk, facts: Facts, offset: int) -> None:
    fixed = facts.person.activist_on or walk.day
    running = [row for row in facts.mentorships if row.until is None]
    inspected = facts.of("inspection")
    heard = {row.source for row in facts.of("opinion")}
    if not running:
        walk.act("name_mentor", walk.on(fixed, offset), mentor=walk.world.house.people[3])
    elif not facts.reply("activist_filing"):
        sent_up(walk, facts, "file_activist", "activist_filing", offset)
    elif len(inspected) < 2:
        day = walk.on(later(fixed, 6 * (len(inspected) + 1)), offset)
        walk.act("inspect", day, finding="良好", problems="", measures="")
    elif missing := [source for source in ("mentors", "members", "masses") if source not in heard]:
        walk.act("record_opinion", walk.on(later(fixed, 12), offset), source=missing[0], text="同意", favourable=True)
    elif not facts.of("listing"):
        since = max(row.happened_on for row in facts.of("opinion"))
        decide_and(walk, "agree_listing", COMMITTEE, (Matter.CANDIDATE,), since, offset)
    elif sent_up(walk, facts, "file_listing", "listing_filing", offset):
        walk.act("list_candidate", walk.on(None, offset))


def to_admission(walk: Walk, facts: Facts, offset: int, answer: str) -> None:
    if prepare(walk, facts, offset):
        return
    if not facts.of("examination"):
        ready = [row.happened_on for kind in ("sponsor", "training", "admission") for row in facts.of(kind)]
        since = max([*ready, facts.review.concluded_on if facts.review and facts.review.concluded_on else walk.day])
        decide_and(walk, "record_examination", COMMITTEE, (Matter.ADMISSION,), since, offset)
    elif not sent_up(walk, facts, "request_pre_review", "pre_review", offset):
        return
    elif not facts.of("form"):
        walk.act("hand_out_form", walk.on(None, offset))
    elif silent := [row for row in facts.of("sponsor") if not wrote(facts, row.person_id)]:
        sponsor = Person.objects.get(pk=silent[0].person_id)
        walk.act("write_sponsor_opinion", walk.on(None, offset), sponsor=sponsor, text="同意", favourable=True)
    elif not facts.of("resolution"):
        given = {"main_conduct": "表现良好", "signed_by": walk.world.house.people[0]}
        since = max(row.happened_on for row in facts.of("sponsor_opinion"))
        decide_and(walk, "adopt_resolution", GENERAL, (Matter.ADMISSION,), since, offset, **given)
    elif not facts.of("form_entry"):
        walk.act("enter_resolution", walk.on(None, max(offset, 0)))
    elif sent_up(walk, facts, "send_dossier", "dossier", offset, answer):
        walk.act("admit")
    elif facts.reply("dossier", "refused"):
        walk.act("record_refusal", told_on=walk.on(None, 0), text="告知")


def wrote(facts: Facts, person: int | None) -> bool:
    return any(row.person_id == person for row in facts.of("sponsor_opinion"))


def prepare(walk: Walk, facts: Facts, offset: int) -> bool:
    """Sponsors, review and training, in this order; False where nothing of it is left to do."""
    listed, sponsors, review = facts.person.candidate_on, facts.of("sponsor"), facts.review
    by = {"by": walk.world.secretary, "at": noon(walk.day)}
    if len(sponsors) < 2:
        free = [one for one in walk.world.house.people[3:5] if one.pk not in {row.person_id for row in sponsors}]
        walk.act("name_sponsor", walk.on(listed, offset), sponsor=free[0], named_by_branch=True)
    elif review is None:
        walk.act("begin_review")
    elif not review.attitude:
        walk.attempt(
            "write_review", lambda: actions.write_review(PoliticalReview.objects.get(pk=review.id), **written(), **by)
        )
    elif not review.conclusion:
        given = {"conclusion": "passed", "concluded_on": walk.day, **by}
        walk.attempt(
            "conclude_review", lambda: actions.conclude_review(PoliticalReview.objects.get(pk=review.id), **given)
        )
    elif not any((row.days or 0) >= 3 for row in facts.of("training")):
        walk.act("record_training", walk.on(listed, offset), organ="机关党委", days=3, hours=None)
    else:
        return False
    return True


def on_probation(walk: Walk, facts: Facts, offset: int, matter: str, months: int, answer: str) -> None:
    end = facts.probation_end or walk.day
    heard = {row.source for row in facts.of("conversion_opinion")}
    resolved = facts.last("conversion_resolution")
    if not facts.of("oath"):
        walk.act("record_oath", walk.on(facts.person.approved_on, offset), organ="机关党委", text="会议室")
    elif not facts.of("probation_inspection"):
        walk.act("inspect_probation", walk.on(None, 30), source="practice", text="锻炼")
    elif not facts.of("conversion_application"):
        walk.act("apply_for_conversion", walk.on(end - timedelta(days=10), offset), text="申请")
    elif missing := [source for source in ("members", "masses") if source not in heard]:
        walk.act("record_conversion_opinion", walk.on(None, 0), source=missing[0], text="同意", favourable=True)
    elif resolved is None:
        decide_outcome(walk, facts, end, offset, matter, months)
    elif sent_up(walk, facts, "send_outcome", "conversion_report", offset, answer):
        walk.act("settle_outcome")
    elif facts.reply("conversion_report", "refused"):
        walk.act("refuse_outcome", told_on=walk.on(None, 0), text="告知")


def decide_outcome(walk: Walk, facts: Facts, end: date, offset: int, matter: str, months: int) -> None:
    """Examined by the committee, resolved by the general meeting, both on the same matter."""
    last = max(row.happened_on for kind in ("conversion_opinion", "conversion") for row in facts.of(kind))
    examined = facts.last("conversion_examination")
    if examined is None:
        wanted = (matter, *[other for other in OUTCOMES if other != matter])
        decide_and(walk, "record_conversion_examination", COMMITTEE, wanted, last, offset)
        return
    given = {"ground": "依据", "months": months, "signed_by": walk.world.house.people[0]}
    since = max(end, examined.happened_on) if examined.matter == Matter.CONVERSION else examined.happened_on
    decide_and(walk, "adopt_outcome", GENERAL, (examined.matter,), since, offset, **given)
