"""The rooms of goods and of the shop in figures. Each is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.pages.room import Room


def goods_rooms(
    services: Services, jobs: Jobs, open_page: Callable[[str], None], theme: str
) -> dict[str, Callable[[], Room]]:  # fmt: skip
    """By the name under which the window knows each."""

    def goods() -> Room:
        from ui.pages.goods import GoodsPage
        from ui.view_models.goods import GoodsVM

        page = GoodsPage(GoodsVM(services, jobs))
        page.wanted.connect(open_page)
        return page

    def intake() -> Room:
        from ui.pages.intake import IntakePage
        from ui.view_models.intake import IntakeVM

        return IntakePage(IntakeVM(services, jobs))

    def lists() -> Room:
        from ui.pages.lists import ListsPage
        from ui.view_models.lists import ListVM

        return ListsPage(ListVM(services, jobs))

    def stocktake() -> Room:
        from ui.pages.stocktake import StocktakePage
        from ui.view_models.stocktake import StocktakeVM

        return StocktakePage(StocktakeVM(services, jobs))

    def figures() -> Room:
        """Qt's charts are loaded with the first one."""
        from ui.pages.figures import FiguresPage
        from ui.view_models.figures import FiguresVM

        return FiguresPage(FiguresVM(services, jobs), theme)

    return {"figures": figures, "goods": goods, "intake": intake, "lists": lists, "stocktake": stocktake}
