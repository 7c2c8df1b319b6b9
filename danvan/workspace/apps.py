from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "danvan.workspace"
    label = "workspace"
