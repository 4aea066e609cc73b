"""Ballot boxes at the stage a test begins from: permitted, prepared, open; and the codes of their slips."""

from datetime import timedelta

from meetings.ballots import actions
from meetings.ballots.box import WHOLE, Share, code_of, new_key, split
from meetings.ballots.models import BallotBox, BallotPermission
from meetings.models import AgendaItem
from tests.factories.branch import BranchFactory
from tests.factories.meeting import BEGINS, agenda_item, general_meeting, present

AT = BEGINS + timedelta(minutes=30)


def permit(house: BranchFactory) -> BallotPermission:
    return BallotPermission.objects.create(
        organization=house.branch,
        number="信党〔2026〕1号",
        permitted_on=BEGINS.date() - timedelta(days=60),
        permitted_by="上级",
        permitted_online_by=house.superior_officer,
    )


def item_for_ballot(house: BranchFactory, voters: int, **fields: object) -> AgendaItem:
    """An item of an open general meeting with so many voters signed in; the first of them is in the chair."""
    item = agenda_item(general_meeting(house), **fields)
    present(item.meeting, voters)
    return item


class Poll:
    """One box and the codes on its slips, as its holders have them in hand."""

    def __init__(
        self, house: BranchFactory, item: AgendaItem, keeping: str = BallotBox.Keeping.SLIPS, **inputs: object
    ) -> None:
        self.house, self.item = house, item
        self.key = new_key()
        given = {"scrutineer": house.people[1], "teller": house.people[2], **inputs}
        self.box = actions.prepare_box(item, key=self.key, keeping=keeping, by=house.secretary, at=AT, **given)
        shares = [Share(WHOLE, self.key)] if keeping == BallotBox.Keeping.FILE else split(self.key)
        self.codes = [code_of(share, self.box.uid.bytes) for share in shares]

    @property
    def numbers(self) -> list[str]:
        return self.box.slip_numbers.split()

    def open(self) -> "Poll":
        actions.open_box(self.box, numbers=self.numbers, by=self.house.secretary, at=AT)
        return self

    def close(self, codes: list[str] | None = None, wait_no_longer: bool = True) -> object:
        codes = codes or self.codes[:2]
        inputs = {"codes": codes, "wait_no_longer": wait_no_longer}
        return actions.close_box(self.box, by=self.house.secretary, at=AT + timedelta(minutes=5), **inputs)

    def abort(self, reason: str = "密钥条遗失") -> BallotBox:
        return actions.abort_box(self.box, reason=reason, by=self.house.secretary, at=AT + timedelta(minutes=5))


def open_poll(house: BranchFactory, voters: int, **fields: object) -> Poll:
    """A permitted branch's box that is open to the first `voters` of its people."""
    if not BallotPermission.objects.filter(organization=house.branch).exists():
        permit(house)
    return Poll(house, item_for_ballot(house, voters, **fields)).open()
