"""How reports come in."""
