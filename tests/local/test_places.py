"""Where a database may not lie; the tables are the tests' own."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from pos_app.adapters.local import places
from pos_app.domain.errors import StorageError

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/shop /mnt/shop nfs4 rw 0 0
//server/share /mnt/our\\040share cifs rw 0 0
/dev/sdb1 /mnt/shop/stick vfat rw 0 0
sara@host: /home/sara/far fuse.sshfs rw 0 0
portal /home/sara/near fuse.portal rw 0 0
odd
/dev/sdc1 /media/over ext4 rw 0 0
server:/x /media/over nfs rw 0 0
""".splitlines()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/sara/shop", ""), ("/mnt/shop/a", "nfs4"), ("/mnt/shop", "nfs4"), ("/mnt/shopping", ""),
     ("/mnt/our share/a", "cifs"), ("/mnt/shop/stick/a", ""), ("/home/sara/far/a", "fuse.sshfs"),
     ("/home/sara/near/a", ""), ("/media/over/a", "nfs")],
)  # fmt: skip
def test_network_shares(folder: str, kind: str) -> None:
    assert places.network_kind(PurePosixPath(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("C:\\Users\\sara\\shop", ""), ("Z:\\shop", "drive"), ("\\\\server\\share\\shop", "share"),
     ("\\\\?\\C:\\shop", ""), ("\\\\?\\Z:\\shop", "drive"), ("\\\\?\\UNC\\server\\share", "share")],
)  # fmt: skip
def test_network_drives(folder: str, kind: str) -> None:
    assert places.windows_kind(folder, lambda root: 4 if root == "Z:\\" else 3) == kind


@pytest.mark.parametrize(
    ("folder", "service"),
    [("/home/sara/OneDrive - Shop/pishkhan", "OneDrive"), ("/home/sara/onedrive/x", "OneDrive"),
     ("/home/sara/Dropbox (Personal)/x", "Dropbox"), ("/home/sara/My Drive/x", "Google Drive"),
     ("/home/sara/Nextcloud/x", "Nextcloud"), ("/home/sara/iCloudDrive/x", "iCloud"), ("/home/sara/MEGA/x", "MEGA"),
     ("/home/sara/Yandex.Disk/x", "Yandex Disk"), ("/home/sara/shop", ""), ("/home/sara/Boxes/x", ""),
     ("/home/sara/my-dropbox-notes/x", "")],
)  # fmt: skip
def test_folders_of_the_cloud_by_their_names(folder: str, service: str) -> None:
    assert places.sync_service((Path(folder),), lambda _folder, _name: False) == service


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".dropbox", "Dropbox"), (".stfolder", "Syncthing"), (".sync_0a1b.db", "Nextcloud"),
     (".tmp.drivedownload", "Google Drive"), (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive")],
)  # fmt: skip
def test_folders_of_the_cloud_by_what_lies_in_them(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / "kept" / "deep" / "shop").mkdir(parents=True)
    places.refuse_unfit(tmp_path / "kept" / "deep" / "shop")
    (tmp_path / "kept" / marker).write_text("", "utf-8")
    with pytest.raises(StorageError, match="folder-synced") as caught:
        places.refuse_unfit(tmp_path / "kept" / "deep" / "shop")
    assert caught.value.detail == service


def test_a_link_into_such_a_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "shop").mkdir(parents=True)
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox" / "shop")
    with pytest.raises(StorageError, match="folder-synced"):
        places.refuse_unfit(tmp_path / "plain")


def test_a_share_is_refused_with_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_mounts", lambda: [f"server:/x {tmp_path} nfs4 rw 0 0"])
    with pytest.raises(StorageError, match="folder-on-network") as caught:
        places.refuse_unfit(tmp_path / "shop")
    assert caught.value.detail == "nfs4"
