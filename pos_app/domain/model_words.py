"""The words in which people, boxes and registries name a phone, reduced to those that tell one model from another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.domain.digits import fold

#: Sub-brands under their maker. An old Honor is a Huawei, a new one is not: that pair alone never speaks of a clone.
_MAKERS = {
    "samsung": ("galaxy", "سامسونگ", "گلکسی"),
    "apple": ("iphone", "اپل", "آیفون", "ایفون"),
    "xiaomi": ("mi", "redmi", "poco", "شیائومی", "شیاومی", "ردمی", "پوکو"),
    "nokia": ("hmd", "نوکیا"),
    "huawei": ("honor", "هواوی", "آنر", "انر"),
    "motorola": ("moto", "lenovo", "موتورولا"),
    "vivo": ("iqoo", "ویوو"),
}
_MAKER_OF = {word: maker for maker, words in _MAKERS.items() for word in (maker, *words)}
_LINES = {"redmi": "redmi", "ردمی": "redmi", "poco": "poco", "پوکو": "poco"}

_APART_WORDS = (
    "pro max ultra plus fe lite mini edge neo prime note se xl air go fold flip tab pad watch gt core play power turbo "
    "racing zoom ace fusion youth ipad"
)
#: One more of these is another phone.
APART = frozenset(_APART_WORDS.split())
_PERSIAN_OF = {
    "پرو": "pro", "مکس": "max", "اولترا": "ultra", "الترا": "ultra", "پلاس": "plus", "لایت": "lite", "مینی": "mini",
    "نوت": "note", "نئو": "neo", "پرایم": "prime", "اج": "edge", "ایر": "air", "فولد": "fold", "فلیپ": "flip",
    "تب": "tab",
}  # fmt: skip

# What one model is sold in, and what is written beside a name.
_NETWORK = (
    "2g 3g 4g 5g lte nr nfc volte dual single sim esim dualsim ds duos دو تک سیم کارت سیمکارت دوسیم دوسیمکارت تکسیمکارت"
)
_STORAGE = "ram rom memory storage gb tb رم حافظه ظرفیت گیگ گیگابایت ترابایت"
_COLOURS = (
    "black white blue red green gold golden silver gray grey purple violet pink yellow orange brown beige cream navy "
    "mint lavender lime coral bronze copper rose graphite midnight starlight titanium titan natural phantom awesome "
    "iceblue onyx marble cobalt sierra pacific alpine space desert "
    "مشکی سیاه سفید آبی ابی قرمز سبز طلایی نقرهای نقره ای خاکستری طوسی بنفش صورتی زرد نارنجی قهوهای قهوه کرم کرمی "
    "یاسی نعنایی سرمهای سرمه گلبهی رزگلد تیتانیوم تیتانیومی"
)
_BESIDE = (
    "phone smartphone mobile handset model color colour global version edition electronics communications "
    "technologies corporation company co inc ltd oy not active "
    "گوشی موبایل تلفن همراه مدل رنگ نات اکتیو ناتاکتیو رجیستر شده "
    "1st 2nd 3rd 4th gen generation "  # the same phone by its year: iPhone SE 2020
    "ch za zp lla ll aa ja jp usa uae eu india vietnam china korea iran dubai ویتنام هند چین کره امارات دبی ایران "
    "new used sealed پلمب آکبند اکبند نو کارکرده"
)
_LEFT_OUT = frozenset(f"{_NETWORK} {_STORAGE} {_COLOURS} {_BESIDE}".split())
_SIZES = frozenset({"64", "128", "256", "512", "1024"})

_ARABIC = str.maketrans("يىك", "ییک")  # as older keyboards and windows-1256 write them
_SIZE = re.compile(r"(?<![0-9a-z.])[0-9]{1,4}(?:\s*(?:gb|tb|گیگابایت|گیگ|ترابایت)|g)(?![0-9a-z\u0600-\u06ff])")
_PAIR = re.compile(r"(?<![0-9a-z.])[0-9]{1,2}\s*[/+]\s*(?:32|64|128|256|512|1024)(?![0-9a-z])")
_PLUS = re.compile(r"(?<=[0-9a-z])\+(?![0-9])")
_GLUED = re.compile(r"(?<=[0-9])(?=(?:pro|max|promax|ultra|plus|lite|mini|fe)(?![a-z]))|(?<=pro)(?=max(?![a-z]))")
_LINE = re.compile(r"\b(iphone|redmi|note|poco|galaxy|flip|fold)(?=[0-9])")
_TORN = re.compile(r"(?<![0-9a-z])([a-z])\s+(?=[0-9]{1,3}(?![0-9a-z]))|(?<=[0-9])\s+(?=[a-z](?![0-9a-z]))")
_MAKERS_CODE = re.compile(r"(?<=\b(?:sm|ta|gt))\s+(?=[a-z]?[0-9]{3,})")
#: A maker's code: SM-A556E, TA-1234, CPH2363, 2201117TG. Three digits after one letter are a name: vivo Y200.
_CODE = re.compile(
    r"(?<![0-9a-z])(?:(?=(?:[a-z-]*[0-9]){3})[a-z]+-[0-9a-z]+|(?=[0-9]*[a-z])(?=(?:[a-z]*[0-9]){4})[0-9a-z]+)(?![0-9a-z])"
)
_CODED = re.compile(r"(?=(?:\D*\d){3})(?=\d*[a-z])[0-9a-z]{4,}")
_WORD = re.compile(r"[0-9]+\.[0-9]+|[0-9a-z\u0600-\u06ff]+")
#: Of Samsung's codes the last letters say for which country it was made.
_COUNTRY = re.compile(r"((?:sm)?[a-z][0-9]{3})[a-z][0-9a-z]?\Z")


@dataclass(frozen=True, slots=True)
class Words:
    """`makers` whose phone it is, `lines` the sub-brands; `names` and `codes` are what is left of the model, `latin`
    whether all of it can be read beside a Latin name."""

    makers: frozenset[str]
    lines: frozenset[str]
    names: frozenset[str]
    codes: frozenset[str]
    latin: bool

    @property
    def coded(self) -> frozenset[str]:
        """The codes, and names that may be a part of one."""
        parts = {word for word in self.names if _CODED.fullmatch(word)}
        return self.codes | {_COUNTRY.sub(r"\1", word) for word in parts}

    @property
    def vague(self) -> bool:
        """No number in it: it names a family."""
        return not any(char.isdigit() for word in self.names for char in word)


def read(brand: str, model: str) -> Words:
    """Brand and model as one bag: where a sub-brand stands is everybody's own habit."""
    of_brand = _kept(_tokens(_plain(brand)))
    text = _plain(model)
    codes = frozenset(_COUNTRY.sub(r"\1", found.replace("-", "")) for found in _CODE.findall(text))
    words = _kept(_tokens(_CODE.sub(" ", text)))
    told = {_MAKER_OF[word] for word in of_brand if word in _MAKER_OF}
    strange = {word for word in of_brand if word not in _MAKER_OF and word not in APART and not word[0].isdigit()}
    names = {_PERSIAN_OF.get(word, word) for word in words if word not in _MAKER_OF and word not in strange}
    names |= {word for word in of_brand if word in APART or word[0].isdigit()}
    if any(_numbered(word) for word in names - _SIZES):
        names -= _SIZES
    return Words(  # the brand's word counts before a maker's name within the model
        makers=frozenset(told or strange | {_MAKER_OF[word] for word in words if word in _MAKER_OF}),
        lines=frozenset(_LINES[w] for w in (*of_brand, *words) if w in _LINES),
        names=frozenset(names), codes=codes, latin=not any(_persian(word) for word in words),
    )  # fmt: skip


def latin(brand: str) -> bool:
    return not any(_persian(word) for word in _kept(_tokens(_plain(brand))))


def _plain(text: str) -> str:
    """No storage in it, and what is glued or torn as the maker writes it."""
    text = _SIZE.sub(" ", _PAIR.sub(" ", fold(text).casefold().translate(_ARABIC)))
    text = _GLUED.sub(" ", _LINE.sub(r"\1 ", _PLUS.sub(" plus ", text)))
    return _TORN.sub(lambda found: found[1] or "", _MAKERS_CODE.sub("-", text))


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def _kept(words: list[str]) -> list[str]:
    return [word for word in words if word not in _LEFT_OUT]


def _numbered(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _persian(word: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in word)
