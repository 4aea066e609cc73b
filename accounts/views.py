"""Log-in, log-out, activation, the own password, large print."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import public, signed_in
from accounts.forms import ActivationForm, ChangePasswordForm, LogInForm
from accounts.middleware import PASSWORD_EXPIRED
from accounts.throttle import seconds_to_wait


class LogIn(auth_views.LoginView):
    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if not form.get_user().password_expired(timezone.now()):
            return answer
        self.request.session[PASSWORD_EXPIRED] = True
        return redirect("accounts:change_password")


class ChangePassword(auth_views.PasswordChangeView):
    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("desk:today")

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        self.request.session.pop(PASSWORD_EXPIRED, None)
        messages.success(self.request, "密码已修改，其他地方的登录都已退出。")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        expired = bool(self.request.session.get(PASSWORD_EXPIRED))
        return super().get_context_data(password_expired=expired, **kwargs)


@public
@sensitive_post_parameters()
def log_in(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    if slowed := slowed_down(request, LogInForm(request), "accounts/log_in.html"):
        return slowed
    return LogIn.as_view()(request, **kwargs)


@public
@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """The holder of a slip sets his password with the code on it; then he logs in like everybody."""
    form = ActivationForm(request)
    if request.method == "POST":
        if slowed := slowed_down(request, form, "accounts/activate.html"):
            return slowed
        form = ActivationForm(request, request.POST)
        if form.is_valid():
            if form.save():
                messages.success(request, "密码已设好，请用登录名和新密码登录。")
                return redirect("accounts:log_in")
            form.add_error(None, form.WRONG)
    return render(request, "accounts/activate.html", {"form": form})


def slowed_down(request: HttpRequest, form: Form, template: str) -> HttpResponse | None:
    """The same page with the time to wait, where too many attempts have just failed."""
    if request.method != "POST":
        return None
    seconds = seconds_to_wait(request, request.POST.get("username", ""), timezone.now())
    if not seconds:
        return None
    answer = render(request, template, {"form": form, "seconds": seconds}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


@public
def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """What axes answers after the fifth failure: the same for a name that exists and one that does not."""
    return render(request, "accounts/locked_out.html", status=429)


@signed_in
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    return auth_views.LogoutView.as_view()(request)


@signed_in
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponseBase:
    return ChangePassword.as_view()(request)


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
