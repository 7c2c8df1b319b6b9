"""Addresses of open data, taken into those of the portal."""

from django.urls import path

from danvan.portal.opendata.views import everybody, office

urlpatterns = [
    path("du-lieu-mo/", everybody.open_data, name="open_data"),
    path("du-lieu-mo/danh-muc.json", everybody.catalogue, name="open_data_catalogue"),
    path("du-lieu-mo/<slug:period>/", everybody.release, name="open_data_release"),
    path("du-lieu-mo/<slug:period>/v<int:number>/", everybody.release, name="open_data_version"),
    path("du-lieu-mo/<slug:period>/v<int:number>/<str:name>", everybody.file, name="open_data_file"),
    path("quan-ly/du-lieu-mo/", office.releases, name="releases"),
    path("quan-ly/du-lieu-mo/<int:release_id>/", office.release, name="release"),
    path("quan-ly/du-lieu-mo/<int:release_id>/dang/", office.publish, name="release_publish"),
    path("quan-ly/du-lieu-mo/<int:release_id>/bo/", office.discard, name="release_discard"),
]
