"""The program with its pages loaded before the workers are forked, so that a killed one is soon replaced."""

from django.urls import get_resolver

from partybranch.wsgi import application

__all__ = ["application"]

get_resolver().url_patterns  # noqa: B018 (reading it loads every view)
