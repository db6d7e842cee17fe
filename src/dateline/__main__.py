"""``python -m dateline``."""

from dateline.cli.main import run

if __name__ == "__main__":
    run()
