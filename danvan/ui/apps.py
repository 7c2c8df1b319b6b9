from django.apps import AppConfig
from django.core.checks import register

from danvan.ui import checks


class UiConfig(AppConfig):
    name = "danvan.ui"
    label = "ui"

    def ready(self) -> None:
        register(checks.every_navigation_item_leads_somewhere)
