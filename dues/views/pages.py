"""Pages of dues: the overview of a branch, a month, one's own dues, rates, receipts, accounts, spending, imports."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from dues.arrears import arrears
from dues.keeping import keeps, kept_by
from dues.liability import monthly
from dues.models import (
    Account,
    Announcement,
    ArrearsTalk,
    ContributionBase,
    Entry,
    MonthClose,
    MonthDue,
    Payment,
    Posting,
    RateTable,
    Receipt,
    ReceiptBook,
    Reduction,
    Spending,
    YearAccount,
)
from dues.showing import bars_of, explained, months_shown, own_months, years_kept
from dues.yearly import reports_heard, year_figures
from meetings.models import AgendaItem
from members.models import Person
from rulebook import clock
from rulebook.periods import YEARS, add_months
from rulebook.web import numbered


@in_organization("dues.read_own")
def dues(request: Request, organization: Organization) -> HttpResponse:
    """The branch's dues at a glance; who reads which part follows from his posts."""
    today = clock.today()
    reads_sheet = request.user.has_perm("dues.read_sheet", organization)
    years, asked = years_kept(organization, today), numbered(request.GET.get("year", ""))
    year = asked if asked in years else today.year
    context = {
        "organization": organization,
        "today": today,
        "keeps": keeps(request.user, organization),
        "reads_sheet": reads_sheet,
        "sends_up": request.user.has_perm("dues.request_reduction", organization),
        "reads_accounts": request.user.has_perm("dues.read_accounts", organization),
        "table": RateTable.objects.in_force(organization, today),
        "year": year,
        "years_kept": years,
        "months": months_shown(organization, year) if reads_sheet else [],
        "arrears": arrears(organization, today) if reads_sheet else [],
        "talks": request.user.has_perm("dues.record_arrears_talk", organization),
        "years": YearAccount.objects.filter(organization=organization)[:5],
        "reports": reports_heard()
        .filter(meeting__organization=organization)
        .select_related("meeting")
        .annotate(said=Count("remarks"))
        .order_by("-meeting__held_on")[:5],
        "announcements": Announcement.objects.filter(organization=organization)[:5],
    }
    if context["keeps"]:
        context |= waiting_for_the_keeper(organization)
    return render(request, "dues/dues.html", context)


def waiting_for_the_keeper(organization: Organization) -> dict[str, Any]:
    """What he alone reads: how many assessments are to be reported, and what was paid too much by whom."""
    unreported = ContributionBase.objects.filter(organization=organization, reported_on__isnull=True)
    payments = Payment.objects.filter(organization=organization).to_repay().select_related("person")
    return {"unreported": unreported.count(), "to_repay": payments.order_by("paid_on", "pk")}


def month_of(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


@in_organization("dues.read_sheet")
def month(request: Request, organization: Organization, month: str) -> HttpResponse:
    """Who has paid: with sums for the keeper alone."""
    day, today = month_of(month), clock.today()
    shows_sums = keeps(request.user, organization)
    rows = MonthDue.objects.filter(organization=organization, month=day).select_related("person")
    lines = list(rows.order_by("person__pinyin_key", "person", "serial"))
    opened = MonthClose.objects.filter(organization=organization, month=day).first()
    coming = monthly(organization, day) if shows_sums and opened is None else []
    context = {
        "organization": organization,
        "month": day,
        "opened": opened,
        "lines": lines,
        "coming": coming,
        "shows_sums": shows_sums,
        "due": sum(line.amount for line in lines),
        "paid": sum(line.paid for line in lines),
        "open": sum(line.settled_on is None for line in lines),
        "today": today,
        "has_come": day <= today,
        "is_over": add_months(day, 1) <= today,
    }
    return render(request, "dues/month.html", context)


@sees(Person)
def of_person(request: Request, person: Person) -> HttpResponse:
    """What somebody pays and why: for himself and the keeper; nobody else learns that there is such a page."""
    is_own = person.user_id == request.user.pk
    if not is_own and not kept_by(request.user).filter(affiliations__person=person).exists():
        raise Http404
    base = ContributionBase.objects.filter(person=person).in_force(clock.today()).select_related("organization").first()
    context = {
        "person": person,
        "is_own": is_own,
        "base": base,
        "reckoned": explained(person, base, clock.today()),
        "months": own_months(person),
        "payments": Payment.objects.filter(person=person)
        .select_related("receipt", "reversal", "repayment")
        .order_by("-paid_on", "-pk"),
        "talks": ArrearsTalk.objects.visible_to(request.user).filter(person=person).select_related("held_by"),
        "reductions": Reduction.objects.filter(person=person).select_related("submission"),
        "today": clock.today(),
    }
    return render(request, "dues/of_person.html", context)


@sees(MonthDue, "organization")
def month_due(request: Request, month_due: MonthDue) -> HttpResponse:
    """Where a reminder leads: to all the months of who is reminded."""
    return redirect("dues:of_person", month_due.person_id)


@in_organization("dues.read_own")
def rates(request: Request, organization: Organization) -> HttpResponse:
    tables = RateTable.objects.filter(organization=organization).prefetch_related("rates").select_related("entered_by")
    context = {"organization": organization, "tables": tables, "keeps": keeps(request.user, organization)}
    return render(request, "dues/rates.html", context)


@in_organization("dues.read_accounts")
def receipts(request: Request, organization: Organization) -> HttpResponse:
    """Every number of every book; who it was used for is the keeper's to read."""
    books = ReceiptBook.objects.filter(organization=organization).order_by("-issued_on", "-pk")[:20]
    numbers = Receipt.objects.filter(book__in=[book.pk for book in books]).select_related("book", "payment__person")
    context = {
        "organization": organization,
        "books": books,
        "numbers": numbers.order_by("-book__issued_on", "number")[:1000],
        "keeps": keeps(request.user, organization),
    }
    return render(request, "dues/receipts.html", context)


@in_organization("dues.read_accounts")
def accounts(request: Request, organization: Organization) -> HttpResponse:
    """The accounts of a year; every sum has its posting."""
    asked = numbered(request.GET.get("year", ""))
    year = asked if asked in YEARS else clock.today().year
    postings = Posting.objects.filter(organization=organization, posted_on__year=year).prefetch_related("entries")
    of_members = Q(payment__isnull=False) | Q(repayment__isnull=False)  # what each one pays is not everybody's to read
    figures = year_figures(organization, year)
    context = {
        "organization": organization,
        "year": year,
        "figures": figures,
        "bars": bars_of(figures),
        "most": max((row.due for row in figures.months), default=0),
        "postings": postings.exclude(of_members)
        .select_related("spending", "hand_over", "allotment")
        .order_by("-posted_on", "-pk")[:200],
        "balances": [
            (account.label, Entry.objects.balance(organization, account))
            for account in (Account.COLLECTED, Account.FUND)
        ]
        + [(Account.SURPLUS.label, -Entry.objects.balance(organization, Account.SURPLUS))],
        "keeps": keeps(request.user, organization),
    }
    return render(request, "dues/accounts.html", context)


@in_organization("dues.read_spending")
def spendings(request: Request, organization: Organization) -> HttpResponse:
    rows = Spending.objects.filter(organization=organization).select_related("submission")[:200]
    context = {
        "organization": organization,
        "spendings": rows,
        "left": Entry.objects.balance(organization, Account.FUND),
    }
    return render(request, "dues/spendings.html", context)


@sees(Spending, "organization", "decision__meeting", "submission", "invoice")
def spending(request: Request, spending: Spending) -> HttpResponse:
    context = {
        "spending": spending,
        "recipients": spending.recipients.all(),
        "sees_decision": AgendaItem.objects.visible_to(request.user).filter(pk=spending.decision_id).exists(),
        "reads_papers": request.user.has_perm("archives.read_submissions", spending.organization),
    }
    return render(request, "dues/spending.html", context)


@sees(Payment, "organization", "person", "receipt", "reverses", "repayment")
def payment(request: Request, payment: Payment) -> HttpResponse:
    context = {
        "payment": payment,
        "shares": payment.shares.select_related("month_due"),
        "keeps": keeps(request.user, payment.organization),
        "reversal": Payment.objects.filter(reverses=payment).first(),
    }
    return render(request, "dues/payment.html", context)


@sees(ArrearsTalk, "organization", "person", "held_by")
def arrears_talk(request: Request, talk: ArrearsTalk) -> HttpResponse:
    return render(request, "dues/arrears_talk.html", {"talk": talk})


@sees(YearAccount, "organization")
def year_account(request: Request, account: YearAccount) -> HttpResponse:
    return render(request, "dues/year_account.html", {"account": account, "figures": account.figures})


@sees(Announcement, "organization")
def announcement(request: Request, announcement: Announcement) -> HttpResponse:
    return render(request, "dues/announcement.html", {"announcement": announcement})
