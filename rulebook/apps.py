"""The app's place in the house."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RulebookConfig(AppConfig):
    name = "rulebook"
    verbose_name = "制度"

    def ready(self) -> None:
        """Every app's rights, gates, duties, actions and tasks are known before the first request."""
        autodiscover_modules("access", "rules", "actions", "tasks")
