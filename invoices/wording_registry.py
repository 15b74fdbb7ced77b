"""What the registry said, in words: one sentence about inquiry, transfer and activation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from invoices.figures import code, mobile
from invoices.tongues import FA, Tongue
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.invoice import RegistryFacts

VERDICTS: Final = FA.books["verdicts"]
CHANNELS: Final = FA.books["channels"]


@dataclass(frozen=True, slots=True)
class Deal:
    """Who owes what is not done yet, by the code of a debtor; and whether the SIM that is served is the shop's own,
    which is nobody else's business and therefore masked."""

    transfer: str
    activation: str
    to_shop: bool = False


OF_SALE: Final = Deal("seller", "seller")
OF_RETURN: Final = Deal("buyer", "shop", to_shop=True)
OF_BUY_IN: Final = Deal("device_seller", "shop", to_shop=True)


def registry(facts: RegistryFacts, deal: Deal, *, named: bool = True, tongue: Tongue = FA) -> str:
    """One sentence: how the registry answered, when and by which way, and how transfer and activation stand. `named`:
    it says that it is of Hamta, where no heading does.

    A way is named once, until another one follows it."""
    parts, way = [], ""
    if facts.verdict:
        parts.append(
            tongue.say(
                "inquiry",
                when=_when(facts.inquiry_at, tongue),
                by=_by(facts.inquiry_channel, tongue),
                verdict=tongue.word("verdicts", facts.verdict),
            )
        )
        way = facts.inquiry_channel
    if facts.transfer_state:
        parts.append(_transfer(facts, way, deal, tongue))
        way = facts.transfer_channel or way
    if facts.activation_state:
        parts.append(_activation(facts, way, deal, tongue))
    said = tongue.say("semicolon").join(parts)
    return tongue.say("registry" if named else "unnamed_registry", said=said) if parts else ""


def _transfer(facts: RegistryFacts, way: str, deal: Deal, tongue: Tongue) -> str:
    """Begun is not done: it is complete only when the other side has activated."""
    sims = tongue.say("from_sim", sim=mobile(facts.from_sim)) if facts.from_sim else ""
    sims += tongue.say("to_sim", sim=mobile(facts.to_sim)) if facts.to_sim else ""
    if facts.transfer_state not in ("succeeded", "awaiting_buyer"):
        return tongue.say("transfer_owed", sims=sims, who=tongue.word("debtors", deal.transfer))
    when = _when(facts.transfer_at, tongue)
    by = "" if facts.transfer_channel == way else _by(facts.transfer_channel, tongue)
    done = facts.transfer_state == "succeeded"
    return tongue.say("transfer_done" if done else "transfer_begun", when=when, by=by, sims=sims)


def _activation(facts: RegistryFacts, way: str, deal: Deal, tongue: Tongue) -> str:
    if facts.activation_state != "succeeded":
        return tongue.say("activation_owed", who=tongue.word("debtors", deal.activation))
    by = "" if facts.activation_channel == way else _by(facts.activation_channel, tongue)
    imei = tongue.say("with_imei", imei=code(facts.activated_imei)) if facts.activated_imei else ""
    sim = ""
    if facts.sim:
        shown = mobile_masked(facts.sim) if deal.to_shop and "*" not in facts.sim else facts.sim
        sim = tongue.say("for_sim", sim=mobile(shown))
    return tongue.say("activation_done", when=_when(facts.activation_at, tongue), by=by, imei=imei, sim=sim)


def _when(iso: str, tongue: Tongue) -> str:
    return tongue.say("when", moment=tongue.moment(iso)) if iso else ""


def _by(channel: str, tongue: Tongue) -> str:
    return tongue.say("by", channel=tongue.word("channels", channel)) if channel else ""
