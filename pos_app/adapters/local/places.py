"""Where a database must not lie: on a network share (SQLite's locks do not hold there) and in a folder that a program
for the cloud copies while it is written (two copies of one file, and a journal torn from its database)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import Final

from pos_app.domain.errors import StorageError

ON_NETWORK, SYNCED = "folder-on-network", "folder-synced"
#: Types of file systems, as Linux names them, that lie on another computer.
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "beegfs", "ceph", "coda", "davfs", "glusterfs", "lustre",
     "ncpfs"}
)  # fmt: skip
_NETWORK_FUSE: Final = frozenset(
    {"ceph", "cifs", "curlftpfs", "davfs", "davfs2", "glusterfs", "goofys", "google-drive-ocamlfuse", "gvfsd-fuse",
     "onedriver", "rclone", "s3fs", "smbnetfs", "sshfs"}
)  # fmt: skip
_REMOTE: Final = 4  # DRIVE_REMOTE of GetDriveTypeW
#: A folder of this name, or one that begins so, belongs to that service.
_NAMES: Final = (
    (re.compile(r"onedrive( - .+|-.+)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox( \(.+\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive|googledrive-.+|my drive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"nextcloud\d*", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud\d*", re.IGNORECASE), "ownCloud"),
    (re.compile(r"icloud ?drive|mobile documents", re.IGNORECASE), "iCloud"),
    (re.compile(r"mega(sync)?( \(.+\))?", re.IGNORECASE), "MEGA"),
    (re.compile(r"yandex\.?disk", re.IGNORECASE), "Yandex Disk"),
    (re.compile(r"pcloud ?drive", re.IGNORECASE), "pCloud"),
    (re.compile(r"box( sync)?", re.IGNORECASE), "Box"),
    (re.compile(r"sync\.com|synology ?drive", re.IGNORECASE), "Synology Drive"),
)  # fmt: skip
#: What their programs put into the folder that they keep alike.
_MARKERS: Final = (
    (".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".nextcloudsync.log", "Nextcloud"), (".owncloudsync.log", "ownCloud"), (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "ownCloud"), (".stfolder", "Syncthing"), (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"), (".SynologyWorkingDirectory", "Synology Drive"),
)  # fmt: skip


def refuse_unfit(folder: Path) -> None:
    """Raises StorageError `folder-on-network`, `folder-synced`; its detail says of what kind or whose."""
    real = Path(os.path.realpath(folder))
    if kind := _drive_kind(real):
        raise StorageError(ON_NETWORK, detail=kind)
    if service := sync_service((real, folder.absolute()), _is_there):
        raise StorageError(SYNCED, detail=service)


def network_kind(folder: PurePath, mounts: Iterable[str]) -> str:
    """The type of the file system that `folder` lies on, if that is a network's, else "". `mounts`: lines as in
    /proc/mounts; the longest mount point that holds the folder counts, and of two at one place the later."""
    best, kind = -1, ""
    for line in mounts:
        fields = line.split()
        if len(fields) < 3:
            continue
        point = PurePath(_unescaped(fields[1]))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    far = kind in _NETWORK or (kind.removeprefix("fuse.") in _NETWORK_FUSE and kind.startswith("fuse."))
    return kind if far else ""


def sync_service(folders: Iterable[Path], there: Callable[[Path, str], bool]) -> str:
    """Whose program keeps one of these folders alike elsewhere, "" = nobody's. `there`: does this folder hold a file of
    this name, or pattern?"""
    for folder in folders:
        for above in (folder, *folder.parents):
            for name, service in _NAMES:
                if name.fullmatch(above.name):
                    return service
            for marker, service in _MARKERS:
                if there(above, marker):
                    return service
    return ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _mounts() -> list[str]:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def _is_there(folder: Path, name: str) -> bool:
    """A folder that cannot be read holds nothing that we could know of."""
    try:
        if "*" in name:
            return next(iter(folder.glob(name)), None) is not None
        return (folder / name).exists()
    except OSError:
        return False


def windows_kind(folder: str, drive_type: Callable[[str], int]) -> str:
    """ "share" for \\\\server\\share, "drive" for a letter that stands for one, else ""."""
    if (folder.startswith("\\\\") and not folder.startswith("\\\\?\\")) or folder.startswith("\\\\?\\UNC\\"):
        return "share"
    plain = folder.removeprefix("\\\\?\\")
    return "drive" if plain[1:2] == ":" and drive_type(f"{plain[:2]}\\") == _REMOTE else ""


if sys.platform == "win32":
    import ctypes

    def _drive_kind(real: Path) -> str:
        return windows_kind(str(real), lambda root: int(ctypes.windll.kernel32.GetDriveTypeW(root)))
else:

    def _drive_kind(real: Path) -> str:
        return network_kind(real, _mounts())
