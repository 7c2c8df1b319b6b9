from django.urls import path

from danvan.ingest.views import opening, prose, workbooks

app_name = "ingest"

urlpatterns = [
    path("", workbooks.board, name="imports"),
    path("bieu/", workbooks.forms_to_send, name="forms_out"),
    path("gui-lai/", workbooks.send_back, name="send_back"),
    path("bang-khac/", workbooks.foreign, name="foreign"),
    path("van-ban/", prose.upload, name="prose"),
    path("lich-su/", prose.history, name="history"),
    path("lich-su/<slug:code>/<slug:period>.json", prose.history_file, name="history_file"),
    path("tu-dien/", prose.words, name="words"),
    path("tu-dien.csv", prose.words_file, name="words_file"),
    path("tu-dien/<int:learned_id>/", prose.word, name="word"),
    path("<int:import_id>/", opening.an_import, name="import"),
    path("<int:import_id>/nhan/", workbooks.take_in, name="take_in"),
    path("<int:import_id>/bo/", workbooks.discard, name="discard"),
    path("<int:import_id>/loi.xlsx", workbooks.faults, name="faults"),
    path("<int:import_id>/quyet-dinh/", prose.decide, name="decide"),
    path("<int:import_id>/trang/<int:sheet_id>/", workbooks.sheet_mapping, name="mapping"),
]
