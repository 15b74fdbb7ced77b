"""What each page of the first start is, and why it asks."""

from __future__ import annotations

from typing import Final

from pos_app.application.first_run import Step
from pos_app.i18n import mark

TITLES: Final = {
    Step.LANGUAGE: mark("Language"), Step.SHOP: mark("The shop, as every invoice names it"),
    Step.STAMP: mark("The shop's stamp"), Step.OWNER: mark("The owner"), Step.TILL: mark("This till"),
    Step.BACKUP: mark("Where copies of the shop are to lie"), Step.REGISTRY: mark("The way to Hamta"),
}  # fmt: skip
WHY: Final = {
    Step.LANGUAGE: mark("Of the screen; papers are Persian. It can be changed at any time."),
    Step.SHOP: mark("What is missing can be added later under Settings; an invoice needs at least the name."),
    Step.STAMP: mark(
        "A picture of the stamp on white paper loses its paper. Without one the program makes one of name and licence"
        " number."
    ),
    Step.OWNER: mark(
        "The owner may everything and names the other people. Do not lose this PIN: nobody can read it back."
    ),
    Step.TILL: mark("A short name, for a shop that has several."),
    Step.BACKUP: mark("A folder on another disk or a USB stick: a copy beside the shop is lost together with it."),
    Step.REGISTRY: mark(
        "By phone and site works from the first minute. Whoever has an account with the service types it here."
    ),
}
