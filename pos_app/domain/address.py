"""Addresses that a till may send private data to."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit


def may_be_asked(address: str, paths: tuple[str, ...] | None = None) -> bool:
    """https to anywhere; plain http only to this very machine. `paths`: what may stand behind the host, None = any."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        # Asking for the port raises where it is none.
        well_formed = parts.port != 0 and re.fullmatch(r"[0-9A-Za-z.:-]+", host) is not None
    except ValueError:
        return False
    if not well_formed or parts.query or parts.fragment or parts.username:
        return False
    if paths is not None and parts.path.rstrip("/") not in paths:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_here(address))


def is_here(address: str) -> bool:
    """Is it this very machine?"""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
