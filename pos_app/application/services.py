"""The parts a use case works with. Tests hand in fakes; nothing here is global."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pos_app.domain.checklist import Checklist
from pos_app.domain.registry import Channel
from pos_app.ports.clock import Clock
from pos_app.ports.documents import InvoiceRenderer
from pos_app.ports.hardware import CodeReader
from pos_app.ports.registry import RegistryGateway
from pos_app.ports.storage import Storage

SEALED = "sealed"  # the checklist of this counter; other ways of selling bring their own


@dataclass(frozen=True, slots=True)
class Services:
    """`shop_id` is how the registry knows the shop, `person` who works here, `papers` the folder of finished PDFs."""

    storage: Storage
    clock: Clock
    gateways: Mapping[Channel, RegistryGateway]
    renderer: InvoiceRenderer
    reader: CodeReader
    checklists: Mapping[str, Checklist]
    papers: Path
    till_id: int
    shop_id: str
    person: str
    jitter: random.Random = field(default_factory=random.Random)

    @property
    def checklist(self) -> Checklist:
        return self.checklists[SEALED]


@dataclass(frozen=True, slots=True)
class Program:
    """`notice` is a code for the status line, "" = all well; `preferences` language and theme of this till."""

    services: Services
    notice: str
    preferences: Mapping[str, str]
