"""The app's place in the house."""

from importlib import import_module

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    name = "recruitment"
    verbose_name = "发展党员"

    def ready(self) -> None:
        """Its parts of pages below are known there, and the roster hands its people under way on."""
        import_module("recruitment.beside")
