"""The branch's own printed text: uploaded, looked through, taken into force."""

from datetime import date, datetime

from accounts.models import Organization, User
from rulebook import rules
from rulebook.kernel import action
from rulebook.models import RulebookPassage, RulebookText
from rulebook.text import Reading

BATCH = 1000


@action(rules.differs_from_the_last_version, label="上传制度汇编")
def upload_text(
    organization: Organization, *, name: str, source_digest: str, reading: Reading, by: User, at: datetime
) -> RulebookText:
    """The text waits to be looked through, in place of one that waited before; nothing of it is shown to members."""
    organization.rulebook_texts.filter(number__isnull=True).delete()
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
