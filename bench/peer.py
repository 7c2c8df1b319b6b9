"""The peer of the intake: a bare Django view that inserts one row, in the same server and through the same middleware."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection, models
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as house

ADDRESS = "bench/bare/"


class Bare(models.Model):
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_bare"

    def __str__(self) -> str:
        return self.text[:20]


@csrf_exempt
@login_not_required
def bare(request):
    row = Bare.objects.create(text=request.POST["text"])
    return HttpResponse(f"<p>{row.pk}</p>")


urlpatterns = [*house, path(ADDRESS, bare)]


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
