"""Moves on one person's way into the Party: the next sensible one, a meeting on him, or anything at all.

Every move is asked of the real acts and judged afterwards: what was refused has changed nothing, and what stands is
allowed by the oracle.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from archives.actions import decide, forward
from archives.models import Submission
from meetings.actions import planning, voting
from meetings.models import AgendaItem, Attendance, Matter, Meeting
from members.models import Kinship, Mentorship, Person, RightsSuspension
from members.posts import Post
from recruitment import actions
from recruitment.models import PoliticalReview, Record, Recruit
from rulebook.kernel import NotEntitled, Refused
from tests.factories.branch import BranchFactory, holding, person, user_of
from tests.factories.meeting import approval, laid_out, meeting, present
from tests.factories.recruit import application, noon, written
from tests.suites.recruit_oracle import STATES, Facts, complaints, later, read

OUTCOMES = (Matter.CONVERSION, Matter.PROBATION_EXTENSION, Matter.PROBATION_CANCELLATION)
FIVE = ["form", "application", "political_review", "regularisation_application", "training_inspection_papers"]
REPORTED = ["view_of_party", "motive", "life_record", "family_and_relations", "other"]
AROUND = (-1, 0, 0, 0, 1, 30, 31)


ENDED = """
SELECT r.id, r.outcome, r.ended_on, r.extended_until, v.conclusion FROM recruitment_recruit r
LEFT JOIN recruitment_politicalreview v ON v.recruit_id = r.id
WHERE r.person_id = %s AND r.ended_on IS NOT NULL ORDER BY r.id
"""
OF_HIS = "WHERE recruit_id IN (SELECT id FROM recruitment_recruit WHERE person_id = %s) ORDER BY id"
WRITTEN = (
    "members_person WHERE id = %s",
    "recruitment_recruit WHERE person_id = %s ORDER BY id",
    f"recruitment_record {OF_HIS}",
    f"recruitment_deadline {OF_HIS}",
    f"recruitment_politicalreview {OF_HIS}",
    "members_mentorship WHERE person_id = %s ORDER BY id",
    "members_affiliation WHERE person_id = %s ORDER BY id",
    "meetings_agendaitem WHERE concerns_id = %s ORDER BY id",
    "meetings_vote WHERE item_id IN (SELECT id FROM meetings_agendaitem WHERE concerns_id = %s) ORDER BY id",
    f"archives_submission WHERE id IN (SELECT submission_id FROM recruitment_record {OF_HIS}) ORDER BY id",
    "(SELECT COUNT(*) AS acts FROM rulebook_act) AS counted",
)


class World:
    """A branch of six, three of them on its committee, and people who may not do what others may."""

    def __init__(self) -> None:
        self.house = BranchFactory(members=6, committee=3)
        top = self.house.branch.superior.superior
        self.top: User = user_of(holding(person(top, "机关党委"), top, Post.SUPERIOR_OFFICER))
        self.secretary, self.between = self.house.secretary, self.house.superior_officer
        people = self.house.people
        probationary = person(self.house.branch, "预备", full_on=None, admitted_on=date(2024, 2, 29))
        barred = person(self.house.branch, "受处分")
        RightsSuspension.objects.create(person=barred, since=date(2020, 1, 1), basis="留党察看")
        self.relative = people[5]
        self.anybody = [*people, probationary, barred]


class Walk:
    """One person and the day it is; `done` counts the moves of all walks by verb and by what came of them."""

    def __init__(self, world: World, done: Counter[str], day: date, recruit: Recruit | None = None) -> None:
        self.world, self.done, self.day = world, done, day
        self.recruit = Recruit.objects.get(pk=recruit.pk) if recruit else None
        self.left = self.rows()

    @property
    def now(self) -> datetime:
        return noon(self.day)

    # One move

    def rows(self) -> list[Any]:
        """Everything an act of chapter 13 could have written, as it stands."""
        him = self.recruit.person_id if self.recruit else 0
        return [read(f"SELECT * FROM {table}", *[him] * table.count("%s")) for table in WRITTEN]

    def attempt(self, verb: str, act: Callable[[], Any]) -> Any:
        """What the act gave, None where it was refused."""
        ended = self.ended()
        try:
            result = act()
        except (Refused, NotEntitled):
            assert self.rows() == self.left, f"{verb} was refused and yet wrote"
            self.done[f"{verb} refused"] += 1
            return None
        self.done[f"{verb} done"] += 1
        if isinstance(result, Recruit) and verb in ("receive_application", "move_in"):
            self.recruit = result
        self.judge(verb, ended)
        self.left = self.rows()
        return result or True

    def ended(self) -> list[Any]:
        """What of his ended ways may not change any more."""
        if self.recruit is None:
            return []
        return read(ENDED, self.recruit.person_id)

    def judge(self, verb: str, ended: list[Any]) -> None:
        assert self.recruit is not None
        said = complaints(self.recruit)
        assert not said, f"after {verb} on {self.day}: {said}"
        assert self.ended()[: len(ended)] == ended, f"{verb} moved what had ended"
        facts = Facts(self.recruit)
        self.done[f"reached {facts.recruit.outcome or self.standing(facts)}"] += 1

    def standing(self, facts: Facts) -> str:
        if facts.recruit.extended_until and facts.person.full_on is None:
            return "extended"
        if facts.person.admitted_on is None and facts.of("resolution"):
            return "resolved"
        names = {
            "full_on": "full",
            "admitted_on": "probationary",
            "candidate_on": "candidate",
            "activist_on": "activist",
        }
        return next((name for column, name in names.items() if getattr(facts.person, column)), "applicant")

    def act(self, verb: str, day: date | None = None, **inputs: Any) -> Any:
        """The verb by the secretary on the person's way, at noon of the walk's day."""
        given = {"by": self.world.secretary, "at": noon(self.day), **inputs}
        if day is not None:
            given["happened_on"] = day
        return self.attempt(verb, lambda: getattr(actions, verb)(self.recruit, **given))

    # The superior

    def answer(self, number: int, decision: str = "approved") -> None:
        """Sent on and answered by those who may."""
        submission, at = Submission.objects.get(pk=number), noon(self.day)
        if submission.via_id and submission.forwarded_on is None:
            self.attempt("forward", lambda: forward(submission, note="同意", by=self.world.between, at=at))
        given = {"decision": decision, "note": "", "number": "1号", "by": self.world.top, "at": at}
        self.attempt("decide", lambda: decide(submission, **given))

    # Meetings

    def hold(self, kind: str, matter: str, **how: Any) -> AgendaItem | None:
        """A meeting on him that day, from the agenda to its end; `how` says what is done otherwise than it should."""
        assert self.recruit is not None
        him, at = self.recruit.person, noon(self.day)
        held = meeting(self.world.house, kind, begins_at=at)
        before = noon(self.day - timedelta(days=8))
        given = {"matter": matter, "title": "关于此人", "concerns": him, "by": self.world.secretary, "at": before}
        source = how.get("prepared_in") or self.prepared(matter)
        item: AgendaItem | None = self.attempt(
            "add_item", lambda: planning.add_item(held, prepared_in=source if kind == "general" else None, **given)
        )
        if item is None:
            return None
        other = self.beside(held, how["beside"]) if "beside" in how else None
        laid_out(held, opened=True)
        if kind == "general":
            held.request = approval(self.world.house, held)
            held.save()
        self.seat(held, how)
        self.left = self.rows()
        self.discuss(item, how)
        if other is not None and item.remarks.exists():
            by = {"by": self.world.secretary, "at": at + timedelta(minutes=20)}
            talk = self.attempt("introduce_other", lambda: voting.introduce_item(other, introduction="介绍", **by))
            assert talk is None, "two candidates discussed at once"
        self.vote(item, how)
        Meeting.objects.filter(pk=held.pk).update(state=Meeting.State.CLOSED, closed_at=at + timedelta(hours=1))
        self.left = self.rows()
        return AgendaItem.objects.get(pk=item.pk)

    def beside(self, held: Meeting, another: Recruit) -> AgendaItem | None:
        """Another candidate on the same agenda, there to be heard too."""
        examined = another.records.filter(kind="examination").last()
        given = {"matter": Matter.ADMISSION, "title": "另一人", "concerns": another.person, "by": self.world.secretary}
        prepared = examined.item if examined else None
        at = noon(self.day - timedelta(days=1))
        item: AgendaItem | None = self.attempt(
            "add_item", lambda: planning.add_item(held, prepared_in=prepared, at=at, **given)
        )
        return item

    def prepared(self, matter: str) -> AgendaItem | None:
        """The committee's last passed item of this matter on him."""
        assert self.recruit is not None
        passed = AgendaItem.objects.filter(
            concerns=self.recruit.person, matter=matter, meeting__kind="committee", vote__passed=True
        )
        return passed.order_by("meeting__begins_at", "pk").last()

    def seat(self, held: Meeting, how: dict[str, Any]) -> None:
        """Who signs in: of those with a vote so many, and the person himself."""
        present(held, how.get("here", 99))
        assert self.recruit is not None
        him = self.recruit.person
        if held.is_general and how.get("himself", True):
            row = held.attendances.filter(person=him).first() or Attendance(meeting=held, person=him, role="observer")
            row.signed_at, row.signed_by = held.begins_at, "paper"
            row.save()

    def discuss(self, item: AgendaItem, how: dict[str, Any]) -> None:
        by = {"by": self.world.secretary, "at": item.meeting.begins_at + timedelta(minutes=10)}
        self.attempt("introduce_item", lambda: voting.introduce_item(item, introduction="介绍", **by))
        if item.meeting.is_general and item.matter == Matter.ADMISSION:
            for verb in how.get("heard", ("hear_candidate", "hear_sponsor", "hear_committee")):
                self.hear(verb, how)
        speaker = item.meeting.chair
        self.attempt("record_remark", lambda: voting.record_remark(item, speaker=speaker, text="讨论", **by))

    def hear(self, verb: str, how: dict[str, Any]) -> None:
        assert self.recruit is not None
        if verb == "hear_candidate":
            self.act(verb, parts=how.get("parts", REPORTED), text="汇报")
        elif verb == "hear_committee":
            self.act(verb, text="审查情况")
        else:
            for record in Facts(self.recruit).of("sponsor"):
                self.act(verb, sponsor=Person.objects.get(pk=record.person_id), text="介绍", favourable=True)

    def vote(self, item: AgendaItem, how: dict[str, Any]) -> None:
        by = {"by": self.world.secretary, "at": item.meeting.begins_at + timedelta(minutes=30)}
        method = how.get("method") or ("secret_ballot" if item.meeting.is_general else "voice")
        opened = self.attempt("open_vote", lambda: voting.open_vote(item, method=method, **by))
        if opened is None:
            return
        here = opened.present
        yes = min(here, how.get("in_favour", here))
        people = self.world.house.people
        figures = {"in_favour": yes, "against": here - yes, "abstained": 0}
        if method == "secret_ballot":
            figures |= {"issued": here, "returned": here, "scrutineer": people[0], "teller": people[1]}
        self.attempt("count_vote", lambda: voting.count_vote(AgendaItem.objects.get(pk=item.pk), **figures, **by))

    def decided(self, kind: str, matters: tuple[str, ...], since: date) -> AgendaItem | None:
        """A decision of that body since that day which could be recorded now."""
        assert self.recruit is not None
        rows = AgendaItem.objects.filter(
            concerns=self.recruit.person_id, matter__in=matters, meeting__kind=kind, meeting__state="closed",
            meeting__held_on__gte=since, vote__passed=True,
        )  # fmt: skip
        used = Record.objects.filter(recruit=self.recruit, item__isnull=False).exclude(kind__startswith="heard")
        return rows.exclude(pk__in=used.values("item")).order_by("pk").last()

    def on(self, earliest: date | None, offset: int) -> date:
        """The walk's next day: from the earliest lawful one so many days off, never back in time."""
        self.day = max(self.day, (earliest or self.day) + timedelta(days=offset))
        return self.day

    # Anything at all

    def some_day(self, random: Random) -> date:
        """Today, or a day near one that counts."""
        assert self.recruit is not None
        facts = Facts(self.recruit)
        known = [day for name in STATES if (day := getattr(facts.person, name)) is not None]
        counted = [self.day, self.day, self.day, self.recruit.received_on, *known, *(later(day, 12) for day in known)]
        return random.choice(counted) + timedelta(days=random.choice((-366, -365, -31, -30, -1, 0, 0, 0, 0, 1)))

    def anything(self, verb: str, random: Random) -> None:
        """The verb with inputs that may be right or wrong; sometimes by somebody who may not."""
        assert self.recruit is not None
        inputs = self.inputs(verb, random)
        if "decision" in inputs and inputs["decision"] is None:
            return
        by = random.choice([self.world.secretary] * 8 + [user_of(self.world.house.people[4]), self.world.top])
        at = noon(self.day)
        if verb in ("receive_application", "move_in"):
            subject: Any = self.world.house.branch
        elif verb == "withdraw_record":
            subject = random.choice(list(Record.objects.filter(recruit__person=self.recruit.person_id)))
        elif verb in ("write_review", "conclude_review"):
            subject = PoliticalReview.objects.filter(recruit__person=self.recruit.person_id).last()
            if subject is None:
                return
        else:
            subject = Recruit.objects.filter(person=self.recruit.person_id).order_by("pk").last()
        self.attempt(verb, lambda: getattr(actions, verb)(subject, by=by, at=at, **inputs))

    def inputs(self, verb: str, random: Random) -> dict[str, Any]:
        assert self.recruit is not None
        day, one, agreed = self.some_day(random), random.choice(self.world.anybody), random.random() < 0.8
        items = list(AgendaItem.objects.filter(concerns__in=[self.recruit.person_id]).order_by("-pk")[:12])
        item = random.choice(items) if items else None
        dated = {"happened_on": day}
        signer = random.choice(self.world.house.people[:2])
        brought = random.choice([None, day, later(day, -12)])
        him = {
            "person": self.recruit.person,
            "name": "",
            "sex": "male",
            "birth_on": date(1990, 2, 28),
            "department": "",
        }
        table: dict[str, dict[str, Any]] = {
            "receive_application": application(day, person=self.recruit.person, name=""),
            "move_in": {**him, "moved_on": day, "from_organ": "某支部", "received_on": later(day, -13),
                        "activist_on": brought, "papers": "材料", "paper": None},
            "record_talk": {**dated, "talker": one, "text": "谈话"},
            "recommend": {**dated, "source": "member_recommendation", "text": "推荐"},
            "fix_activist": {"decision": item},
            "name_mentor": {**dated, "mentor": one},
            "end_mentorship": {"mentor": one, "until": day},
            "inspect": {**dated, "finding": "良好", "problems": random.choice(["", "不足"]), "measures": ""},
            "record_opinion": {**dated, "source": random.choice(["mentors", "members", "masses"]), "text": "同意",
                               "favourable": agreed},
            "agree_listing": {"decision": item},
            "record_public_notice": {**dated, "since": dated["happened_on"] - timedelta(days=6), "text": "无异议"},
            "name_sponsor": {**dated, "sponsor": one, "named_by_branch": agreed},
            "begin_review": {},
            "write_review": written(attitude=random.choice(["拥护", " "])),
            "conclude_review": {"conclusion": random.choice(["passed", "passed", "failed"]), "concluded_on": day},
            "record_training": {**dated, "organ": "机关党委", "days": random.choice([2, 3]),
                                "hours": random.choice([23, 24, None])},
            "record_examination": {"decision": item},
            "write_sponsor_opinion": {**dated, "sponsor": one, "text": "同意", "favourable": agreed},
            "hear_candidate": {"parts": REPORTED, "text": "汇报"},
            "hear_sponsor": {"sponsor": one, "text": "介绍", "favourable": agreed},
            "hear_committee": {"text": "审查情况"},
            "mentor_report": {**dated, "text": "汇报"}, "hand_in_thought_report": {**dated, "text": "汇报"},
            "explain_gap": {"steps": ["talk"], "text": "说明"},
            "adopt_resolution": {"decision": item, "main_conduct": "表现", "signed_by": signer},
            "record_superior_talk": {**dated, "organ": "机关党委", "text": "同意"},
            "admit": {}, "settle_outcome": {},
            "record_refusal": {"told_on": day, "text": "告知"},
            "refuse_outcome": {"told_on": day, "text": "告知"},
            "record_oath": {**dated, "organ": "机关党委", "text": "会议室"},
            "inspect_probation": {**dated, "source": "practice", "text": "锻炼"},
            "apply_for_conversion": {**dated, "text": "申请"},
            "record_conversion_opinion": {**dated, "source": random.choice(["members", "masses"]), "text": "同意",
                                          "favourable": agreed},
            "record_conversion_examination": {"decision": item},
            "adopt_outcome": {"decision": item, "ground": "依据", "months": random.choice([None, 5, 6, 12, 13]),
                              "signed_by": signer},
            "hand_over": {**dated, "organ": "人事培训处", "papers": random.choice([FIVE, FIVE[1:]])},
            "stop_training": {"decision": item, "reason": "停止"},
            "note_leaving": {"leaving_on": day},
            "move_out": {**dated, "organ": "某支部", "text": "材料"},
            "withdraw_record": {"reason": "登记有误"},
        }  # fmt: skip
        return table.get(verb, dated)

    # What stands beside the steps

    def stop(self) -> None:
        """The committee stops his training."""
        assert self.recruit is not None
        facts = Facts(self.recruit)
        since = facts.person.candidate_on or facts.person.activist_on or facts.recruit.received_on
        decision = self.decided("committee", (Matter.OTHER,), since) or self.hold("committee", Matter.OTHER)
        if decision is not None:
            self.act("stop_training", decision=decision, reason="本人申请")

    def leave(self) -> None:
        self.act("move_out", self.day, organ="某支部", text="材料")

    def come(self, months: int) -> None:
        """He comes, or comes back, with a time of training that runs on."""
        assert self.recruit is not None
        him = Person.objects.get(pk=self.recruit.person_id)
        given = {
            "person": him, "name": "", "sex": "male", "birth_on": date(1990, 2, 28), "department": "", "paper": None,
            "moved_on": self.day, "from_organ": "某支部", "received_on": later(self.day, -months - 1), "papers": "材料",
            "activist_on": later(self.day, -months), "by": self.world.secretary, "at": self.now,
        }  # fmt: skip
        self.attempt("move_in", lambda: actions.move_in(self.world.house.branch, **given))

    def another_mentor(self) -> None:
        """One of his mentors is relieved, and another one named, tomorrow and for today."""
        assert self.recruit is not None
        row = Mentorship.objects.filter(person=self.recruit.person_id, until=None).first()
        if row is not None:
            self.act("end_mentorship", mentor=row.mentor, until=self.day + timedelta(days=1))
        self.act("name_mentor", self.day, mentor=self.world.house.people[4])


def related(world: World, him: Person) -> None:
    """One of the branch is his uncle."""
    Kinship.objects.create(person=him, kin=world.relative, relation="叔侄")
