"""Sentences about backups, restoring and the recovery key: what happened, and what to do next."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

BACKUPS: dict[str, Sentence] = {
    # -- making one --------------------------------------------------------------------------------
    "backup-refused": stop(_("No backup was made: the database is damaged ({detail}). The older backups are untouched. Restore the newest one.")),
    "backup-folder-missing": wait(_("The folder for backups is not there: {detail}. Plug in the stick or choose another folder.")),
    "backup-target": stop(_("{detail} is something else and no backup: it was left alone. Choose another name.")),
    "backup-full": stop(_("There is no room for the backup. The older ones are untouched. Free some space or take another stick.")),
    "backup-write-failed": stop(_("The backup could not be written ({detail}). The older ones are untouched. Try another stick.")),
    "backup-not-here": stop(_("The database of this shop lies on a server: it is backed up there.")),
    "backup-folder-none": wait(_("Choose a folder for the backups first.")),
    "backup-folder-inside": stop(_("This folder lies in the shop's own folder: what takes one takes the other. Choose a stick or another disk.")),
    "backup-same-disk": wait(_("Saved. This folder is on the same disk as the shop: if the disk fails, both are gone. A stick is better.")),
    "backup-place-saved": Sentence(GOOD, _("Saved. Backups are made there every hour and when the program is closed.")),
    "backup-made": Sentence(GOOD, _("The backup is made and was tried: {detail}")),
    "backup-opens": Sentence(GOOD, _("The newest backup opens, and everything is in it: {detail}")),
    "recovery-key-written": Sentence(GOOD, _("The paper of the recovery key is written: {detail}. Print it, then delete the file.")),
    # -- opening one -------------------------------------------------------------------------------
    "backup-missing": stop(_("The backup was not found: {detail}.")),
    "not-a-backup": stop(_("This file is no backup of this program. Its name ends in .pskbackup.")),
    "backup-damaged": stop(_("This backup is damaged or cut off ({detail}) and is not used. Take an older one.")),
    "backup-newer": stop(_("This backup was made by a newer program. Update this one first.")),
    "backup-of-another": stop(_("This backup was made with other keys than those of this computer. It opens with its recovery key.")),
    # -- restoring ---------------------------------------------------------------------------------
    "shop-has-data": stop(_("There is a shop in this folder already. It is put aside only when you say so; nothing is deleted.")),
    "restore-unfinished": stop(_("A restore was cut off and cannot be finished now. Check the disk and unlock the key store, then start again.")),
    "invoice-number-form": stop(_("{detail} is no invoice number. It looks like 1405-1-000418.")),
    # -- who may work in a folder, and where it may lie ---------------------------------------------
    "shop-is-open": stop(_("This shop is open in another window of this program. Close that one first.")),
    "restore-under-way": wait(_("This shop is being restored from a backup. Wait until that has ended.")),
    "folder-on-network": stop(_("The shop's folder lies on a network share ({detail}). A database is damaged there sooner or later: choose a folder of this computer's own disk.")),
    "folder-synced": stop(_("The shop's folder is kept alike elsewhere by {detail}. That damages a database: choose a folder outside of it. Backups may lie there.")),
    # -- for whoever helps -----------------------------------------------------------------------
    "support-not-written": stop(_("The support bundle could not be written: {detail}. Choose another place.")),
    "support-written": Sentence(GOOD, _("The support bundle is written: {detail}. It holds no name, number or price of anybody.")),
    "log-missing": wait(_("There is no log yet.")),
    # -- the recovery key --------------------------------------------------------------------------
    "recovery-key-wrong": stop(_("This recovery key does not open this backup. A backup needs the key that was valid when it was made.")),
    "recovery-key-form": stop(_("The recovery key has 34 characters: eight groups of four, and two.")),
    "recovery-key-typo": stop(_("One character of the recovery key was misread or two changed places. Compare it with the paper.")),
    "recovery-key-printed": stop(_("The recovery key was printed on {detail} already. If the paper is lost, make a new key.")),
    "recovery-key-file": stop(_("The file of the recovery key cannot be read: {detail}.")),
}  # fmt: skip
