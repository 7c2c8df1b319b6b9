"""Days that are typed: those that people here could mean."""

import pytest
from django.core.exceptions import ValidationError

from danvan.ui.widgets import DayField


@pytest.mark.parametrize("typed", ["01/01/1900", "5-3-2026", "2026-03-05", "31/12/2199"])
def test_a_day_of_our_times_is_taken(typed):
    assert 1900 <= DayField().clean(typed).year <= 2199


@pytest.mark.parametrize("typed", ["31/12/1899", "01/01/0001", "9999-12-31", "31/02/2026"])
def test_a_day_nobody_means_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.code == "invalid"
