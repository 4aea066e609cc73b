"""What stands before people and posts are entered."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from members.comparison import compare
from members.models import Person, RosterUpload, Term
from members.posts import COMMITTEE, SUPERIOR, Post
from members.reading import reading_of
from rulebook.kernel import gate


@gate()
def not_imported_yet(upload: RosterUpload, **_: Any) -> str | None:
    return "这份名册已经导入" if upload.imported_at else None


@gate()
def workbook_without_errors(upload: RosterUpload, *, on: date, **_: Any) -> str | None:
    if upload.imported_at:
        return None
    errors = compare(upload.organization, reading_of(upload), on).errors
    return f"名册有{len(errors)}处错误，一行也没有导入，请改正后重新上传" if errors else None


@gate("13.4.4b", cure="预备党员没有选举权、被选举权")
def post_holder_is_full_member(
    organization: Organization, *, person: Person, post: str, since: date, **_: Any
) -> str | None:
    if Post(post) in SUPERIOR or Person.objects.voters(organization, since).filter(pk=person.pk).exists():
        return None
    return (
        f"{person}在{since}不是本支部有表决权的正式党员，不能任{Post(post).label}" if Post(post) in COMMITTEE else None
    )


@gate()
def post_is_free(organization: Organization, *, person: Person, post: str, **_: Any) -> str | None:
    held = Term.objects.filter(organization=organization, post=post, until__isnull=True)
    if held.filter(person=person).exists():
        return f"{person}已任{Post(post).label}"
    if post == Post.SECRETARY and held.exists():
        return f"{held.get().person}现任党支部书记，请先登记其免职日期"
    return None


@gate()
def term_is_running(term: Term, *, until: date, **_: Any) -> str | None:
    if term.until:
        return f"{term.person}的{term.get_post_display()}任期已于{term.until}结束"
    return None if until > term.since else f"免职日期须晚于任职日期{term.since}"


@gate(cure="由本人申报，或由组织委员登记")
def own_relative_or_keeper(person: Person, *, by: User, **_: Any) -> str | None:
    if person.user_id == by.pk or by.has_perm("members.read_sensitive", person.organization):
        return None
    return "亲属关系由本人申报"


@gate()
def relative_is_another(person: Person, *, kin: Person, **_: Any) -> str | None:
    return "请选择另一人" if kin == person else None
