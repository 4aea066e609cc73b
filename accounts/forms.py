"""Log-in, activation and the change of a password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordMixin
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import activate, change_password
from accounts.models import User


class LogInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "登录名或密码不对，请核对后再试。连续 5 次不对，锁定 30 分钟。",
        "inactive": "登录名或密码不对，请核对后再试。连续 5 次不对，锁定 30 分钟。",
    }
    username = forms.CharField(
        label="登录名", widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class ActivationForm(forms.Form):
    """What the holder of a slip fills in. Whatever is wrong with name or code, the answer is the same."""

    WRONG = (
        "登录名或激活码不对，或者激活码已用过、已作废、已超过 14 天。"
        "请核对后再试，或向签发人领取新的激活单。连续 5 次不对，锁定 30 分钟。"
    )
    username = forms.CharField(
        label="登录名", max_length=150, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    secret_code = forms.CharField(
        label="激活码",
        max_length=40,
        help_text="激活单上的 12 位，大小写和横线不论。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    new_password1, new_password2 = SetPasswordMixin.create_password_fields(label1="新密码", label2="再输一次新密码")
    user: User | None = None

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.fields["new_password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "username" not in given or "secret_code" not in given:
            return given
        self.user = authenticate(self.request, username=given["username"], secret_code=given["secret_code"])
        if self.user is None:
            raise forms.ValidationError(self.WRONG)
        first, second = given.get("new_password1"), given.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", "两次输入的密码不一样。")
        elif first:
            try:
                validate_password(first, self.user)
            except forms.ValidationError as error:
                self.add_error("new_password1", error)
        return given

    def save(self) -> bool:
        """Sets the password; False where the code was used up in between."""
        return self.user is not None and activate(self.user, self.cleaned_data["new_password1"], timezone.now())


class ChangePasswordForm(PasswordChangeForm):
    """The own password, by the old one."""

    def save(self, commit: bool = True) -> User:
        change_password(self.user, self.cleaned_data["new_password1"], timezone.now())
        return self.user
