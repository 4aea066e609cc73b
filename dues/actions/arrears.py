"""A talk with who is behind."""

from datetime import date, datetime

from accounts.models import Organization, User
from dues.models import ArrearsTalk
from dues.rules import arrears
from members.models import Person
from rulebook.kernel import action


@action(arrears.talked_by_today, arrears.owed_that_day, arrears.talked_to_by_another, label="登记教育谈话")
def record_arrears_talk(
    organization: Organization, *, person: Person, held_on: date, note: str, by: User, at: datetime
) -> ArrearsTalk:
    """The talk stands on the ladder of his arrears; it changes nothing of his state."""
    held_by = Person.objects.get(user=by)
    return ArrearsTalk.objects.create(
        organization=organization, person=person, held_on=held_on, held_by=held_by, note=note
    )
