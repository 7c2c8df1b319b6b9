from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "danvan.common"
    label = "common"

    def ready(self) -> None:
        from danvan.common import checks  # noqa: F401 - registers itself
