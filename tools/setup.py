"""Makes a fresh machine ready: native libraries, `.venv`, locked requirements, compiled texts.

Needs nothing but Python 3.11 or newer. Works on Linux, Windows and macOS; every step is skipped when it is done.
`python tools/setup.py` for development, `--shop` for what a shop installs.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".ready"

#: What the wheels lack on Debian and Ubuntu: library to look for -> package that brings it.
LIBRARIES = {
    "zbar": "libzbar0",
    "EGL": "libegl1",
    "GL": "libgl1",
    "glib-2.0": "libglib2.0-0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
    "xkbcommon": "libxkbcommon0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xinerama": "libxcb-xinerama0",
    "xcb-xkb": "libxcb-xkb1",
    "pulse": "libpulse0",
    "usb-1.0": "libusb-1.0-0",  # receipt printers
}


def main() -> int:
    if sys.version_info < (3, 11):
        print("Pishkhan needs Python 3.11 or newer; this is", platform.python_version())
        return 1
    wanted = "run.txt" if "--shop" in sys.argv else "dev.txt"
    try:
        native_libraries()
        if not up_to_date(wanted):
            virtual_environment()
            requirements(wanted)
            STAMP.write_text(fingerprint(wanted), "utf-8")
        texts()
    except SetupError as error:
        print(error)
        return 1
    return 0


class SetupError(Exception):
    """What the person has to do; the message is one line to copy."""


def native_libraries() -> None:
    """Installed with apt where that is allowed, else named in one line."""
    if platform.system() != "Linux":
        return
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not venv_module():
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if missing:
        apt(missing)


def venv_module() -> bool:
    """Debian ships Python without the part that fills a virtual environment."""
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip.version() and venv)


def apt(packages: list[str]) -> None:
    line = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not shutil.which("apt-get"):
        raise SetupError(f"Missing libraries; install what your system calls: {' '.join(packages)}")
    if not root and not (shutil.which("sudo") and quiet([*sudo, "true"])):
        raise SetupError(f"Missing libraries. Please run this once:\n  {line}")
    print("installing", " ".join(packages))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = [*sudo, "apt-get", "update", "-qq"]
    install = [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet(update)
    if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(f"apt-get failed. Please run this once:\n  {line}")


def quiet(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def fingerprint(wanted: str) -> str:
    """Of everything that decides what the environment holds."""
    locked = (ROOT / "requirements" / wanted).read_bytes()
    return hashlib.sha256(locked + sys.version.encode()).hexdigest() + wanted


def up_to_date(wanted: str) -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == fingerprint(wanted)


def virtual_environment() -> None:
    if not PYTHON.exists():
        print("making", VENV.name)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def requirements(wanted: str) -> None:
    """Exact versions with their hashes; where they come from is this machine's own setting."""
    print("installing requirements (the first time takes some minutes)")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    done = subprocess.run([*command, "-r", str(ROOT / "requirements" / wanted)], check=False)
    if done.returncode:
        raise SetupError("pip could not install the requirements; is there a connection? Run the same command again.")


def texts() -> None:
    """Persian catalogue, compiled anew when its source is newer."""
    stale = [
        source
        for source in (ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po")
        if not source.with_suffix(".mo").exists() or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        subprocess.run([str(PYTHON), "-m", "tools.texts", "compile"], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
