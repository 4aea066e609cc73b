"""The tree of organizations."""

from datetime import date, datetime

from accounts.models import Organization, User
from rulebook.kernel import action


def found_root(code: str, name: str, short_name: str, level: str, founded_on: date) -> Organization:
    """The topmost organization of an installation; there is nobody above to record its founding."""
    root = Organization(code=code, name=name, short_name=short_name, level=level, founded_on=founded_on)
    return placed(root)


@action(label="建立下级党组织")
def found_organization(
    superior: Organization,
    *,
    code: str,
    name: str,
    short_name: str,
    level: str,
    founded_on: date,
    by: User,
    at: datetime,
) -> Organization:
    """One more organization stands under its superior."""
    return placed(
        Organization(superior=superior, code=code, name=name, short_name=short_name, level=level, founded_on=founded_on)
    )


def placed(organization: Organization) -> Organization:
    """Saved with its path in the tree, which holds its own id."""
    organization.save()
    above = organization.superior.path if organization.superior else "/"
    organization.path = f"{above}{organization.pk}/"
    organization.save(update_fields=["path"])
    return organization
