from django.urls import path, register_converter

from danvan.portal.converters import Format
from danvan.portal.opendata.urls import urlpatterns as open_data
from danvan.portal.views import (
    conduct,
    dialogues,
    drafts,
    figures,
    following,
    home,
    managing,
    matters,
    news,
    open311,
    promises,
    sending,
)

app_name = "portal"

register_converter(Format, "open311")

urlpatterns = [
    path("", home.home, name="home"),
    path("tim/", home.search, name="search"),
    path("tro-giup/", home.help_page, name="help"),
    path("ngon-ngu/", home.language, name="language"),
    path("gui/", sending.send, name="send"),
    path("ban-do.svg", sending.map_picture, name="map"),
    path("theo-doi/", following.follow, name="follow"),
    path("theo-doi/tep/", following.attachment, name="attachment"),
    path("theo-doi/<slug:verb>/", following.act, name="act"),
    path("doi-thoai/", dialogues.dialogues, name="dialogues"),
    path("doi-thoai/lich.ics", dialogues.feed, name="dialogue_feed"),
    path("doi-thoai/<slug:reference>/", dialogues.dialogue, name="dialogue"),
    path("doi-thoai/<slug:reference>/hoi/", dialogues.ask, name="ask"),
    path("doi-thoai/<slug:reference>/lich.ics", dialogues.event, name="dialogue_event"),
    path("lay-y-kien/", drafts.drafts, name="drafts"),
    path("lay-y-kien/<slug:reference>/", drafts.draft, name="draft"),
    path("loi-hua/", promises.wall, name="wall"),
    path("loi-hua/<slug:reference>/", promises.promise, name="promise"),
    path("viec-cong-khai/", matters.matters, name="matters"),
    path("viec-cong-khai/atom.xml", matters.feed, name="matters_feed"),
    path("viec-cong-khai/<slug:reference>/", matters.matter, name="matter"),
    path("tiep-dan/", matters.reception, name="reception"),
    path("cach-tra-loi/", conduct.conduct, name="conduct"),
    path("so-lieu/", figures.figures, name="figures"),
    path("so-lieu/<slug:unit>/<slug:period>/", figures.report, name="report"),
    path("tin/", news.news, name="news"),
    path("tin/atom.xml", news.feed, name="feed"),
    path("tin/<int:pk>/", news.notice, name="notice"),
    path("quan-ly/", managing.articles, name="manage"),
    path("quan-ly/moi/", managing.write, name="write"),
    path("quan-ly/<int:pk>/", managing.article, name="article"),
    path("quan-ly/<int:pk>/dang/", managing.publish, name="publish"),
    path("quan-ly/<int:pk>/rut/", managing.take_back, name="take_back"),
    path("open311/v2/discovery.<open311:format>", open311.discovery, name="open311_discovery"),
    path("open311/v2/services.<open311:format>", open311.services, name="open311_services"),
    path("open311/v2/services/<slug:code>.<open311:format>", open311.service, name="open311_service"),
    path("open311/v2/requests.<open311:format>", open311.requests, name="open311_requests"),
    path("open311/v2/requests/<slug:reference>.<open311:format>", open311.request_, name="open311_request"),
    path("open311/v2/tokens/<str:token>.<open311:format>", open311.token, name="open311_token"),
    *open_data,
]
