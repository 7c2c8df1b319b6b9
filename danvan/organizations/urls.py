"""Addresses under /don-vi/."""

from django.urls import URLPattern

app_name = "organizations"
urlpatterns: list[URLPattern] = []
