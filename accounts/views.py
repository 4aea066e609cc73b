"""Log-in, log-out, large print."""

from typing import Any

from django import forms
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import public, signed_in


class LogInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "登录名或密码不对，请核对后再试。连续 5 次不对，锁定 30 分钟。",
        "inactive": "登录名或密码不对，请核对后再试。连续 5 次不对，锁定 30 分钟。",
    }
    username = forms.CharField(
        label="登录名", widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


@public
def log_in(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    view = auth_views.LoginView.as_view(
        template_name="accounts/log_in.html", authentication_form=LogInForm, redirect_authenticated_user=True
    )
    return view(request, **kwargs)


@signed_in
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    return auth_views.LogoutView.as_view()(request)


@signed_in
def change_password(request: HttpRequest) -> HttpResponseBase:
    view = auth_views.PasswordChangeView.as_view(
        template_name="accounts/change_password.html",
        form_class=PasswordChangeForm,
        success_url=reverse_lazy("desk:today"),
    )
    return view(request)


@public
@require_POST
def large_print(request: HttpRequest) -> HttpResponse:
    """The other letter size from now on: kept on the account, or before log-in in the session."""
    if request.user.is_authenticated:
        request.user.large_print = not request.user.large_print
        request.user.save(update_fields=["large_print"])
    else:
        request.session["large_print"] = not request.session.get("large_print", False)
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "accounts/form_expired.html", status=403)
