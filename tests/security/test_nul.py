"""The character NUL in an address (R-84): PostgreSQL refuses to look for it, so it never gets that far, on any engine."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/don-vi/HN%00-01/", "/don-vi/?tim=a%00b", "/chi-dao/?q=a%00b&don-vi=H%00N", "/giam-sat/?q=%00&don-vi=HN%00",
        "/giam-sat/so-kien-nghi/?co-quan=%00&don-vi=%00", "/dan-chu/?q=%00&don-vi=H%00", "/nhap-lieu/?q=%00",
        "/van-ban/?q=%00", "/nhap-lieu/lich-su/HN%00/2019/", "/cong/van-de/?tim=%00", "/kien-nghi/%00/",
    ],
)  # fmt: skip
def test_it_is_as_if_it_was_not_typed(address, cast, client_for):
    city = client_for(cast["city_consolidator"], raise_request_exception=False)
    assert city.get(address).status_code == city.get(address.replace("%00", "")).status_code < 500
