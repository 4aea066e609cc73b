"""The demo branch's commendations: last year's two titles awarded and made public, this year's at different stages."""

from datetime import date, timedelta
from typing import Any

from meetings.models import AgendaItem, Matter, Meeting
from members.models import Person
from partybranch.demo.builder import House, Item, hold_committee, hold_general, moment, workday
from points import actions
from points.models import AwardRound, Nomination
from points.rules.commendations import Check
from rulebook.clock import standing_at

CRITERIA = {
    AwardRound.Title.MEMBER: [
        "政治坚定，带头学习党的创新理论",
        "作风务实，在本职岗位上起先锋模范作用",
        "遵守纪律，群众评价好",
    ],
    AwardRound.Title.WORKER: ["热爱党务工作，熟悉业务", "按时完成承担的党务工作", "服务党员，群众评价好"],
}
MERITS = {
    "方立新": "带头完成网络改造，全年参加抢修二十余次，主动辅导新同事。",
    "阿依古丽·买买提": "坚持为老党员送学上门，牵头整理支部资料，受到群众好评。",
    "司马青": "认真组织集体学习和补课，学习记录规范完整。",
    "龙晓鹏": "在重点线路割接中连续值守，提出的巡检办法被采纳。",
    "刘佳怡": "承担宣传工作，全年编发信息三十余篇。",
    "冯志远": "完成通信机房改造任务。",
}
LAST_YEAR = {AwardRound.Title.MEMBER: ["方立新", "阿依古丽·买买提"], AwardRound.Title.WORKER: ["司马青"]}
STUDIED, NOMINATED, WITHDRAWN = "龙晓鹏", "刘佳怡", "冯志远"
NO_COMMITTEE = (5, 8)  # the months whose missing committee meeting the demo year explains or shows


def commend(house: House, today: date) -> None:
    """Last year's awards in its last days; this year's once there has been a committee meeting to study them."""
    award_last_year(house, today.year - 1)
    days = [workday(date(today.year, month, 23)) for month in range(2, 13) if month not in NO_COMMITTEE]
    past = [day for day in days if day < today]
    if past:
        begin_this_year(house, past[-1])


def done(house: House, verb: str, subject: Any, on: date, **inputs: Any) -> Any:
    """The secretary's act at noon of that day."""
    at = moment(on, "12:00")
    with standing_at(at):
        return getattr(actions, verb)(subject, by=house.secretary, at=at, **inputs)


def begin_round(house: House, title: str, on: date, places: int) -> AwardRound:
    return done(
        house, "open_round", house.branch, on, year=on.year, title=title, opened_on=on, places=places,
        criteria=CRITERIA[AwardRound.Title(title)],
    )  # fmt: skip


def put_forward(house: House, award: AwardRound, name: str, on: date) -> Nomination:
    checks = [Check(criterion, True, "支部日常了解") for criterion in award.criteria.all()]
    return done(
        house, "nominate", award, on, person=house.person(name), merits=MERITS[name], nominated_on=on, checks=checks
    )


def item_on(person: Person) -> Item:
    return Item(Matter.COMMENDATION, f"研究{person.name}评优", in_favour=15, concerns=person)


def decision_on(person: Person, kind: str) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting__kind=kind, concerns=person, matter=Matter.COMMENDATION)
    return items.latest("meeting__held_on")


def award_last_year(house: House, year: int) -> None:
    """Opened on the 2nd of December, decided by the meeting of the 18th or so, made public before the year ended."""
    opened_on, met_on = date(year, 12, 2), workday(date(year, 12, 18))
    rounds = {title: begin_round(house, title, opened_on, len(names)) for title, names in LAST_YEAR.items()}
    found = {
        name: put_forward(house, rounds[title], name, opened_on) for title, names in LAST_YEAR.items() for name in names
    }
    items = [item_on(nomination.person) for nomination in found.values()]
    hold_general(house, met_on, f"{year}年评优表彰党员大会", items, prepared=items)
    since, until = met_on + timedelta(days=1), met_on + timedelta(days=7)
    for nomination in found.values():
        person = nomination.person
        done(house, "study_nomination", nomination, met_on, decision=decision_on(person, Meeting.Kind.COMMITTEE))
        done(house, "adopt_nomination", nomination, met_on, decision=decision_on(person, Meeting.Kind.GENERAL))
        done(house, "give_notice", nomination, since, since=since, until=until)
        confirmed_on = until + timedelta(days=1)
        done(house, "confirm_award", nomination, confirmed_on, confirmed_on=confirmed_on)
    for award in rounds.values():
        out_on = until + timedelta(days=2)
        done(house, "publish_awards", award, out_on, published_on=out_on)
        done(house, "conclude_round", award, out_on, concluded_on=out_on, note="")


def begin_this_year(house: House, met_on: date) -> None:
    """One studied by the committee, one nominated, one withdrawn; the other title is not begun yet."""
    opened_on = met_on - timedelta(days=10)
    award = begin_round(house, AwardRound.Title.MEMBER, opened_on, 2)
    studied, _, withdrawn = (put_forward(house, award, name, opened_on) for name in (STUDIED, NOMINATED, WITHDRAWN))
    done(house, "withdraw_nomination", withdrawn, opened_on + timedelta(days=1), reason="本人主动放弃，推荐其他同志")
    hold_committee(house, met_on, [item_on(studied.person)])
    decision = decision_on(studied.person, Meeting.Kind.COMMITTEE)
    done(house, "study_nomination", studied, met_on, decision=decision)
