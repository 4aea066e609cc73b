"""What should be in the outbox against what is there.

A duty calls at three points: some days before its end, on its last day, and when it was missed. Reconciling
compares the statuses of a day with the rows that exist, so a run left out is made up for by the next, and a run
too many adds nothing: the database holds each reminder once. A message about an act (`notify`) is written with the
act itself. Nothing is queued for later; what is due is found anew each time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import Organization, User
from rulebook import clock
from rulebook.freshness import refresh
from rulebook.kernel import DUTIES, Duty
from rulebook.ledger import Statement, compiled, compose, day, joined
from rulebook.models import DutyStatus, Reminder
from rulebook.periods import Period, Span, add_months, name_of, spans_of_year

Holders = Callable[[date], QuerySet[Any, tuple[Any, ...]]]
Stage, State, Channel = Reminder.Stage, Reminder.State, Reminder.Channel

MARK_DAY = {Period.MONTH: 20, Period.QUARTER: 10, Period.HALF_YEAR: 1, Period.YEAR: 1}  # of the period's last month
DEADLINE_DAYS = 7  # the days before a due day in which it calls, unless the duty says otherwise
RECENT = timedelta(days=31)  # an older lapse is told of by the ledger alone

_holders: list[Holders] = []


def finds_holders(function: Holders) -> Holders:
    """Registers the query of who holds posts on a day.

    Its rows: organization id, post, whether the post leads the organization, user id, mail address.
    """
    _holders.append(function)
    return function


@dataclass(frozen=True)
class Call:
    """What is said, that day, of a duty's period or due day beginning with `since`."""

    since: date
    stage: str
    title: str
    text: str


def calls(duty: Duty, on: date) -> list[Call]:
    """The periods or due days the duty calls for on that day, each at the stage it has reached."""
    if duty.is_deadline:
        days = range(-RECENT.days, (duty.early or DEADLINE_DAYS) + 1)
        dues = (on + timedelta(days=number) for number in days)
        return [call(duty, Span(due, due + timedelta(days=1)), on, f"{due.month}月{due.day}日前") for due in dues]
    period = duty.clause.cadence.period
    years = {on.year, (on - RECENT).year}
    spans = [span for year in sorted(years) for span in spans_of_year(year, period)]
    return [
        call(duty, span, on, name_of(span, period))
        for span in spans
        if mark(duty, span) <= on <= span.last_day + RECENT
    ]


def mark(duty: Duty, span: Span) -> date:
    """The first day on which the period calls: a day of its last month, named by a clause (1.4.1b: the 10th)."""
    named = [clause.raw["remind_from_day"] for clause in duty.clauses if "remind_from_day" in clause.raw]
    number = named[0] if named else MARK_DAY[duty.clause.cadence.period]
    return add_months(span.until, -1).replace(day=number)


def call(duty: Duty, span: Span, on: date, name: str) -> Call:
    last, clause = span.last_day, duty.clause
    said = f"{clause.zh}（{clause.cite}）"
    if on > last:
        text = f"{name}没有按期完成。{said}已经错过的不能补成按期，请在台账写明原因，并尽早办理下一次。"
        return Call(span.since, Stage.AFTER.value, f"{duty.title}：{name}缺漏", text)
    if on == last:
        return Call(span.since, Stage.AT.value, f"{duty.title}：今天到期", f"{name}的今天到期，还没有完成。{said}")
    text = f"{name}的还没有完成，请在{last.month}月{last.day}日前办理。{said}"
    return Call(span.since, Stage.BEFORE.value, f"{duty.title}：{name}将到期", text)


OUTBOX = Reminder._meta.db_table
COLUMNS = (
    "organization_id, cause, subject_id, occasion, stage, recipient_id, channel, title, text, url, created_at, state, "
    "tries, try_at, sent_at, read_at, error"
)
ON_CONFLICT = "ON CONFLICT DO NOTHING"
RECONCILE = f"""
INSERT INTO {OUTBOX} ({COLUMNS}) SELECT {COLUMNS} FROM (
    WITH call(since, stage, title, text) AS (VALUES {{calls}}),
         holder(organization_id, post, leads, user_id, address) AS ({{holders}}),
         channel(name, state) AS (VALUES ('inbox', 'sent'), ('mail', 'pending'))
    SELECT s.organization_id, s.duty AS cause, s.subject_id, CAST(s.since AS text) AS occasion, c.stage,
           h.user_id AS recipient_id, t.name AS channel, c.title, c.text, {{url}} AS url, {{now}} AS created_at,
           t.state, 0 AS tries, CASE WHEN t.name = 'mail' THEN {{now}} END AS try_at,
           CASE WHEN t.name = 'inbox' THEN {{now}} END AS sent_at, {{never}} AS read_at, '' AS error
    FROM {DutyStatus._meta.db_table} s
    JOIN call c ON c.since = s.since
    JOIN holder h ON {{seat}} AND (h.post = {{post}} OR h.leads)
    JOIN channel t ON t.name = 'inbox' OR h.address <> ''
    WHERE s.duty = {{duty}} AND s.state IN ('due', 'missed') AND s.done_on IS NULL
) AS called WHERE true {{on_conflict}}
"""


def reconcile(on: date) -> int:
    """Every reminder that should exist on that day does; returns how many were missing. One statement a duty."""
    refresh(on)
    return sum(reconciled(duty, on) for duty in DUTIES.values())


def reconciled(duty: Duty, on: date) -> int:
    """Its post's holders are reminded: in the organization that owes it, and in another that is its subject.

    What is nobody's to see to but the subject's own has no post.

    Whom the duty tells besides is reminded of the subject itself, and led to its page.
    """
    called = calls(duty, on)
    if not called:
        return 0
    seats = ["h.organization_id = s.organization_id"] if duty.post else []
    if duty.subject is Organization:
        seats.append("h.organization_id = s.subject_id AND s.subject_id <> s.organization_id")
    found = joined((compiled(find(on)) for find in _holders), " UNION ALL ")
    written = sum(reconciled_at(seat, duty, called, found, Statement("''")) for seat in seats)
    if duty.told is not None:
        before, after = reverse(duty.told.page, args=[0]).rsplit("0", 1)
        page = Statement("%s || CAST(s.subject_id AS text) || %s", (before, after))
        told = compiled(duty.told.by(on))
        written += reconciled_at("h.organization_id = s.subject_id", duty, called, told, page)
    return written


def reconciled_at(seat: str, duty: Duty, called: list[Call], holders: Statement, url: Statement) -> int:
    is_postgres = connection.vendor == "postgresql"
    now = connection.ops.adapt_datetimefield_value(clock.now())
    return compose(
        RECONCILE,
        calls=joined((row_of(one) for one in called), ", "),
        holders=holders,
        url=url,
        now=Statement("CAST(%s AS timestamptz)" if is_postgres else "%s", (now,)),
        never=Statement("CAST(NULL AS timestamptz)" if is_postgres else "NULL"),
        seat=Statement(seat),
        post=Statement("%s", (duty.post,)),
        duty=Statement("%s", (duty.clause.id,)),
        on_conflict=Statement(ON_CONFLICT),
    ).write()


def row_of(one: Call) -> Statement:
    said = [Statement("%s", (word,)) for word in (one.stage, one.title, one.text)]
    return compose("({row})", row=joined([day(one.since), *said], ", "))


@dataclass(frozen=True)
class Message:
    """What is told of an act. `title` names nobody: it is the subject of the mail; `details` stay in the program."""

    title: str
    text: str
    url: str
    details: str = ""


def notify(
    subject: Model,
    cause: str,
    occasion: str,
    recipients: QuerySet[Any, Any] | Iterable[int],
    message: Message,
) -> None:
    """Each of these users has the message in the inbox and, with an address, a mail to be sent.

    To be called within the act, so that the act and what is told of it are saved together. `cause` and `occasion`
    tell this telling from any other about the subject: telling it again adds nothing.
    """
    now = clock.now()
    common = {
        "organization": subject.organization,  # type: ignore[attr-defined]
        "cause": cause,
        "subject_id": subject.pk,
        "occasion": occasion,
        "stage": Stage.EVENT,
        "title": message.title,
        "url": message.url,
        "created_at": now,
    }
    full = f"{message.text}\n{message.details}".strip()
    rows = []
    for user, address in User.objects.filter(pk__in=recipients, is_active=True).values_list("pk", "email"):
        common["recipient_id"] = user
        rows.append(Reminder(channel=Channel.INBOX, text=full, state=State.SENT, sent_at=now, **common))
        if address:
            rows.append(Reminder(channel=Channel.MAIL, text=message.text, try_at=now, **common))
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
