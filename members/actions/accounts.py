"""Accounts opened by an activation slip, renewed, closed and locked. Nobody ever knows another's password."""

from datetime import date, datetime

from axes.utils import reset

from accounts.actions import Slip, end_sessions, issue, open_user
from accounts.models import Organization, User
from members import rules
from members.comparison import keyed
from members.models import Account, Affiliation, Person, Term
from members.posts import Post
from rulebook.kernel import action


@action(rules.person_without_account, rules.login_name_is_free, label="开设账号")
def open_account(person: Person, *, username: str, email: str = "", by: User, at: datetime) -> Slip:
    """The person has an account, and a slip whose code lets nobody but its holder set the password."""
    slip = open_user(username, person.name, at, email=email)
    person.user = slip.user
    person.save(update_fields=["user"])
    return slip


@action(rules.of_another, rules.account_is_open, rules.renewed_by_the_right_one, label="签发新激活单")
def renew_activation(account: Account, *, by: User, at: datetime) -> Slip:
    """A new slip is valid; the old one, the password and all sessions are void, so that it cannot pass unseen."""
    return issue(account, at)


@action(rules.of_another, rules.account_is_open, rules.renewed_by_the_right_one, label="关闭账号")
def close_account(account: Account, *, by: User, at: datetime) -> Account:
    """Nobody enters with the account any more; whoever was logged in is out."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


@action(rules.account_is_closed, rules.renewed_by_the_right_one, label="恢复账号")
def reopen_account(account: Account, *, by: User, at: datetime) -> Account:
    """The holder may log in again with the password he had."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


@action(rules.of_another, rules.account_is_not_locked, label="停用账号")
def lock_account(account: Account, *, by: User, at: datetime) -> Account:
    """The security administrator keeps the account shut, whatever its branch does, until he unlocks it."""
    account.locked_at = at
    account.save(update_fields=["locked_at"])
    return account


@action(rules.account_is_locked, label="解除停用")
def unlock_account(account: Account, *, by: User, at: datetime) -> Account:
    """The account is again what its branch says: open or closed."""
    account.locked_at = None
    account.save(update_fields=["locked_at"])
    return account


@action(label="解除登录锁定")
def lift_lock_out(account: Account, *, by: User, at: datetime) -> Account:
    """The failures counted against the login name are forgotten: it may be tried again at once."""
    reset(username=account.username)
    return account


@action(label="强制退出")
def force_log_out(account: Account, *, by: User, at: datetime) -> Account:
    """Every session of the account is dead; the password stays."""
    end_sessions(account)
    return account


@action(rules.superior_has_officers, rules.login_name_is_free, label="登记上级经办人")
def register_officer(
    organization: Organization,
    *,
    username: str,
    name: str,
    sex: str,
    post: str,
    since: date,
    email: str = "",
    by: User,
    at: datetime,
) -> Slip:
    """Somebody of a superior organization may answer what the branches below send up; his slip is to be handed out."""
    slip = open_user(username, name, at, email=email)
    person = Person.objects.create(user=slip.user, sex=sex, **keyed({"name": name}))
    Term.objects.create(person=person, organization=organization, post=post, since=since, basis="系统管理员登记")
    return slip


@action(rules.officer_since_before, label="免去上级经办人")
def remove_officer(organization: Organization, *, officer: Term, until: date, by: User, at: datetime) -> Term:
    """The officer's term ends that day (exclusive); he answers nothing of the branches below any more."""
    officer.until = until
    officer.save(update_fields=["until"])
    return officer


@action(
    rules.secretary_of_a_branch,
    rules.no_secretary_yet,
    rules.login_name_is_free,
    rules.secretary_is_of_this_branch,
    label="建立首任书记账号",
)
def install_secretary(
    organization: Organization,
    *,
    username: str,
    name: str,
    sex: str,
    identity_number: str,
    since: date,
    email: str = "",
    by: User,
    at: datetime,
) -> Slip:
    """The branch has a secretary with a slip to hand out; the roster he imports adds the rest to his record."""
    slip = open_user(username, name, at, email=email)
    values = keyed({"name": name, "sex": sex, "identity_number": identity_number})
    person = Person.objects.filter(identity_digest=values["identity_digest"]).first() or Person(**values)
    person.user = slip.user
    person.save()
    if not person.affiliations.filter(until__isnull=True).exists():
        Affiliation.objects.create(person=person, organization=organization, since=organization.founded_on)
    Term.objects.create(
        person=person, organization=organization, post=Post.SECRETARY, since=since, basis="系统管理员登记"
    )
    return slip
