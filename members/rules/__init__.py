"""What stands before people and posts are entered."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Model, Q

from accounts.encryption import lookup_digest
from accounts.models import Organization, User
from members.amendments import AMENDABLE, RECORDED_DATES, amended, label_of
from members.identity import birth_of, faults, sex_of
from members.intake import Intake
from members.models import (
    Account,
    GroupMembership,
    Kinship,
    Person,
    PreviewPage,
    RosterUpload,
    SealedRoster,
    Term,
    not_over,
    running,
)
from members.posts import COMMITTEE, SUPERIOR, Post
from rulebook.kernel import DUTIES, gate


@gate()
def not_imported_yet(upload: RosterUpload, **_: Any) -> str | None:
    return "这份名册已经导入" if upload.imported_at else None


@gate(cure="工作簿只保留一天，请重新上传")
def workbook_is_kept(upload: RosterUpload, **_: Any) -> str | None:
    if upload.imported_at or SealedRoster.objects.filter(upload=upload).exists():
        return None
    return "工作簿已经删除"


@gate()
def checked_without_errors(upload: RosterUpload, **_: Any) -> str | None:
    errors = PreviewPage.objects.counts(upload)[PreviewPage.Part.ERRORS]
    return f"名册有{errors}处错误，一行也没有导入，请改正后重新上传" if errors else None


@gate()
def fits_the_records(upload: RosterUpload, *, intake: Intake, **_: Any) -> str | None:
    """Asked under the act's lock: what was free of errors at the preview may clash by now."""
    errors = intake.comparison.errors
    return f"名册有{len(errors)}处错误，一行也没有导入：{errors[0]}" if errors else None


@gate()
def roster_of_a_branch(organization: Organization, **_: Any) -> str | None:
    return None if organization.level == Organization.Level.BRANCH else "名册导入到党支部"


@gate()
def sensitive_list_with_right_and_reason(
    organization: Organization, *, sensitive: bool, reason: str, by: User, **_: Any
) -> str | None:
    if not sensitive:
        return None
    if not by.has_perm("members.read_sensitive", organization):
        return "含完整号码的名册由书记、副书记或组织委员导出"
    return None if reason.strip() else "导出完整号码须写明理由"


@gate("13.4.4b", cure="预备党员没有选举权、被选举权")
def post_holder_is_full_member(
    organization: Organization, *, person: Person, post: str, since: date, **_: Any
) -> str | None:
    if Post(post) not in COMMITTEE or Person.objects.voters(organization, since).filter(pk=person.pk).exists():
        return None
    return f"{person}在{since}不是本支部有表决权的正式党员，不能任{Post(post).label}"


@gate()
def post_holder_is_of_the_branch(organization: Organization, *, person: Person, since: date, **_: Any) -> str | None:
    here = Person.objects.members(organization, since).filter(pk=person.pk)
    return None if here.exists() else f"{person}在{since}不是本支部党员"


@gate()
def post_of_a_branch(organization: Organization, *, post: str, **_: Any) -> str | None:
    """A superior's post answers what the branch sends up: the branch gives it to nobody."""
    if Post(post) in SUPERIOR:
        return "上级党组织的职务由系统管理员在上级党组织登记"
    return None if organization.level == Organization.Level.BRANCH else "这些职务在党支部登记"


@gate()
def post_is_free(organization: Organization, *, person: Person, post: str, since: date, **_: Any) -> str | None:
    held = Term.objects.filter(not_over(since), organization=organization, post=post, person=person).first()
    if held is None:
        return None
    return f"{person}{f'任{Post(post).label}至{held.until}' if held.until else f'已任{Post(post).label}'}"


@gate()
def officer_since_before(organization: Organization, *, officer: Term, until: date, **_: Any) -> str | None:
    return None if until > officer.since else f"免职日期须晚于任职日期{officer.since}"


@gate("2.1", cure="请先登记现任书记的免职日期")
def one_secretary(organization: Organization, *, post: str, since: date, **_: Any) -> str | None:
    return secretary_in_office(organization, since) if post == Post.SECRETARY else None


@gate("2.1", cure="书记更替由本支部先登记免职，再登记任职")
def no_secretary_yet(organization: Organization, *, on: date, since: date | None = None, **_: Any) -> str | None:
    return secretary_in_office(organization, since or on)


def secretary_in_office(organization: Organization, since: date) -> str | None:
    held = Term.objects.filter(not_over(since), organization=organization, post=Post.SECRETARY)
    last = held.order_by("since").last()
    if last is None:
        return None
    return f"{last.person}任书记至{last.until}，新任书记不能早于这一天任职" if last.until else "书记职务已有在任人员"


@gate()
def term_is_running(term: Term, *, until: date, **_: Any) -> str | None:
    if term.until:
        return f"{term.person}的{term.get_post_display()}任期已于{term.until}结束"
    return None if until > term.since else f"免职日期须晚于任职日期{term.since}"


@gate(cure="由党支部书记、副书记或组织委员查看，或由本人查看")
def own_record_or_keeper(person: Person, *, by: User, **_: Any) -> str | None:
    own = person.user_id == by.pk
    return None if own or by.has_perm("members.read_sensitive", person.organization) else "这是他人的敏感资料"


@gate()
def something_changes(person: Person, **given: Any) -> str | None:
    """Asked once the form is filled in."""
    known = {name: value for name, value in given.items() if name in AMENDABLE}
    return "没有改动" if known and not amended(person, known) else None


@gate(cure="请对照证件改正")
def number_is_sound(person: Person, *, identity_number: str, **_: Any) -> str | None:
    return "；".join(faults(identity_number)) or None if identity_number else None


@gate(cure="请先核对号码；同一人有两份记录的，请报上级党组织处理")
def number_is_his_alone(person: Person, *, identity_number: str, **_: Any) -> str | None:
    if not identity_number:
        return None
    others = Person.objects.filter(identity_digest=lookup_digest(identity_number)).exclude(pk=person.pk)
    return "这个公民身份号码已登记在另一人名下" if others.exists() else None


@gate(cure="请对照证件改正")
def agrees_with_the_number(
    person: Person, *, identity_number: str, birth_on: date | None, sex: str, **_: Any
) -> str | None:
    number = identity_number or person.identity_number
    if not number or faults(number):
        return None
    if birth_on and birth_on != birth_of(number):
        return f"出生日期{birth_on}与公民身份号码不一致"
    return None if Person.Sex(sex).label == sex_of(number) else "性别与公民身份号码不一致"


@gate()
def dates_follow_each_other(person: Person, *, on: date, **given: Any) -> str | None:
    known = [(name, given[name]) for name in RECORDED_DATES if given.get(name)]
    if not known:
        return "至少填写一个日期"
    if person.birth_on and min(day for _, day in known) <= person.birth_on:
        return "日期须晚于出生日期"
    late = next((name for name, day in known if day > on), None)
    if late:
        return f"{label_of(late)}{given[late]}还没有到"
    for (earlier, before), (later, after) in pairwise(known):
        if after < before:
            return f"{label_of(later)}{after}早于{label_of(earlier)}{before}"
    return "转为正式党员须有加入党组织日期" if given.get("full_on") and not given.get("admitted_on") else None


@gate("13.4.4b", cure="请先登记免职")
def committee_keeps_full_members(person: Person, *, full_on: date | None, on: date, **_: Any) -> str | None:
    held = None if full_on else person.terms.filter(running(on), post__in=COMMITTEE).first()
    return f"{person}现任{held.get_post_display()}，须是正式党员" if held else None


@gate()
def is_a_member_with_rights(person: Person, *, since: date, until: date | None, **_: Any) -> str | None:
    if until and until <= since:
        return f"恢复日期须晚于停止日期{since}"
    if person.admitted_on is None or person.admitted_on > since or (person.ended_on and person.ended_on <= since):
        return f"{person}在{since}不是党员"
    clash = person.rights_suspensions.filter(Q(until__isnull=True) | Q(until__gt=since))
    clash = clash.filter(since__lt=until) if until else clash
    return "这段时间的党员权利已经停止" if clash.exists() else None


@gate()
def rights_are_suspended(person: Person, *, until: date | None = None, **_: Any) -> str | None:
    running_one = person.rights_suspensions.filter(until__isnull=True).first()
    if running_one is None:
        return f"{person}的党员权利没有停止"
    return f"恢复日期须晚于停止日期{running_one.since}" if until and until <= running_one.since else None


@gate(cure="由本人申报，或由组织委员登记")
def own_relative_or_keeper(person: Person, *, by: User, **_: Any) -> str | None:
    if person.user_id == by.pk or by.has_perm("members.read_sensitive", person.organization):
        return None
    return "亲属关系由本人申报"


@gate()
def relative_is_declared(person: Person, *, kin: Person, **_: Any) -> str | None:
    return None if Kinship.objects.between(person, kin).exists() else f"没有登记与{kin}的亲属关系"


@gate()
def relative_is_another(person: Person, *, kin: Person, **_: Any) -> str | None:
    return "请选择另一人" if kin == person else None


@gate()
def only_branches_have_groups(branch: Organization, **_: Any) -> str | None:
    return None if branch.level == Organization.Level.BRANCH else "只有党支部划分党小组"


@gate()
def group_name_is_free(branch: Organization, *, name: str, **_: Any) -> str | None:
    known = branch.subordinates.filter(short_name=name, dissolved_on__isnull=True)
    return f"本支部已有{name}" if known.exists() else None


@gate()
def is_a_party_group(group: Organization, **_: Any) -> str | None:
    return None if group.level == Organization.Level.PARTY_GROUP else f"{group}不是党小组"


@gate()
def of_the_groups_branch(group: Organization, *, people: Iterable[Person], since: date, **_: Any) -> str | None:
    members = set(Person.objects.members(group.superior, since).values_list("pk", flat=True)) if group.superior else ()
    strangers = [str(person) for person in people if person.pk not in members]
    return f"{'、'.join(strangers)}在{since}不是本支部党员" if strangers else None


@gate(cure="请填写更晚的日期；已在本小组的不必再选")
def joins_after_the_last_group(group: Organization, *, people: Iterable[Person], since: date, **_: Any) -> str | None:
    held = GroupMembership.objects.filter(person__in=list(people), until__isnull=True).select_related("person", "group")
    clash = [f"{row.person}自{row.since}起在{row.group.short_name}" for row in held.filter(since__gte=since)]
    clash += [f"{row.person}已在{group.short_name}" for row in held.filter(group=group, since__lt=since)]
    return "；".join(clash) or None


@gate(cure="请先将其编入本小组")
def leader_is_of_the_group(group: Organization, *, person: Person, since: date, **_: Any) -> str | None:
    if Person.objects.in_group(group, since).filter(pk=person.pk).exists():
        return None
    return f"{person}在{since}不在{group.short_name}"


@gate()
def group_leaders_are_named_in_their_group(organization: Organization, *, post: str, **_: Any) -> str | None:
    """A leader's rights are those of his group: the post is held there, not in the branch."""
    return "党小组组长请在党小组的页面确定" if post == Post.GROUP_LEADER else None


@gate()
def leads_after_the_last_leader(group: Organization, *, since: date, **_: Any) -> str | None:
    held = Term.objects.filter(organization=group, post=Post.GROUP_LEADER, until__isnull=True, since__gte=since).first()
    return f"{held.person}自{held.since}起任组长，请填写更晚的日期" if held else None


@gate(act="rulebook.explain_lapse", cure="由负责这一事项的职务，或党支部书记说明")
def told_by_the_responsible(organization: Organization, *, duty: str, by: User, on: date, **_: Any) -> str | None:
    responsible = DUTIES[duty].post if duty in DUTIES else Post.SECRETARY
    terms = Term.objects.running(on).filter(organization=organization, person__user=by)
    if terms.filter(post__in=[Post.SECRETARY, responsible]).exists():
        return None
    return f"{DUTIES[duty].title}由{Post(responsible).label}负责" if duty in DUTIES else None


@gate()
def division_of_a_running_term(term: Term, *, on: date, **_: Any) -> str | None:
    return None if term.until is None or term.until > on else f"{term.person}的{term.get_post_display()}任期已结束"


@gate(cure="忘记密码的，请签发新激活单")
def person_without_account(person: Person, **_: Any) -> str | None:
    return f"{person}已有账号" if person.user_id else None


@gate(cure="请换一个登录名")
def login_name_is_free(_subject: Model, *, username: str, **_: Any) -> str | None:
    return "这个登录名已有人用" if User.objects.filter(username__iexact=username).exists() else None


@gate(cure="请另一位有此职责的人办理")
def of_another(account: Account, *, by: User, **_: Any) -> str | None:
    return "不能对自己的账号办理" if account.pk == by.pk else None


@gate()
def account_is_open(account: Account, **_: Any) -> str | None:
    return None if account.is_active else "账号已关闭"


@gate()
def account_is_closed(account: Account, **_: Any) -> str | None:
    return "账号没有关闭" if account.is_active else None


@gate()
def account_is_locked(account: Account, **_: Any) -> str | None:
    return None if account.locked_at else "账号没有停用"


@gate()
def account_is_not_locked(account: Account, **_: Any) -> str | None:
    return "账号已停用" if account.locked_at else None


@gate(cure="支部人员的由本支部书记或组织委员办理；三员的在服务器上用 renew_administrator 命令办理")
def renewed_by_the_right_one(account: Account, *, by: User, **_: Any) -> str | None:
    """The system administrator must not get hold of a member's account, nor of another administrator's."""
    if by.administration and not Account.objects.by_system().filter(pk=account.pk).exists():
        return "系统管理员只办理书记和上级经办人的账号"
    return None


@gate()
def superior_has_officers(organization: Organization, **_: Any) -> str | None:
    levels = (Organization.Level.BRANCH, Organization.Level.PARTY_GROUP)
    return "党支部没有上级经办人，请在党总支或机关党委登记" if organization.level in levels else None


@gate()
def secretary_of_a_branch(organization: Organization, **_: Any) -> str | None:
    return None if organization.level == Organization.Level.BRANCH else "书记账号在党支部建立"


@gate(cure="请核对公民身份号码")
def secretary_is_of_this_branch(organization: Organization, *, identity_number: str, on: date, **_: Any) -> str | None:
    person = Person.objects.filter(identity_digest=lookup_digest(identity_number)).first()
    if person is None:
        return None
    if person.user_id:
        return f"{person}已有账号，请由支部登记任职"
    elsewhere = person.affiliations.filter(running(on)).exclude(organization=organization)
    return "此人的组织关系不在本支部" if elsewhere.exists() else None
