from django.urls import path

from danvan.petitions.views import acts, cases, complaints, entering, reception, retention, routing, sealing

app_name = "petitions"
urlpatterns = [
    path("", cases.inbox, name="inbox"),
    path("moi/", entering.enter, name="enter"),
    path("khieu-nai/moi/", complaints.register, name="register"),
    path("tuyen/", routing.routes, name="routes"),
    path("tuyen/<int:pk>/het/", routing.end, name="route_end"),
    path("tiep-dan/", reception.overview, name="reception"),
    path("tiep-dan/lich/", reception.plan, name="reception_plan"),
    path("tiep-dan/niem-yet/", reception.posting, name="reception_posting"),
    path("tiep-dan/lich/<int:pk>/", reception.day, name="reception_day"),
    path("tiep-dan/phien/", reception.record, name="reception_record"),
    path("tiep-dan/phien/<int:pk>/", reception.session, name="reception_session"),
    path("luu-giu/", retention.retention, name="retention"),
    path("da-niem-phong/", sealing.sealed, name="sealed"),
    path("da-niem-phong/<uuid:id>/", sealing.take_out, name="take_out"),
    path("<slug:reference>/", cases.case, name="case"),
    path("<slug:reference>/lien-he/", cases.contact, name="contact"),
    path("<slug:reference>/tep/<uuid:id>/", cases.attachment, name="attachment"),
    path("<slug:reference>/phan-loai/", acts.classify, name="classify"),
    path("<slug:reference>/viet/", acts.write, name="write"),
    path("<slug:reference>/gia-han/", acts.extend, name="extend"),
    path("<slug:reference>/chuyen/", acts.hand_over, name="hand_over"),
    path("<slug:reference>/quyet-dinh/", acts.decide, name="decide"),
    path("<slug:reference>/tra-loi/", acts.answer, name="answer"),
    path("<slug:reference>/tach/", acts.split, name="split"),
    path("<slug:reference>/gop/", acts.join, name="join"),
    path("<slug:reference>/cong-khai/", acts.publish, name="publish"),
    path("<slug:reference>/khieu-nai/", complaints.stage, name="complaint"),
    path("<slug:reference>/niem-phong/", sealing.seal, name="seal"),
]
