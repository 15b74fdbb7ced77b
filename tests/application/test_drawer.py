"""The drawer follows every way that money moves; a sale belongs to the shift it was made in (lessons 41 and 59)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_app.application import completing, correcting, day_close, drawer, returns, scan, sell, staff
from pos_app.domain import day_document
from pos_app.domain.correction import RowChange
from pos_app.domain.denominations import LOOSE
from pos_app.domain.drawer import Cause, Shift, Sums
from pos_app.domain.errors import ShopError
from pos_app.domain.history import START
from pos_app.domain.invoice import Instalment, from_json
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.sale import Payment, PaymentMethod, PaymentPart
from pos_app.ports.storage import Staff, StoredInvoice
from tests.application.steps import BUYER, sold
from tests.application.test_correcting import WHY
from tests.application.test_returns import ready, sell_other
from tests.application.used_steps import bought, shop_with_sim, to_buy
from tests.fakes import parts
from tests.fakes.parts import CASE, CASE_GTIN, PIN, Till

CASH, CARD, TRANSFER = PaymentMethod.CASH, PaymentMethod.CARD_READER, PaymentMethod.TRANSFER


def code(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ShopError) as caught:
        act()
    return parts.codes_of(caught.value)


def sell_case(till: Till, payment: Payment) -> StoredInvoice:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, payment)
    return completing.complete(till.services, sale_id)


def total(paper: StoredInvoice) -> int:
    return from_json(paper.document).tsstam


def now(till: Till) -> Sums:
    return drawer.look(till.services).sums


def shift(till: Till) -> Shift:
    found = drawer.look(till.services).shift
    assert found is not None
    return found


def shift_of(till: Till, sale_id: str) -> int:
    with till.storage.read() as session:
        return session.shift_of(sale_id)


# -- opening ---------------------------------------------------------------------------------------


def test_the_first_money_opens_a_shift_and_selling_waits_for_nobody(till: Till) -> None:
    assert drawer.look(till.services).shift is None
    paper = sell_case(till, Payment(method=CASH))
    opened = shift(till)
    assert (opened.by_itself, opened.opening, opened.opened_by) == (True, 0, parts.SELLER)
    assert shift_of(till, paper.sale_id) == opened.id
    assert now(till).expected == total(paper)


def test_a_shift_that_was_opened_by_hand_is_the_one(till: Till) -> None:
    shift_id = drawer.begin(till.services, 5_000_000)
    assert code(lambda: drawer.begin(till.services, 1)) == ("shift-open-already", "")
    paper = sell_case(till, Payment(method=CASH))
    assert shift_of(till, paper.sale_id) == shift_id
    assert now(till).expected == 5_000_000 + total(paper)


def test_what_was_there_at_the_beginning_can_be_said_later(till: Till) -> None:
    sell_case(till, Payment(method=CARD))
    drawer.say_opening(till.services, 3_000_000)
    assert (shift(till).by_itself, now(till).expected) == (False, 3_000_000)


def asking(till: Till) -> Till:
    """The seller is at work and is asked for rights."""
    till.services.at_work.asks = True
    return till


def test_a_sum_that_was_said_once_is_changed_by_a_manager_alone(till: Till) -> None:
    sell_case(asking(till), Payment(method=CARD))
    drawer.say_opening(till.services, 3_000_000)
    assert drawer.look(till.services).opening_told
    assert code(lambda: drawer.say_opening(till.services, 1_000_000))[0] == "needs-manager"
    assert code(lambda: drawer.say_opening(till.services, 1_000_000, pin="0000"))[0] == "pin-wrong"
    assert shift(till).opening == 3_000_000
    drawer.say_opening(till.services, 2_000_000, pin=PIN)
    drawer.say_opening(till.services, 2_500_000, pin=PIN)
    with till.storage.read() as session:
        told = [one for one in session.told_about((str(shift(till).id),)) if one.kind == "opening-said"]
    assert [one.who for one in told] == [parts.SELLER, parts.MANAGER, parts.MANAGER]
    assert told[1].data == {"opening": [3_000_000, 2_000_000], "changed": True, "seller": parts.SELLER}
    document = closed(till, counted={LOOSE: 5}, left=0)
    assert (document.opening, document.openings_before) == (2_500_000, (3_000_000, 2_000_000))


def test_what_the_shift_before_counted_is_changed_by_a_manager_alone(till: Till) -> None:
    drawer.begin(asking(till).services, 900_000)
    assert code(lambda: drawer.say_opening(till.services, 1))[0] == "needs-manager"
    closed(till, counted={LOOSE: 900_000}, left=400_000)
    sell_case(till, Payment(method=CARD))
    assert shift(till).by_itself
    assert code(lambda: drawer.say_opening(till.services, 1))[0] == "needs-manager"
    drawer.say_opening(till.services, 300_000, pin=PIN)
    assert shift(till).opening == 300_000


@pytest.mark.parametrize("cause", [Cause.SALE, Cause.BUY_IN, Cause.RETURN, Cause.CORRECTION])
def test_what_a_paper_moves_nobody_moves_by_hand(till: Till, cause: Cause) -> None:
    with pytest.raises(ValueError, match="cause-not-by-hand"):
        drawer.move(till.services, cause, 5_000, "because")
    assert drawer.look(till.services).shift is None


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda s: drawer.begin(s, -1), ("amount-negative", "opening")),
        (lambda s: drawer.begin(s, MAX_RIAL + 1), ("amount-too-large", "opening")),
        (lambda s: drawer.say_opening(s, 1), ("no-shift-open", "")),
        (lambda s: drawer.move(s, Cause.PAID_IN, 0, "change"), ("amount-not-positive", "amount")),
        (lambda s: drawer.move(s, Cause.PAID_OUT, 5, " a "), ("reason-missing", "reason")),
    ],
)
def test_what_does_not_fit_is_refused(till: Till, act: Callable[..., object], said: tuple[str, str]) -> None:
    assert code(lambda: act(till.services)) == said


# -- every way that money moves --------------------------------------------------------------------


def test_parts_go_where_they_were_paid(till: Till) -> None:
    parts_ = (
        PaymentPart(method=CASH, amount=1_000_000), PaymentPart(method=CARD, amount=500_000, terminal="777"),
        PaymentPart(method=PaymentMethod.CHEQUE, amount=250_000, reference="1234567890123456"),
    )  # fmt: skip
    paper = sell_case(till, Payment(method=TRANSFER, parts=parts_))
    told = now(till)
    assert (told.sales, told.cards, told.cheques, told.cheque_count) == (1_000_000, (("777", 500_000),), 250_000, 1)
    assert told.transfers == total(paper) - 1_750_000


def test_a_card_without_a_terminal_is_the_shops_own(till: Till) -> None:
    from pos_app.application import shop as shops

    shops.save(till.services, replace(parts.SHOP, card_terminal="12345678"))
    paper = sell_case(till, Payment(method=CARD))
    assert now(till).cards == (("12345678", total(paper)),)


def test_what_is_paid_later_is_not_in_the_drawer(till: Till) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_buyer(till.services, sale_id, replace(BUYER, national_id="0012345679", postal_code="1234567891"))
    later = Instalment(amount=2_000_000, due="2027-01-01")
    sell.set_payment(till.services, sale_id, Payment(method=CASH, instalments=(later,)))
    paper = completing.complete(till.services, sale_id)
    assert now(till).expected == total(paper) - 2_000_000


def test_a_phone_bought_from_a_walk_in_is_paid_out_of_the_drawer(till: Till) -> None:
    shop_with_sim(till.services)
    paper = completing.complete(till.services, bought(till, to_buy(till)))
    told = now(till)
    assert (told.bought, told.expected) == (-70_000_000, -70_000_000)
    assert shift_of(till, paper.sale_id) == shift(till).id


def test_a_trade_in_takes_only_what_the_offset_leaves(till: Till) -> None:
    shop_with_sim(till.services)
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    case_id = bought(till, to_buy(till, within=sale_id))
    sell.set_payment(till.services, sale_id, Payment(method=CASH))
    paper = completing.complete(till.services, sale_id)
    told = now(till)
    assert (told.sales, told.bought) == (0, total(paper) - 70_000_000)
    assert {shift_of(till, one) for one in (sale_id, case_id)} == {shift(till).id}


def test_a_return_gives_back_out_of_the_shift_it_is_made_in(till: Till) -> None:
    first = sold(till.services)  # paid by card
    before = shift(till).id
    day_close.close(till.services, before, {}, left=0)
    back = completing.complete(till.services, ready(till))
    assert now(till).returned == -total(first)
    assert (shift_of(till, first.sale_id), shift_of(till, back.sale_id)) == (before, shift(till).id)
    assert shift(till).id != before


def test_an_exchange_moves_the_difference_alone(till: Till) -> None:
    sold(till.services)
    sale_id = returns.exchange(till.services, ready(till))
    sell_other(till, sale_id)
    before = now(till)
    completing.complete(till.services, sale_id)
    assert now(till) == before


def test_corrections_and_voids_move_what_they_say(till: Till) -> None:
    paper = sell_case(till, Payment(method=CASH))
    first = total(paper)
    less = correcting.correct(
        till.services, paper.number, {1: RowChange(CASE.price, 500_000, 1)}, reason=WHY, pin=PIN, method=CASH
    )
    assert now(till).corrected == total(less) - first
    more = correcting.correct(
        till.services, less.number, {1: RowChange(CASE.price, 0, 2)}, reason=WHY, pin=PIN, method=CARD
    )
    assert now(till).cards == (("", total(more) - total(less)),)
    correcting.void(till.services, more.number, reason=WHY, pin=PIN, method=CASH)
    told = now(till)
    assert told.returned == -total(more)
    assert told.expected == first + (total(less) - first) - total(more)


def test_a_sale_that_fails_moves_nothing(till: Till) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, Payment(method=CASH))
    till.renderer.lacks = "☃"
    assert code(lambda: completing.complete(till.services, sale_id))[0] == "glyph-missing"
    assert drawer.look(till.services).shift is None


@pytest.mark.parametrize("seed", range(8))
def test_expected_follows_every_way_whatever_the_order(till: Till, seed: int) -> None:
    """Expected = beginning + ins - outs + cash sales - cash paid out, over a day in which anything happens next."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    shop_with_sim(till.services)
    expected = 0
    standing: list[StoredInvoice] = []
    phones = [f"35693803564{n}" for n in ("3957",)]

    def cash_part(paper: StoredInvoice) -> int:
        return sum(line.amount for line in from_json(paper.document).payments if line.method == CASH.tax_code)

    for _step in range(14):
        what = chance.choice(("sale", "sale", "in", "out", "correct", "void", "buy", "close"))
        amount = chance.randrange(1, 900) * 1000
        if what == "sale":
            split = (PaymentPart(method=chance.choice((CASH, CARD)), amount=amount),)
            paper = sell_case(till, Payment(method=chance.choice((CASH, CARD, TRANSFER)), parts=split))
            standing.append(paper)
            expected += cash_part(paper)
        elif what == "in":
            drawer.move(till.services, Cause.PAID_IN, amount, "change from the bank")
            expected += amount
        elif what == "out":
            drawer.move(till.services, Cause.PAID_OUT, amount, "tea and sugar")
            expected -= amount
        elif what == "correct" and standing:
            old = standing.pop()
            way = chance.choice((CASH, CARD))
            change = RowChange(CASE.price + chance.randrange(1, 9) * 1000, amount, chance.randrange(1, 4))
            new = correcting.correct(till.services, old.number, {1: change}, reason=WHY, pin=PIN, method=way)
            standing.append(new)
            expected += (total(new) - total(old)) * (way is CASH)
        elif what == "void" and standing:
            old = standing.pop(0)
            way = chance.choice((CASH, TRANSFER))
            correcting.void(till.services, old.number, reason=WHY, pin=PIN, method=way)
            expected -= total(old) * (way is CASH)
        elif what == "buy" and phones:
            completing.complete(till.services, bought(till, to_buy(till, imeis=(f"{phones.pop()}",))))
            expected -= 70_000_000
        elif what == "close" and drawer.look(till.services).shift is not None:
            there = max(0, expected) + amount  # never what must be there
            day_close.close(till.services, shift(till).id, {LOOSE: there}, left=there // 2)
            expected = there // 2
        if drawer.look(till.services).shift is not None:
            assert now(till).expected == expected, what
    assert {move.who for move in drawer.look(till.services).moves} <= {parts.SELLER}


# -- closing ---------------------------------------------------------------------------------------


def closed(till: Till, **more: object) -> day_document.DayDocument:
    number = day_close.close(till.services, shift(till).id, **more)  # type: ignore[arg-type]
    made = drawer.look(till.services).closed[0]
    assert made.number == number
    return day_document.from_json(made.document)


def test_all_sums_stand_apart_on_the_frozen_paper(till: Till) -> None:
    drawer.begin(till.services, 1_000_000)
    paper = sell_case(till, Payment(method=CASH))
    drawer.move(till.services, Cause.PAID_IN, 300_000, "change")
    drawer.move(till.services, Cause.PAID_OUT, 200_000, "tea")
    counted = {"cheque_1000000": 3, "note_100000": 8, LOOSE: 5}
    document = closed(till, counted=counted, left=500_000, remark="long day")
    assert (document.opening, document.sales, document.paid_in, document.paid_out) == (
        1_000_000, total(paper), 300_000, -200_000
    )  # fmt: skip
    assert document.expected == 1_100_000 + total(paper)
    assert (document.counted, document.difference) == (3_800_005, 3_800_005 - document.expected)
    assert (document.left, document.taken, document.sale_count) == (500_000, 3_300_005, 1)
    assert [one.reason for one in document.by_hand] == ["change", "tea"]
    assert document.number == "Z1405-1-000001"


def test_the_paper_carries_where_the_history_stood(till: Till) -> None:
    sell_case(till, Payment(method=CASH))
    with till.storage.read() as session:
        head = session.history_head(1)
    document = closed(till, counted={}, left=0)
    assert (document.head_count, document.head_hash) == (head.count, head.hash)
    assert document.head_hash != START


def test_the_next_shift_begins_with_what_was_left(till: Till) -> None:
    drawer.begin(till.services, 900_000)
    closed(till, counted={LOOSE: 900_000}, left=400_000)
    assert drawer.look(till.services).left == 400_000
    sell_case(till, Payment(method=CARD))
    assert (shift(till).opening, shift(till).by_itself) == (400_000, True)


@pytest.mark.parametrize(
    ("counted", "left", "said"),
    [
        ({LOOSE: 5}, 6, ("left-more-than-counted", "left")), ({LOOSE: 5}, -1, ("left-more-than-counted", "left")),
        ({"note_7": 1}, 0, ("denomination-unknown", "")), ({"note_5000": -2}, 0, ("count-out-of-range", "note_5000")),
    ],
)  # fmt: skip
def test_a_count_that_cannot_be_closes_nothing(
    till: Till, counted: dict[str, int], left: int, said: tuple[str, str]
) -> None:
    shift_id = drawer.begin(till.services, 0)
    assert code(lambda: day_close.close(till.services, shift_id, counted, left=left)) == said
    assert shift(till).id == shift_id


def test_closed_is_closed(till: Till) -> None:
    shift_id = drawer.begin(till.services, 0)
    closed(till, counted={}, left=0)
    assert code(lambda: day_close.close(till.services, shift_id, {}, left=0)) == ("shift-closed", "")


def test_a_manager_closes_anybodys_shift_in_place_or_at_work(till: Till) -> None:
    staff.begin(till.services)
    drawer.begin(till.services, 0)
    with till.storage.write() as session:
        other = session.put_staff(Staff(id=0, name="Other seller", role="seller", pin_hash=""))
    staff.sign_in(till.services, other, "")
    mine = shift(till).id
    assert code(lambda: day_close.close(till.services, mine, {}, left=0))[0] == "needs-manager"
    assert code(lambda: day_close.close(till.services, mine, {}, left=0, pin="0000"))[0] == "pin-wrong"
    day_close.close(till.services, mine, {}, left=0, pin=PIN)
    assert drawer.look(till.services).closed[0].closed_by == parts.MANAGER
    assert till.services.person == "Other seller"


def test_a_manager_closes_the_shift_of_another_till(till: Till) -> None:
    beside = till.beside(2)
    staff.begin(till.services)
    there = drawer.begin(beside, 7)
    assert drawer.look(till.services).shift is None
    day_close.close(till.services, there, {LOOSE: 7}, left=7)
    assert drawer.look(beside).closed[0].number == "Z1405-2-000001"


def test_its_paper_is_drawn_again_as_it_was(till: Till) -> None:
    drawer.begin(till.services, 0)
    shift_id = shift(till).id
    assert code(lambda: day_close.paper(till.services, shift_id)) == ("shift-not-closed", "")
    document = closed(till, counted={}, left=0)
    first = day_close.paper(till.services, shift_id).read_bytes()
    assert day_close.paper(till.services, shift_id, sheet="80mm").name == f"{document.number}-80mm.pdf"
    assert day_close.paper(till.services, shift_id).read_bytes() == first
    assert till.renderer.days == [document] * 3
