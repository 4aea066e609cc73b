"""The branch's own printed text taken into force, lapses explained, mail that did not arrive sent again."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import Organization, User
from rulebook import clock, rules
from rulebook.kernel import action
from rulebook.models import Choice, Explanation, LedgerExport, Reminder, RulebookPassage, RulebookText
from rulebook.text import Reading

BATCH = 1000


@action(rules.differs_from_the_last_version, label="上传制度汇编")
def upload_text(
    organization: Organization, *, name: str, source_digest: str, reading: Reading, by: User, at: datetime
) -> RulebookText:
    """The text waits to be looked through, in place of one that waited before; nothing of it is shown to members."""
    organization.rulebook_texts.waiting().delete()
    text = RulebookText.objects.create(
        organization=organization,
        name=name,
        source_digest=source_digest,
        problems=reading.problems,
        uploaded_by=by,
        uploaded_at=at,
    )
    RulebookPassage.objects.bulk_create(
        [
            RulebookPassage(
                text=text,
                position=position,
                chapter=passage.chapter,
                label=passage.label,
                paragraph=passage.paragraph,
                body=passage.body,
            )
            for position, passage in enumerate(reading.passages)
        ],
        batch_size=BATCH,
    )
    return text


@action(rules.waits_to_be_adopted, rules.is_the_whole_text, rules.follows_the_version_before, label="启用制度汇编")
def adopt_text(text: RulebookText, *, effective_on: date, by: User, at: datetime) -> RulebookText:
    """The text is the organization's next version; from that day its words stand behind the clauses."""
    last = text.organization.rulebook_texts.adopted().order_by("-number").first()
    text.number = (last.number or 0) + 1 if last else 1
    text.effective_on, text.adopted_at = effective_on, at
    text.save()
    return text


@action(rules.answer_is_offered, label="设定")
def choose(
    organization: Organization, *, name: str, value: str, since: date, reason: str, by: User, at: datetime
) -> Choice:
    """The branch goes by this reading from that day; meetings before it stay judged by the one before."""
    choice, _ = Choice.objects.update_or_create(
        organization=organization, name=name, since=since, defaults={"value": value, "reason": reason}
    )
    return choice


@action(rules.is_a_lapse, rules.explanation_is_new, label="说明缺漏原因")
def explain_lapse(
    organization: Organization, *, duty: str, subject_id: int, since: date, text: str, by: User, at: datetime
) -> Explanation:
    """The lapse stands on the ledger as explained; a wording given before stays, amended by this one."""
    return Explanation.objects.create(
        organization=organization,
        duty=duty,
        subject_id=subject_id,
        since=since,
        text=text,
        written_on=timezone.localdate(at),
        amends=Explanation.objects.of_lapse(organization, duty, subject_id, since).last(),
    )


@action(rules.some_mail_was_given_up, label="重新发送")
def send_again(organization: Organization, *, by: User, at: datetime) -> None:
    """All mail of the organization that was given up waits to be sent as if it had never been tried."""
    Reminder.objects.filter(organization=organization, state=Reminder.State.GIVEN_UP).update(
        state=Reminder.State.PENDING, tries=0, try_at=clock.now(), error=""
    )


@action(label="导出台账")
def export_ledger(
    organization: Organization, *, year: int, day: date, rows: int, by: User, at: datetime
) -> LedgerExport:
    """It is on record that the year's ledger, as of that day, left the program with so many rows."""
    return LedgerExport.objects.create(organization=organization, year=year, on=day, rows=rows, exported_at=at)
