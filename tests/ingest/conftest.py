"""The small city with a round open, as reporting's own tests have it."""

from tests.reporting.conftest import *  # noqa: F403
