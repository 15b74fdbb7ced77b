"""A registry that answers dialled codes, for practice. Every sentence is invented: the real ones are not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MENU = "به سامانه همتا خوش آمدید\n1. استعلام اصالت\n2. فعال‌سازی دستگاه\n3. انتقال مالکیت"
ASK_IMEI = "شناسه 15 رقمی دستگاه را وارد کنید"
ASK_SIM = "شماره سیم‌کارت را وارد کنید"
ASK_CODE = "کد فعال‌سازی را وارد کنید"
ASK_ROW = "ردیف دستگاه را انتخاب یا شناسه را وارد کنید"
ASK_RECIPIENT = "شماره همراه خریدار را وارد کنید"
ASK_PIN = "رمز همتای خود را وارد کنید"
THANKS = "پاسخ با پیامک فرستاده می‌شود"
DONE = "عملیات با موفقیت ثبت شد"
SUMMARY = "شناسه {imei}\nسیم‌کارت {sim}\n1. تایید\n2. انصراف"

#: (n of +CUSD, sentence)
Turn = tuple[int, str]


@dataclass
class Registry:
    """Keeps what took effect, so that a test may look there and not at what was said."""

    menu: str = MENU
    summary: str = SUMMARY
    ask_imei: str = ASK_IMEI
    thanks: str = THANKS
    after_code: Turn | None = None  # in place of the summary
    pin: bool = False
    rows: tuple[str, ...] = ()
    end: Turn = (0, DONE)
    inquiries: list[str] = field(default_factory=list)
    activations: list[tuple[str, str, str]] = field(default_factory=list)
    transfers: list[tuple[str, str]] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    _next: Callable[[str], Turn] | None = None

    def dial(self, code: str) -> Turn:
        self.received = [code]
        if code != "*7777#":
            return 4, ""
        self._next = self._choose
        return 1, self.menu

    def reply(self, text: str) -> Turn:
        self.received.append(text)
        if self._next is None:
            return 4, ""
        turn = self._next(text)
        if turn[0] != 1:
            self._next = None
        return turn

    def hang_up(self) -> None:
        self._next = None

    def _ask(self, sentence: str, then: Callable[[str], Turn]) -> Turn:
        self._next = then
        return 1, sentence

    def _choose(self, choice: str) -> Turn:
        if choice == "1":
            return self._ask(self.ask_imei, self._inquired)
        if choice == "2":
            return self._ask(self.ask_imei, self._activating)
        if choice == "3":
            return self._ask(ASK_PIN, self._list) if self.pin else self._list("")
        return 2, "گزینه نادرست"

    def _inquired(self, imei: str) -> Turn:
        self.inquiries.append(imei)
        return 0, self.thanks

    def _activating(self, imei: str) -> Turn:
        def sim(number: str) -> Turn:
            return self._ask(ASK_CODE, lambda code: summary(number, code))

        def summary(number: str, code: str) -> Turn:
            if self.after_code is not None:
                return self.after_code
            shown = self.summary.format(imei=imei, sim=number)
            return self._ask(shown, lambda said: confirmed(number, code, said))

        def confirmed(number: str, code: str, said: str) -> Turn:
            if said == "1":
                self.activations.append((imei, number, code))
                return self.end
            return 0, "لغو شد"

        return self._ask(ASK_SIM, sim)

    def _list(self, _pin: str) -> Turn:
        listed = "\n".join(f"{n}- {imei}" for n, imei in enumerate(self.rows, 1))
        return self._ask(f"{ASK_ROW}\n{listed}".strip(), self._handing_over)

    def _handing_over(self, choice: str) -> Turn:
        short = choice.isdigit() and len(choice) < 3
        imei = self.rows[int(choice) - 1] if short and 0 < int(choice) <= len(self.rows) else choice

        def recipient(number: str) -> Turn:
            shown = self.summary.format(imei=imei, sim=number)
            return self._ask(shown, lambda said: confirmed(number, said))

        def confirmed(number: str, said: str) -> Turn:
            if said == "1":
                self.transfers.append((imei, number))
                return self.end
            return 0, "لغو شد"

        return self._ask(ASK_RECIPIENT, recipient)
