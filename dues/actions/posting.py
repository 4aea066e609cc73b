"""One event in the accounts: every sum stands twice, and the entries add up to nothing."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Model

from accounts.models import Organization
from dues.models import Account, Entry, Posting


def post(
    organization: Organization, posted_on: date, text: str, sums: Mapping[Account, int], **source: Model
) -> Posting:
    """The posting with its entries, in 分; ValueError where they do not add up to nothing."""
    if sum(sums.values()) != 0:
        raise ValueError(f"entries of {text} add up to {sum(sums.values())}")
    posting = Posting.objects.create(organization=organization, posted_on=posted_on, text=text, **source)
    Entry.objects.bulk_create(
        Entry(posting=posting, account=account, amount=amount) for account, amount in sums.items() if amount
    )
    return posting
