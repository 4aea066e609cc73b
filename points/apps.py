"""The app's place in the house."""

from importlib import import_module

from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "points"
    verbose_name = "积分"

    def ready(self) -> None:
        """Its part of a person's record is known there."""
        import_module("points.honours")
