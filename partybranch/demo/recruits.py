"""The demo branch's people on the way into the Party, one at every stage, by the acts of chapter 13.

Six come in with the roster, with what it dates and gaps for the rest; one applies five weeks before today.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from archives.actions import decide, forward
from meetings.models import AgendaItem, Matter, Meeting
from members import actions as people
from members.models import Person
from members.posts import Post
from partybranch.demo.builder import House, Item, entered, moment
from recruitment import actions
from recruitment.journey import journey_of
from recruitment.models import Record, Recruit
from recruitment.rules.admission import REPORTED
from recruitment.rules.probation import PAPERS
from rulebook.clock import standing_at
from rulebook.printing import to_pdf

WHY = "启用本系统以前由支部办理，纸质材料存支部档案柜，未逐项录入。"
FOUND = {
    "attitude": "拥护党的理论和路线、方针、政策。", "history": "清楚，没有参加过非法组织。",
    "conduct": "遵纪守法，遵守社会公德。", "relations": "直系亲属和主要社会关系政治情况清楚。",
    "talked": True, "consulted_files": True, "asked_people": True, "wrote_letters": True, "went_there": False,
    "clear_reason": "",
}  # fmt: skip
AWAITS, TRAINED, TAUGHT, ASKED, SWORN, ENDING, NEW = "郑思远", "许诺", "何一鸣", "秦朗", "周子涵", "吴昊", "沈知行"
Days = Iterator[date]


class Way:
    """One person's steps, each taken on the day that has come."""

    def __init__(self, house: House, officer: User, name: str) -> None:
        self.house, self.officer, self.name = house, officer, name
        self.day = date.min

    @property
    def recruit(self) -> Recruit:
        return Recruit.objects.select_related("person", "organization").get(person__name=self.name)

    def act(self, verb: str, **inputs: Any) -> Any:
        by = inputs.pop("by", self.house.secretary)
        return getattr(actions, verb)(self.recruit, by=by, at=moment(self.day, "09:30"), **inputs)

    def on(self, verb: str, **inputs: Any) -> Any:
        return self.act(verb, happened_on=inputs.pop("happened_on", self.day), **inputs)

    def explain(self) -> None:
        """Every gap at once."""
        gaps = journey_of(self.recruit, self.day).open_gaps
        self.act("explain_gap", steps=[step.key.value for step in gaps], text=WHY)

    def hear(self, verb: str, *sources: str) -> None:
        for source in sources:
            self.on(verb, source=source, text="表现较好，同意。", favourable=True)

    def inspect(self, happened_on: date | None = None) -> None:
        finding = "思想要求进步，工作认真，能参加支部组织的活动。"
        self.on("inspect", happened_on=happened_on or self.day, finding=finding, problems="", measures="")

    def replied(self, record: Record) -> None:
        """Looked through by 党总支 and agreed to by 机关党委."""
        assert record.submission is not None
        at, number = moment(self.day, "15:00"), f"机党〔{self.day.year}〕发{record.pk}号"
        forward(record.submission, note="同意上报。", by=self.house.officer, at=at)
        decide(record.submission, decision="approved", note="", number=number, by=self.officer, at=at)

    def decided(self, matter: str, kind: str) -> AgendaItem:
        items = AgendaItem.objects.select_related("meeting").filter(meeting__kind=kind, concerns=self.recruit.person)
        return items.filter(matter=matter).latest("meeting__held_on")

    def approved_as_probationary(self, approved_on: date) -> None:
        """The roster does not say when the superior approved; the reply in the files does."""
        person = self.recruit.person
        given = {name: getattr(person, name) for name in ("applied_on", "activist_on", "candidate_on", "admitted_on")}
        people.record_dates(
            person, **given, approved_on=approved_on, full_on=None, ground="机关党委批复",
            by=self.house.secretary, at=moment(self.day, "09:00"),
        )  # fmt: skip


def awaiting_approval(way: Way, year: int) -> Days:
    """A candidate of the roster who passes review, training and pre-review; his dossier lies with the superior."""
    sponsors = [way.house.person(name) for name in ("王建业", "方立新")]
    yield date(year - 1, 12, 4)
    way.explain()
    for happened_on in (date(2025, 1, 10), date(2025, 7, 11)):
        way.inspect(happened_on)
    yield date(year, 1, 14)
    for sponsor in sponsors:
        way.on("name_sponsor", sponsor=sponsor, named_by_branch=False)
    way.inspect()
    yield date(year, 3, 18)
    review(way)
    yield date(year, 5, 22)
    way.on("record_training", organ="机关党委党校", days=3, hours=None)
    yield date(year, 7, 13)
    way.act("record_examination", decision=way.decided(Matter.ADMISSION, Meeting.Kind.COMMITTEE))
    request = way.on("request_pre_review")
    way.inspect()
    yield date(year, 9, 1)
    way.replied(request)
    yield date(year, 9, 7)
    way.on("hand_out_form")
    for sponsor in sponsors:
        way.on("write_sponsor_opinion", sponsor=sponsor, text="经培养考察，同意介绍其入党。", favourable=True)
    yield date(year, 9, 30)
    decision = way.decided(Matter.ADMISSION, Meeting.Kind.GENERAL)
    conduct = "政治立场坚定，工作表现突出，群众基础较好。"
    way.act("adopt_resolution", decision=decision, main_conduct=conduct, signed_by=way.house.secretary.person)
    way.on("enter_resolution")
    way.on("send_dossier")


def review(way: Way) -> None:
    by, at = way.house.secretary, moment(way.day, "14:00")
    made = way.act("begin_review")
    actions.write_review(made, **FOUND, by=by, at=at)
    actions.conclude_review(made, conclusion="passed", concluded_on=way.day, by=by, at=at)


def heard_in_meeting(item: AgendaItem, at: Any) -> None:
    """The first three steps of an admission: the candidate, his sponsors, the committee."""
    recruit = Recruit.objects.select_related("person", "organization").get(person=item.concerns)
    secretary = item.meeting.chair.user
    actions.hear_candidate(recruit, parts=list(REPORTED), text="汇报了本人情况。", by=secretary, at=at)
    for record in journey_of(recruit, timezone.localdate(at)).sponsors:
        actions.hear_sponsor(
            recruit, sponsor=record.person, text="介绍情况，同意接收。", favourable=True, by=secretary, at=at
        )
    actions.hear_committee(recruit, text="支委会审查合格，机关党委预审合格。", by=secretary, at=at)


def candidate_in_training(way: Way, year: int) -> Days:
    """An activist of the roster who becomes a candidate in spring; her review and training are done."""
    yield date(year - 1, 12, 4)
    way.explain()
    way.inspect(date(2025, 9, 19))
    filing = way.on("file_activist")
    yield date(year - 1, 12, 22)
    way.replied(filing)
    yield date(year, 3, 19)
    way.inspect()
    yield date(year, 3, 25)
    way.hear("record_opinion", "mentors", "members", "masses")
    yield date(year, 4, 15)
    way.act("agree_listing", decision=way.decided(Matter.CANDIDATE, Meeting.Kind.COMMITTEE))
    yield date(year, 4, 24)
    way.on("record_public_notice", since=way.day - timedelta(days=6), text="公示期间没有收到不同意见。")
    listing = way.on("file_listing")
    yield date(year, 5, 12)
    way.replied(listing)
    way.on("list_candidate")
    yield date(year, 5, 20)
    for name in ("司马青", "刘佳怡"):
        way.on("name_sponsor", sponsor=way.house.person(name), named_by_branch=False)
    yield date(year, 7, 15)
    review(way)
    yield date(year, 7, 24)
    way.on("record_training", organ="机关党委党校", days=None, hours=24)
    yield date(year, 9, 16)
    way.inspect()
    way.on("hand_in_thought_report", text="学习党章的体会。", by=way.recruit.person.user)


def activist(way: Way, year: int) -> Days:
    """Fixed shortly before the roster came; he is inspected in time, the next time at the end of November."""
    yield date(year - 1, 12, 5)
    way.explain()
    way.inspect()
    filing = way.on("file_activist")
    yield date(year - 1, 12, 22)
    way.replied(filing)
    yield date(year, 5, 29)
    way.inspect()
    way.on("mentor_report", text="工作踏实，理论学习还要加强。", by=way.house.person("魏长征").user)


def applicant(way: Way, year: int) -> Days:
    """Talked with late, and recommended since."""
    yield date(year - 1, 12, 8)
    way.on("record_talk", talker=way.house.person("王建业"), text="了解了本人经历、家庭情况和入党动机。")
    yield date(year, 10, 20)
    way.on("recommend", source="member_recommendation", text="党员推荐，多数同意。")


def finished(way: Way, year: int) -> Days:
    """A probationary member of the roster who is converted in time; his papers are in the personal file."""
    yield date(year - 1, 12, 9)
    way.approved_as_probationary(date(2025, 9, 10))
    way.explain()
    way.on("record_oath", organ="机关党委", text="省局报告厅")
    yield date(year, 2, 25)
    way.on("inspect_probation", source="organisational_life", text="按时参加组织生活，履行党员义务。")
    yield date(year, 6, 3)
    way.on("apply_for_conversion", text="申请按期转为正式党员。", by=way.recruit.person.user)
    yield date(year, 6, 10)
    way.hear("record_conversion_opinion", "members", "masses")
    yield date(year, 6, 30)
    examined = way.decided(Matter.CONVERSION, Meeting.Kind.COMMITTEE)
    way.act("record_conversion_examination", decision=examined)
    decision = way.decided(Matter.CONVERSION, Meeting.Kind.GENERAL)
    signed_by = way.house.secretary.person
    way.act("adopt_outcome", decision=decision, ground="认真履行党员义务。", months=None, signed_by=signed_by)
    report = way.on("send_outcome")
    yield date(year, 7, 20)
    way.replied(report)
    way.act("settle_outcome")
    yield date(year, 7, 24)
    way.on("hand_over", organ="人事培训处", papers=list(PAPERS))


def probation_ending(way: Way, year: int) -> Days:
    """A probationary member who has not taken the oath, and has to apply for his conversion now."""
    yield date(year - 1, 12, 9)
    way.approved_as_probationary(date(2025, 12, 1))
    way.explain()
    for day in (date(year, 4, 22), date(year, 9, 23)):
        yield day
        way.on("inspect_probation", source="individual_talks", text="谈心了解思想和工作情况，表现较好。")


class Recruiting:
    """All ways of the demo branch, taken on day by day between its meetings."""

    def __init__(self, house: House, begun_on: date, today: date, password: str | None) -> None:
        self.house, self.today = house, today
        at = moment(begun_on, "11:00")
        with standing_at(at):
            slip = people.register_officer(
                house.committee, username="jiguan", name="邵敏", sex=Person.Sex.FEMALE, post=Post.SUPERIOR_OFFICER,
                since=begun_on, by=house.system, at=at,
            )  # fmt: skip
            self.officer = entered(slip, password)
        told = {
            AWAITS: awaiting_approval, TRAINED: candidate_in_training, TAUGHT: activist, ASKED: applicant,
            SWORN: finished, ENDING: probation_ending,
        }  # fmt: skip
        self.ways = {name: Way(house, self.officer, name) for name in told}
        self.days = {name: tell(self.ways[name], today.year) for name, tell in told.items()}
        self.next = {name: next(days, None) for name, days in self.days.items()}

    def until(self, day: date) -> None:
        """Every step of the days before this one has been taken."""
        for name, way in self.ways.items():
            while (on := self.next[name]) is not None and on < min(day, self.today):
                way.day = on
                with standing_at(moment(on, "09:30")):
                    self.next[name] = next(self.days[name], None)

    def before_the_committee(self, month: int) -> list[Item]:
        """What its meeting of the month decides on people."""
        if month == 4:
            return [self.item(TRAINED, Matter.CANDIDATE, f"讨论{TRAINED}列为发展对象")]
        return [self.item(AWAITS, Matter.ADMISSION, f"审查发展对象{AWAITS}")] if month == 7 else []

    def prepared_for_members(self, month: int) -> list[Item]:
        """What the committee examines when it settles the agenda of that month's general meeting."""
        return [self.item(SWORN, Matter.CONVERSION, f"审查{SWORN}转正")] if month == 6 else []

    def before_the_members(self, month: int) -> list[Item]:
        """What the general meeting of the month decides on people; the committee has examined them."""
        if month == 6:
            return [self.item(SWORN, Matter.CONVERSION, f"讨论{SWORN}转为正式党员", 16)]
        if month == 9:
            return [self.item(AWAITS, Matter.ADMISSION, f"讨论接收{AWAITS}为预备党员", 17, heard=heard_in_meeting)]
        return []

    def item(self, name: str, matter: str, title: str, in_favour: int = 4, **other: Any) -> Item:
        return Item(matter, title, in_favour=in_favour, concerns=self.house.person(name), **other)

    def receive_new_applicant(self) -> None:
        """Five weeks ago; nobody has talked with him within the month."""
        received_on = self.today - timedelta(days=35)
        at = moment(received_on, "10:00")
        pdf = to_pdf("print/base.html", {"heading": "入党申请书", "signed_by": NEW})
        with standing_at(at):
            actions.receive_application(
                self.house.branch, person=None, name=NEW, sex="male", birth_on=date(2001, 4, 12),
                department="综合科", received_on=received_on, view_of_party=True, motive=True, own_conduct=True,
                paper=SimpleUploadedFile("入党申请书.pdf", pdf, "application/pdf"), by=self.house.secretary, at=at,
            )  # fmt: skip
