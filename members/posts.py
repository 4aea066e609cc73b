"""Posts and the other holders of rights; what each may do stands in the one table of rulebook/rights.py."""

from django.db import models

from rulebook.rights import HOLDER_LABELS, RIGHTS, allow

__all__ = [  # each app's access.py finds here what it needs to say who may do what
    "ADMINISTRATORS", "AUDIT", "COMMITTEE", "EVERYBODY", "KEPT_BY_SYSTEM", "LABELS", "MEMBER", "RECRUIT", "RIGHTS",
    "SECURITY", "SUPERIOR", "SYSTEM", "Post", "allow",
]  # fmt: skip


class Post(models.TextChoices):
    SECRETARY = "secretary", "党支部书记"
    DEPUTY_SECRETARY = "deputy_secretary", "党支部副书记"
    ORGANIZATION_COMMISSIONER = "organization_commissioner", "组织委员"
    DISCIPLINE_COMMISSIONER = "discipline_commissioner", "纪检委员"
    PUBLICITY_COMMISSIONER = "publicity_commissioner", "宣传委员"
    COMMITTEE_MEMBER = "committee_member", "委员"
    STUDY_SUPERVISOR = "study_supervisor", "学习督导员"
    ARCHIVIST = "archivist", "档案管理员"
    DUES_KEEPER = "dues_keeper", "党费管理员"
    GROUP_LEADER = "group_leader", "党小组组长"
    SUPERIOR_SECRETARY = "superior_secretary", "上级党组织书记"
    SUPERIOR_OFFICER = "superior_officer", "上级党组织经办人"


COMMITTEE = frozenset(
    {
        Post.SECRETARY,
        Post.DEPUTY_SECRETARY,
        Post.ORGANIZATION_COMMISSIONER,
        Post.DISCIPLINE_COMMISSIONER,
        Post.PUBLICITY_COMMISSIONER,
        Post.COMMITTEE_MEMBER,
    }
)
SUPERIOR = frozenset({Post.SUPERIOR_SECRETARY, Post.SUPERIOR_OFFICER})
KEPT_BY_SYSTEM = SUPERIOR | {Post.SECRETARY}  # whose first account the system administrator opens
MEMBER = "member"  # every full or probationary member of the branch
EVERYBODY = frozenset({MEMBER, *COMMITTEE})
RECRUIT = "recruit"  # who belongs to the branch and is still on the way into the Party
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"  # the three administrators, everywhere
ADMINISTRATORS = {SYSTEM: "系统管理员", SECURITY: "安全管理员", AUDIT: "审计管理员"}
LABELS = {**dict(Post.choices), MEMBER: "党员", RECRUIT: "发展党员对象本人", **ADMINISTRATORS}
HOLDER_LABELS.update(LABELS)
