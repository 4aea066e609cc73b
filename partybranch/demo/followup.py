"""The demo branch's annual plan, a superior's document, and resolutions followed up to their end."""

from datetime import date, timedelta

from archives.actions import register_document
from archives.models import IncomingDocument
from meetings.actions import plans, resolutions
from meetings.models import Matter, Meeting, Resolution, YearPlan
from partybranch.demo.builder import House, Item, moment
from rulebook.clock import standing_at

PLAN = Item(Matter.ANNUAL_PLAN, "研究年度工作计划", in_favour=4)
TEXT = "一、抓好理论学习；二、规范“三会一课”；三、做好发展党员工作；四、联系服务群众。"


def put_annual_plan_into_effect(house: House, studied: Meeting) -> YearPlan:
    """The annual plan that this meeting of the committee has studied, in effect from the day after."""
    at, by = moment(studied.held_on + timedelta(days=1), "09:00"), house.secretary
    with standing_at(at):
        draft = plans.draft_plan(
            house.branch, kind=YearPlan.Kind.ANNUAL, year=studied.held_on.year, text=TEXT, by=by, at=at
        )
        decision = studied.items.get(matter=Matter.ANNUAL_PLAN)
        return plans.put_plan_into_effect(draft, decision=decision, by=by, at=at)


def receive_document(house: House, on: date) -> IncomingDocument:
    """A document of the superior that the committee has to study."""
    at = moment(on, "10:00")
    with standing_at(at):
        return register_document(
            house.branch,
            source=IncomingDocument.Source.SUPERIOR,
            issuer="机关党委",
            number=f"机党〔{on.year}〕3号",
            title="关于加强党员理论学习的通知",
            received_on=on,
            to_implement=True,
            by=house.secretary,
            at=at,
        )


def study(document: IncomingDocument) -> Item:
    """The item of the committee's agenda on which it is studied."""
    return Item(
        Matter.IMPLEMENT_SUPERIOR,
        f"研究贯彻落实《{document.title}》",
        in_favour=4,
        resolution="每月安排一次集中学习，学习情况按季度通报。",
        document=document,
    )


def follow_up(house: House, today: date) -> None:
    """What was resolved more than two months ago is done; the document's resolution was owned by a commissioner."""
    owner, by = house.person("王建业"), house.secretary
    for resolution in Resolution.objects.of(house.branch).unfinished().select_related("item__meeting"):
        resolved_on = resolution.item.meeting.held_on
        done_on = resolved_on + timedelta(days=45)
        if done_on >= today:
            continue
        with standing_at(moment(done_on, "17:00")):
            if resolution.item.implements_id:
                at = moment(resolved_on + timedelta(days=1), "09:00")
                due_on = done_on + timedelta(days=5)
                resolutions.assign_owner(resolution, owner=owner, due_on=due_on, by=by, at=at)
                resolutions.record_progress(
                    resolution, happened_on=resolved_on + timedelta(days=20), text="学习安排已印发，已集中学习一次。",
                    by=owner.user, at=moment(resolved_on + timedelta(days=20), "16:00"),
                )  # fmt: skip
            resolutions.finish_resolution(
                resolution, done_on=done_on, text="已落实。", by=by, at=moment(done_on, "16:30")
            )
