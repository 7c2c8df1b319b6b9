"""Addresses of open data, taken into those of the portal."""

from django.urls import path

from danvan.portal.opendata import public_views, staff_views

urlpatterns = [
    path("du-lieu-mo/", public_views.open_data, name="open_data"),
    path("du-lieu-mo/danh-muc.json", public_views.catalogue, name="open_data_catalogue"),
    path("du-lieu-mo/<slug:period>/", public_views.release, name="open_data_release"),
    path("du-lieu-mo/<slug:period>/v<int:number>/", public_views.release, name="open_data_version"),
    path("du-lieu-mo/<slug:period>/v<int:number>/<str:name>", public_views.file, name="open_data_file"),
    path("quan-ly/du-lieu-mo/", staff_views.releases, name="releases"),
    path("quan-ly/du-lieu-mo/<int:release_id>/", staff_views.release, name="release"),
    path("quan-ly/du-lieu-mo/<int:release_id>/dang/", staff_views.publish, name="release_publish"),
    path("quan-ly/du-lieu-mo/<int:release_id>/bo/", staff_views.discard, name="release_discard"),
]
