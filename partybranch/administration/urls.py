"""Addresses of accounts, posts, rights and the three administrators."""

from django.urls import path

from partybranch.administration.views import accounts, acts, organizations, posts, waiting

app_name = "administration"
urlpatterns = [
    path("administration/", waiting.waiting, name="waiting"),
    path("administration/organizations/", organizations.organizations, name="organizations"),
    path("administration/accounts/", accounts.accounts, name="accounts"),
    path("administration/acts/", acts.acts, name="acts"),
    path("b/<slug:code>/accounts/", accounts.branch_accounts, name="branch_accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("activation_slip/", accounts.activation_slip, name="activation_slip"),
    path("b/<slug:code>/posts/", posts.posts, name="posts"),
    path("rights/", posts.rights, name="rights"),
]
