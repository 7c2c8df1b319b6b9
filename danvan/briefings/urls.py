from django.urls import path

from danvan.briefings.views import dialogues, documents, issuing, oversight, templates

app_name = "briefings"
urlpatterns = [
    path("", documents.documents, name="documents"),
    path("moi/", documents.new, name="new"),
    path("mau/", templates.templates, name="templates"),
    path("mau/<int:pk>/", templates.template, name="template"),
    path("mau/<int:pk>/ban-thu/", templates.sample, name="template_sample"),
    path("mau/<int:pk>/su-dung/", templates.activate, name="template_activate"),
    path("mau/<int:pk>/ngung/", templates.retire, name="template_retire"),
    path("mau/co-san/<slug:kind>/<slug:fmt>/", templates.default, name="template_default"),
    path("doi-thoai/<int:dialogue_id>/<slug:paper>/<slug:fmt>/", dialogues.paper, name="dialogue_paper"),
    path("giam-sat/<int:session_id>/<slug:paper>/<slug:fmt>/", oversight.paper, name="oversight_paper"),
    path("don-doc/<int:recommendation_id>/<slug:fmt>/", oversight.letter, name="reminder_letter"),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/phan/<slug:key>/", documents.narrative, name="narrative"),
    path("<int:pk>/the-thuc/", documents.details, name="details"),
    path("<int:pk>/ban-hanh/", issuing.issue, name="issue"),
    path("<int:pk>/dinh-chinh/", issuing.erratum, name="erratum"),
    path("<int:pk>/dinh-chinh/<int:number>/", issuing.erratum_word, name="erratum_word"),
    path("<int:pk>/tai-ve/<slug:output>/", documents.download, name="download"),
]
