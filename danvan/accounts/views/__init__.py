"""Pages of sign-in and of one's own security."""

from django.http import HttpResponse


def sign_in(request, **kwargs):
    return HttpResponse("…")


code = sign_out = accept_invitation = reset_password = security = change_password = sign_in
enrol = remove_second_factor = recovery_codes = end_sessions = sign_in
