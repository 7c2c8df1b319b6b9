from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "commitments"


def _soon(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


urlpatterns = [path("<int:pk>/", _soon, name="story")]
