"""Pages that span contexts."""

from django.shortcuts import render


def this_week(request):
    return render(request, "workspace/this_week.html")
