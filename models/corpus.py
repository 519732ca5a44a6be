"""Fetches the packages of sources.py with their ordinary clients and yields the program texts they hold."""

import hashlib
import html
import os
import re
import subprocess
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

from program import report
from sources import DEBIAN_HELD_OUT, DEBIAN_TRAINING, EXTENSIONS, INTERPRETERS, NPM_HELD_OUT, NPM_TRAINING

FEWEST_BYTES, MOST_BYTES = 100, 200_000
LONGEST_LINE = 1_000  # beyond this a text is minified or data
FILES_OF_A_PACKAGE = 80  # of one language, so that no project's habits stand for the language

LANGUAGE_OF = {suffix: language for language, suffixes in EXTENSIONS.items() for suffix in suffixes.split()}


def default_cache():
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "orleans-inference" / "language"


def training_and_held_out(cache):
    """Twice language -> package -> texts, in an order that depends on the contents alone; no text occurs twice."""
    seen = set()
    return (
        texts(cache, DEBIAN_TRAINING, NPM_TRAINING, seen),
        texts(cache, DEBIAN_HELD_OUT, NPM_HELD_OUT, seen),
    )


def texts(cache, debian, npm, seen):
    found = defaultdict(dict)
    folders = {package: fetch(cache, package, fetch_debian) for package in debian}
    folders.update({package: fetch(cache, package, fetch_npm) for package in npm})
    for package, folder in folders.items():
        of_package = defaultdict(dict)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                language, text = read(path)
                digest = hashlib.sha256(text).hexdigest()
                if language and digest not in seen:
                    seen.add(digest)
                    of_package[language][digest] = text
        for language, by_digest in of_package.items():
            found[language][package] = [by_digest[digest] for digest in sorted(by_digest)[:FILES_OF_A_PACKAGE]]
    return found


def fetch(cache, package, client):
    """The package's files under `cache`; fetched only once."""
    folder = cache / re.sub(r"[@/]", "_", package)
    if not folder.is_dir():
        report(f"fetching {package}")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as work:
            unpacked = Path(work) / "unpacked"
            unpacked.mkdir()
            client(package, work, unpacked)
            for archive in list(unpacked.rglob("src.zip")):
                zipfile.ZipFile(archive).extractall(archive.with_suffix(""))
            unpacked.rename(folder)
    return folder


def fetch_debian(package, work, target):
    run(["apt-get", "download", "-o", "APT::Sandbox::User=root", package], work)
    run(["dpkg", "-x", str(next(Path(work).glob("*.deb"))), str(target)], work)


def fetch_npm(package, work, target):
    run(["npm", "pack", "--silent", package], work)
    run(["tar", "xzf", str(next(Path(work).glob("*.tgz"))), "-C", str(target)], work)


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip()}")


def read(path):
    """The language and text of a file; (None, b"") for one that is no program text or not usable."""
    nothing = None, b""
    if not FEWEST_BYTES <= path.stat().st_size <= MOST_BYTES or path.name.endswith(".d.ts") or ".min." in path.name:
        return nothing
    language = LANGUAGE_OF.get(path.suffix)
    if language is None and path.suffix:
        return nothing

    text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if language is None:
        language = language_of_interpreter(text.split(b"\n", 1)[0].decode("ascii", "replace"))
    if language == "HTML" and "libghc-" in str(path):
        language, text = haddock_source(path, text)
    if language == "TypeScript" and text.startswith(b"<?xml"):
        return nothing  # Qt's translations have the same suffix
    if language is None or b"\0" in text or max(map(len, text.split(b"\n"))) > LONGEST_LINE:
        return nothing
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return nothing
    return language, text


def language_of_interpreter(first_line):
    if not first_line.startswith("#!"):
        return None
    return next((language for pattern, language in INTERPRETERS.items() if re.search(pattern, first_line)), None)


def haddock_source(path, page):
    """Haddock's sources are a module's exact text between tags. Its other pages, all alike, are left out."""
    if path.parent.name != "src":
        return None, b""
    body = page.decode("utf-8", "replace").split("<pre>", 1)[-1].split("</pre>", 1)[0]
    return "Haskell", html.unescape(re.sub(r"<[^>]*>", "", body)).encode()
