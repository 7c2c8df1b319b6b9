from django.urls import path

from danvan.oversight.views import boards, joining, ledger, outcomes, planning, sessions, steps

app_name = "oversight"

urlpatterns = [
    path("", boards.home, name="home"),
    path("nhom/<slug:kind>/", boards.board, name="board"),
    path("nhom/<slug:kind>/tai-ve/<slug:fmt>/", boards.download, name="download"),
    path("nhom/<slug:kind>/moi/", planning.new, name="new"),
    path("cuoc/<int:session_id>/", sessions.session, name="session"),
    path("cuoc/<int:session_id>/sua/", planning.edit, name="edit"),
    path("cuoc/<int:session_id>/buoc/<slug:step>/", steps.take, name="step"),
    path("cuoc/<int:session_id>/lay-lai/", steps.take_back, name="take_back"),
    path("cuoc/<int:session_id>/doan-chung/<int:other_id>/", joining.propose, name="propose_joint"),
    path("doan-chung/<int:proposal_id>/", joining.answer, name="answer_joint"),
    path("cuoc/<int:session_id>/kien-nghi/moi/", outcomes.recommend, name="recommend"),
    path("kien-nghi/<int:recommendation_id>/", outcomes.recommendation, name="recommendation"),
    path("kien-nghi/<int:recommendation_id>/bo/", outcomes.take_out, name="take_out"),
    path("cuoc/<int:session_id>/y-kien/moi/", outcomes.opine, name="opine"),
    path("y-kien/<int:opinion_id>/", outcomes.opinion, name="opinion"),
    path("ke-hoach/", planning.year, name="plan"),
    path("ke-hoach/<str:code>/thong-nhat/", planning.agree, name="agree"),
    path("so-kien-nghi/", ledger.ledger, name="ledger"),
    path("so-kien-nghi/tai-ve/<slug:fmt>/", ledger.download, name="ledger_download"),
    path("so-kien-nghi/don-doc/", ledger.remind, name="remind"),
]
