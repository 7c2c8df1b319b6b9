"""Every door of the house; each context names its own below it."""

from django.urls import include, path

urlpatterns = [
    path("", include("danvan.workspace.urls")),
    path("", include("danvan.ui.urls")),
    path("", include("danvan.accounts.urls")),
    path("don-vi/", include("danvan.organizations.urls")),
    path("tep/", include("danvan.files.urls")),
    path("lich/", include("danvan.reference.urls")),
    path("thong-bao/", include("danvan.notifications.urls")),
    path("cam-ket/", include("danvan.commitments.urls")),
    path("kien-nghi/", include("danvan.petitions.urls")),
    path("doi-thoai/", include("danvan.engagement.urls")),
    path("chi-dao/", include("danvan.directives.urls")),
    path("giam-sat/", include("danvan.oversight.urls")),
    path("dien-hinh/", include("danvan.exemplars.urls")),
    path("dan-chu/", include("danvan.democracy.urls")),
    path("danh-gia/", include("danvan.evaluation.urls")),
    path("bao-cao/", include("danvan.reporting.urls")),
    path("nhap-lieu/", include("danvan.ingest.urls")),
    path("van-ban/", include("danvan.briefings.urls")),
    path("nhat-ky/", include("danvan.audit.urls")),
    path("cong/", include("danvan.portal.urls")),
    path("api/v1/", include("danvan.api.urls")),
]

handler400 = "danvan.ui.views.bad_request"
handler403 = "danvan.ui.views.not_allowed"
handler404 = "danvan.ui.views.not_found"
handler500 = "danvan.ui.views.server_error"
