"""Who may enter, and the tree of Party organizations. Everything else stands on these two tables."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from accounts.secrecy import classify


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def branches(self) -> Self:
        return self.filter(level=Organization.Level.BRANCH)

    def below(self, superior: "Organization") -> Self:
        """The superior itself and every organization under it."""
        return self.filter(path__startswith=superior.path)


class Organization(models.Model):
    """A Party organization of any level; parents are the superiors who approve and file."""

    class Level(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", "党委"
        DEPARTMENT_COMMITTEE = "department_committee", "机关党委"
        GENERAL_BRANCH = "general_branch", "党总支"
        BRANCH = "branch", "党支部"
        PARTY_GROUP = "party_group", "党小组"

    code = models.CharField("代码", max_length=32, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z")])
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=30)
    level = models.CharField("层级", max_length=24, choices=Level)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="上级党组织"
    )
    path = models.CharField("层级路径", max_length=200, db_index=True, editable=False, default="")
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    objects = OrganizationQuerySet.as_manager()
    secrecy = classify(public="id code name short_name level superior path founded_on dissolved_on")

    class Meta:
        ordering = ["path"]
        verbose_name = "党组织"
        constraints = [
            models.CheckConstraint(
                name="organization_dissolved_after_founding",
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=models.F("founded_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def superior_codes(self) -> list[int]:
        """Ids of the organizations above, the highest first; the own id is the last."""
        return [int(part) for part in self.path.strip("/").split("/")]

    @property
    def department_committee(self) -> "Organization | None":
        """机关党委 above it, through whatever lies between; None where none is set up (X1-06)."""
        above = self.superior
        while above is not None and above.level != self.Level.DEPARTMENT_COMMITTEE:
            above = above.superior
        return above

    @property
    def organization(self) -> "Organization":
        """The organization whose chain of acts an act on this row belongs to: itself."""
        return self


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.password_changed_at = timezone.now() if password else None
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do in a branch follows from its person's posts, never from this row."""

    class Administration(models.TextChoices):
        NONE = "", "不是管理员"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w.-]+\Z", "登录名只用字母、数字、点和横线")],
    )
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("邮箱", blank=True)
    administration = models.CharField("三员", max_length=10, choices=Administration, blank=True, default="")
    large_print = models.BooleanField("大字", default=False)
    is_active = models.BooleanField("在用", default=True)
    locked_at = models.DateTimeField("停用时间", null=True, blank=True)
    sessions_ended = models.PositiveIntegerField("强制退出次数", default=0)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    password_changed_at = models.DateTimeField("密码更改时间", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    secrecy = classify(
        internal="id username name administration large_print is_active locked_at sessions_ended created_at "
        "password_changed_at last_login is_superuser groups user_permissions",
        sensitive="email password",
    )

    class Meta:
        verbose_name = "账号"
        constraints = [
            # Three administrators watch one another; none of them is a superuser who may do everything.
            models.CheckConstraint(name="user_never_superuser", condition=Q(is_superuser=False)),
            models.CheckConstraint(
                name="user_administration_known", condition=Q(administration__in=["", "system", "security", "audit"])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_log_in(self) -> bool:
        """Neither closed by the branch nor locked by the security administrator."""
        return self.is_active and self.locked_at is None

    def password_expired(self, now: datetime) -> bool:
        """Whether the password must be changed by now; one that nobody chose himself must."""
        if settings.PASSWORD_DAYS is None:
            return False
        changed = self.password_changed_at
        return changed is None or now >= changed + timedelta(days=settings.PASSWORD_DAYS)

    def get_session_auth_hash(self) -> str:
        """What every session of the account carries: another password, or one more forced end, and all are dead."""
        return self.session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self.session_hash(secret)

    def session_hash(self, secret: str | bytes | None = None) -> str:
        value = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def rights(self) -> dict[str, Any]:
        """What back ends have read about this user's rights; good for one request or one act."""
        return {}

    def forget_rights(self) -> None:
        """Has the rights read anew, so that a post taken or ended counts the same second."""
        self.rights.clear()


class PastPassword(models.Model):
    """A password the account had before, as its hash; the last ones are not taken again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    secrecy = classify(internal="id user replaced_at", highly="password")

    def __str__(self) -> str:
        return f"{self.user_id} {self.replaced_at:%Y-%m-%d}"


class ActivationQuerySet(models.QuerySet["Activation"]):
    def unused(self) -> Self:
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def usable(self, now: datetime) -> Self:
        return self.unused().filter(expires_at__gt=now)


class Activation(models.Model):
    """A one-time code by which the holder sets his password; only its keyed digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    objects = ActivationQuerySet.as_manager()
    secrecy = classify(internal="id user issued_at expires_at used_at withdrawn_at", highly="digest")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="activation_one_unused",
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="activation_used_or_withdrawn", condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issued_at:%Y-%m-%d}"
