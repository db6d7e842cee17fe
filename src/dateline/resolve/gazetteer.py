"""To be written."""


def gazetteer_version() -> str:
    """Which gazetteer is in use."""
    return "none"
