"""Open311 GeoReport v2: the standard's own shapes, a public client library unchanged, and the gate of the law."""

import json
from xml.etree import ElementTree

import pytest
import requests
from django.urls import reverse
from georeport import GeoReport

from danvan.petitions.models import Petition
from danvan.portal import pressure
from tests.portal import city as public
from tests.portal.conftest import TEXT

REQUESTS = {form: reverse("portal:open311_requests", args=[form]) for form in ("json", "xml")}


@pytest.fixture
def here(cast, now):
    return public.build(cast, now)


def post(client, form="json", **given):
    body = {"service_code": "drainage", "description": TEXT, "lat": "21.0464", "long": "105.8461"} | given
    return client.post(REQUESTS[form], {name: value for name, value in body.items() if value is not None})


def taken(answer):
    (found,) = json.loads(answer.content)
    return found


@pytest.mark.django_db
class TestShapes:
    def test_services_are_the_topics_and_no_denunciation(self, anybody, cast, now):
        found = json.loads(anybody.get(reverse("portal:open311_services", args=["json"])).content)
        assert {
            "service_code",
            "service_name",
            "description",
            "metadata",
            "type",
            "keywords",
            "group",
        } == set(found[0])
        assert "drainage" in {one["service_code"] for one in found}
        assert not any("tố cáo" in f"{one['service_name']}".lower() for one in found)

    def test_the_definition_says_first_what_is_not_taken(self, anybody, cast, now):
        found = json.loads(anybody.get(reverse("portal:open311_service", args=["drainage", "json"])).content)
        first = min(found["attributes"], key=lambda one: one["order"])
        assert first["variable"] is False and "tố cáo" in first["description"]
        assert not any(one["required"] for one in found["attributes"])
        assert anybody.get(reverse("portal:open311_service", args=["x", "json"])).status_code == 404

    def test_xml_and_json_say_the_same(self, anybody, here):
        rows = json.loads(anybody.get(REQUESTS["json"]).content)
        root = ElementTree.fromstring(anybody.get(REQUESTS["xml"]).content)
        assert root.tag == "service_requests" and len(rows) == len(root.findall("request")) == 1
        assert {one.tag: one.text or "" for one in root[0]} == {
            name: "" if value is None else str(value) for name, value in rows[0].items()
        }
        assert rows[0]["service_request_id"] == here.matter.reference and rows[0]["status"] == "open"
        assert rows[0]["requested_datetime"] == "2020-03-16T02:00:00Z"

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ({"status": "open"}, 1), ({"status": "closed"}, 0), ({"status": "open,closed"}, 1),
            ({"service_code": "drainage"}, 1), ({"service_code": "drainage,other"}, 1), ({"service_code": "other"}, 0),
            ({"start_date": "2020-03-01T00:00:00Z", "end_date": "2020-03-31T00:00:00Z"}, 1),
            ({"start_date": "2019-03-01T00:00:00+07:00", "end_date": "2019-03-31T00:00:00Z"}, 0),
            ({"end_date": "2020-01-31"}, 0), ({"page_size": "1", "page": "1"}, 1),
        ],
    )  # fmt: skip
    def test_requests_are_filtered(self, asked, count, anybody, here):
        assert len(json.loads(anybody.get(REQUESTS["json"], asked).content)) == count

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"status": "x"}, 400),
            ({"start_date": "gestern"}, 400),
            ({"page": "-1"}, 400),
            ({"service_code": "x"}, 404),
        ],
    )
    def test_what_cannot_be_read_is_refused_in_the_standards_shape(self, asked, status, anybody, here):
        answer = anybody.get(REQUESTS["json"], asked)
        (error,) = json.loads(answer.content)
        assert answer.status_code == status == error["code"] and error["description"]
        root = ElementTree.fromstring(anybody.get(REQUESTS["xml"], asked).content)
        assert root.tag == "errors" and root[0].find("code").text == str(status)

    def test_what_is_not_published_is_not_there(self, anybody, here):
        hidden = taken(post(anybody))["service_request_id"]
        assert anybody.get(reverse("portal:open311_request", args=[hidden, "json"])).status_code == 404
        answer = anybody.get(REQUESTS["json"], {"service_request_id": f"{hidden},{here.matter.reference}"})
        assert [one["service_request_id"] for one in json.loads(answer.content)] == [here.matter.reference]


@pytest.mark.django_db
class TestTaking:
    def test_a_request_goes_to_the_commune_of_its_point_with_its_code_in_words(self, anybody, cast, now):
        public.with_points(cast)
        said = taken(post(anybody, first_name="Mận", last_name="Trần Thị", phone="0912345678"))
        row = Petition.unscoped.get()
        assert row.unit == cast.commune and row.channel == "open311" and not row.wants_public
        code = said["service_notice"].split(": ")[1].split(".")[0]
        page = anybody.post(reverse("portal:follow"), {"code": code})
        assert page.status_code == 200 and row.reference in page.content.decode()

    def test_a_token_names_the_number_and_a_wrong_one_nothing(self, anybody, cast, now):
        public.with_points(cast)
        said = taken(post(anybody))
        address = reverse("portal:open311_token", args=[said["token"], "json"])
        assert taken(anybody.get(address))["service_request_id"] == said["service_request_id"]
        assert anybody.post(reverse("portal:follow"), {"code": said["token"]}).status_code == 404
        wrong = reverse("portal:open311_token", args=[said["token"][:-1] + "!", "json"])
        assert anybody.get(wrong).status_code == 404

    @pytest.mark.parametrize("door", ["denunciation", "complaint", "secret"])
    def test_a_closed_door_stays_closed_and_says_where_the_lawful_one_is(self, door, anybody, cast, now):
        public.with_points(cast)
        answer = post(anybody, **{"attribute[gate]": door})
        (error,) = json.loads(answer.content)
        assert answer.status_code == 400 and len(error["description"]) > 60 and not Petition.unscoped.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"service_code": None}, {"service_code": "x"}, {"description": None}, {"description": "  "},
            {"description": "a" * 100_000}, {"lat": None, "long": None}, {"lat": "NaN"}, {"lat": "91"}, {"lat": "10.8", "long": "106.7"},
            {"address_id": "KHONG"}, {"attribute[gate]": "x"},
        ],
    )  # fmt: skip
    def test_bad_input_is_refused_and_nothing_is_made(self, wrong, anybody, cast, now):
        public.with_points(cast)
        answer = post(anybody, **wrong)
        assert answer.status_code in (400, 404) and json.loads(answer.content)[0]["description"]
        assert not Petition.unscoped.exists()

    def test_a_key_in_the_header_makes_a_repeat_harmless(self, anybody, cast, now):
        public.with_points(cast)
        body = {"service_code": "drainage", "description": TEXT, "address_id": "HN-01-01"}
        key = {"Idempotency-Key": "k" * 32}
        answers = {
            taken(anybody.post(REQUESTS["json"], body, headers=key))["service_notice"] for _n in range(3)
        }
        assert len(answers) == 1 and Petition.unscoped.count() == 1

    def test_a_flood_is_told_to_come_back(self, anybody, cast, now, monkeypatch):
        monkeypatch.setattr(pressure.sending, "spend", lambda: False)
        answer = post(anybody)
        assert answer.status_code == 503 and answer.headers["Retry-After"] and not Petition.unscoped.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_public_client_library_works_unchanged(form, live_server, transactional_db, at):
    """georeport reads; it does not send, so requests are sent as the standard writes them."""
    from tests.support.people import assemble

    here = public.build(assemble(), at(2020, 3, 16))
    root = f"{live_server.url}/cong/open311/v2"
    client = GeoReport(root, output_format=form)
    services = client.get_service_list()
    assert "drainage" in {one["service_code"] for one in services}
    assert client.get_service_definition("drainage")["service_code"] == "drainage"
    found = client.get_service_requests(service_code="drainage", status="open")
    rows = found if isinstance(found, list) else [found]
    assert [one["service_request_id"] for one in rows] == [here.matter.reference]
    one = client.get_service_request(here.matter.reference)
    assert (one[0] if isinstance(one, list) else one)["service_code"] == "drainage"
    sent = requests.post(
        f"{root}/requests.json",
        timeout=60,
        data={"service_code": "drainage", "description": TEXT, "address_id": "HN-01-01"},
    )
    assert sent.status_code == 200 and sent.json()[0]["service_request_id"]
