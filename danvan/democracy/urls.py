from django.urls import path

from danvan.democracy.views import bulk, consultations, decisions, disclosures, lists, opinions, supervisions

app_name = "democracy"

KEPT = {
    register.name: register
    for register in (
        consultations.REGISTER,
        disclosures.REGISTER,
        disclosures.RULES,
        decisions.REGISTER,
        supervisions.REGISTER,
    )
}

urlpatterns = [
    path("", consultations.board, name="consultations"),
    path("lay-y-kien/moi/", consultations.new, name="consultation_new"),
    path("lay-y-kien/<int:consultation_id>/", consultations.consultation, name="consultation"),
    path("lay-y-kien/<int:consultation_id>/y-kien/", opinions.add, name="opinion_add"),
    path("lay-y-kien/<int:consultation_id>/nhom/", opinions.groups, name="groups"),
    path("lay-y-kien/<int:consultation_id>/tiep-thu.xlsx", opinions.table, name="matrix"),
    path("lay-y-kien/<int:consultation_id>/<slug:step>/", consultations.step, name="consultation_step"),
    path("y-kien/<int:entry_id>/", opinions.opinion, name="opinion"),
    path("nhom/<int:group_id>/", opinions.group, name="group"),
    path("cong-khai/", disclosures.board, name="disclosures"),
    path("cong-khai/moi/", disclosures.new, name="disclosure_new"),
    path("cong-khai/ca-nam/", bulk.plan, name="disclosure_plan"),
    path("cong-khai/nhac/", bulk.remind, name="disclosure_remind"),
    path("cong-khai/<int:item_id>/", disclosures.disclosure, name="disclosure"),
    path("cong-khai/<int:item_id>/<slug:step>/", disclosures.step, name="disclosure_step"),
    path("quy-che/", disclosures.rules, name="regulations"),
    path("quy-che/moi/", disclosures.rule_new, name="regulation_new"),
    path("quy-che/<int:regulation_id>/", disclosures.rule, name="regulation"),
    path("quy-che/<int:regulation_id>/<slug:step>/", disclosures.rule_step, name="regulation_step"),
    path("quyet-dinh/", decisions.board, name="decisions"),
    path("quyet-dinh/moi/", decisions.new, name="decision_new"),
    path("quyet-dinh/<int:decision_id>/", decisions.decision, name="decision"),
    path("quyet-dinh/<int:decision_id>/<slug:step>/", decisions.step, name="decision_step"),
    path("giam-sat/", supervisions.board, name="supervisions"),
    path("giam-sat/moi/", supervisions.new, name="supervision_new"),
    path("giam-sat/<int:supervision_id>/", supervisions.supervision, name="supervision"),
    path("giam-sat/<int:supervision_id>/<slug:step>/", supervisions.step, name="supervision_step"),
    path("tai-ve/<slug:register>.<slug:output>", lists.export(KEPT), name="export"),
]
