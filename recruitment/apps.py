"""The app's place in the house."""

from importlib import import_module

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    name = "recruitment"
    verbose_name = "发展党员"

    def ready(self) -> None:
        """Its part of an item's page is known to meetings."""
        import_module("recruitment.beside")
