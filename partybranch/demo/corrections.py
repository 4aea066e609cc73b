"""Two correction requests of the demo branch: one answered, one that waits for its answer."""

from datetime import date, timedelta

from members.actions import answer_correction, request_correction
from partybranch.demo.builder import House, moment
from rulebook.clock import standing_at


def ask_for_corrections(house: House, today: date) -> None:
    """One was asked a month ago and put right; the other was asked six days ago and is due in four."""
    member, keeper = house.person("孙䶮"), house.person("王建业").user
    asked_on, answered_on, open_since = (today - timedelta(days=days) for days in (33, 30, 6))
    with standing_at(moment(asked_on, "19:20")):
        request = request_correction(
            member, topic="record", about="学历", text="我的学历应为大学，毕业证书已交组织委员核对。",
            by=member.user, at=moment(asked_on, "19:20"),
        )  # fmt: skip
    with standing_at(moment(answered_on, "10:10")):
        answer_correction(
            request, outcome="unchanged", answer="名册登记的就是大学，与毕业证书一致，不需要改动。",
            by=keeper, at=moment(answered_on, "10:10"),
        )  # fmt: skip
    with standing_at(moment(open_since, "20:05")):
        request_correction(
            member, topic="meetings", about="第三季度党员大会的签到", text="当天到会，签到簿上有签字，系统里没有签到。",
            by=member.user, at=moment(open_since, "20:05"),
        )  # fmt: skip
