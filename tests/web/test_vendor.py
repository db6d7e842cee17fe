"""What the page ships of others is as fetched, with its licence."""

import hashlib
import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_files_are_as_fetched() -> None:
    lines = (ROOT / "vendor/assets.lock").read_text().splitlines()
    assert len(lines) > 10
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_every_package_has_a_licence_and_a_digest() -> None:
    for package in tomllib.loads((ROOT / "vendor/assets.toml").read_text())["package"]:
        assert package["licence"]
        assert package["integrity"].startswith(("sha512-", "sha256-"))
        if "files" in package:
            assert any("LICENSE" in target for target in package["files"].values())
        assert (
            package["name"].split("/")[-1].split(".")[0] in (ROOT / "NOTICE").read_text().casefold()
        )


def test_the_world_has_disputed_borders() -> None:
    world = json.loads((ROOT / "src/dateline/web/static/vendor/world-50m.json").read_text())
    assert len(world["disputed"]) > 20
    assert len(world["borders"]) > 200
    x, y = world["countries"][0][1][0][:2]
    assert -18000 <= x <= 18000
    assert -9000 <= y <= 9000
