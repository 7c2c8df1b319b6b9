from django.urls import path

from danvan.ingest.views import history, mapping, opening, prose, trials, words, workbooks

app_name = "ingest"

urlpatterns = [
    path("", workbooks.board, name="imports"),
    path("bieu/", workbooks.forms_to_send, name="forms_out"),
    path("gui-lai/", workbooks.send_back, name="send_back"),
    path("bang-khac/", mapping.foreign, name="foreign"),
    path("van-ban/", prose.upload, name="prose"),
    path("lich-su/", history.history, name="history"),
    path("lich-su/<slug:code>/<slug:period>/", history.history_of, name="history_of"),
    path("lich-su/<slug:code>/<slug:period>/bo/", history.history_back, name="history_back"),
    path("lich-su/<slug:code>/<slug:period>.json", history.history_file, name="history_file"),
    path("tu-dien/", words.words, name="words"),
    path("tu-dien.csv", words.words_file, name="words_file"),
    path("tu-dien/<int:learned_id>/", words.word, name="word"),
    path("<int:import_id>/", opening.an_import, name="import"),
    path("<int:import_id>/nhan/", trials.take_in, name="take_in"),
    path("<int:import_id>/lay-lai/", trials.take_back, name="take_back"),
    path("<int:import_id>/bo/", trials.discard, name="discard"),
    path("<int:import_id>/loi", trials.faults, name="faults"),
    path("<int:import_id>/quyet-dinh/", prose.decide, name="decide"),
    path("<int:import_id>/trang/<int:sheet_id>/", mapping.sheet_mapping, name="mapping"),
]
