"""The app's place in the house, with the sub-packages that have rooms of their own."""

from importlib import import_module

from django.apps import AppConfig

SUB_PACKAGES = ("ballots",)


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议与组织生活"

    def import_models(self) -> None:
        super().import_models()
        for package in SUB_PACKAGES:
            import_module(f"meetings.{package}.models")

    def ready(self) -> None:
        """The rights, gates and actions of the sub-packages are known like the app's own; so is the part it adds to a
        person's page."""
        import_module("meetings.attendance")
        for package in SUB_PACKAGES:
            for room in ("access", "rules", "actions"):
                import_module(f"meetings.{package}.{room}")
