"""No test depends on time: hypothesis has no deadlines here."""

from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")
