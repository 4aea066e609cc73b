"""The shape of the house, kept by tests that name the culprit and say how to repair it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from members.posts import RIGHTS
from rulebook.kernel import VERBS

OUR_APPS = ("partybranch", "points", "recruitment", "dues", "meetings", "archives", "members", "rulebook", "accounts")
OUR_MODELS = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in resolver.url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


@pytest.mark.parametrize("pattern", patterns(get_resolver()), ids=lambda pattern: pattern.name)
def test_every_view_wears_one_access_mark(pattern: URLPattern):
    mark = getattr(pattern.callback, "access_mark", None)
    assert mark, f"give {pattern.lookup_str} one of the marks of accounts/access.py"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_a_class_of_secrecy(model):
    fields = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    assert set(model.secrecy) == fields, "name every field in the model's classify(…)"


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_action_is_somebodys_right(name: str):
    assert name in RIGHTS, f"say in {name.split('.')[0]}/access.py who may do it"


@pytest.mark.parametrize("name", sorted(set(RIGHTS) - set(VERBS)))
def test_every_right_to_a_page_has_a_chinese_name(name: str):
    assert RIGHTS[name].label, f"give allow() of {name} a label: the table of rights shows it"


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_action_says_what_is_different_afterwards(name: str):
    assert VERBS[name].function.__doc__


def test_no_file_is_called_by_an_empty_word():
    empty = {"utils", "helpers", "common", "manager", "service"}
    names = {path.stem for app in OUR_APPS for path in Path(settings.BASE_DIR, app).rglob("*.py")}
    assert names & empty == set()
