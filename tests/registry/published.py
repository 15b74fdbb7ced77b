"""The published contract as tests use it: its schemas, its examples, and which part of it a request belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry as Schemas
from referencing import Resource
from referencing.jsonschema import DRAFT202012

CONTRACT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "registry-api.yaml").read_text(encoding="utf-8")
)
_SCHEMAS: Schemas[Any] = Schemas().with_resource(
    "urn:contract", Resource.from_contents(CONTRACT, default_specification=DRAFT202012)
)
_FORMATS = FormatChecker()
_METHODS = ("get", "post", "put", "delete")


def hold_to(schema: dict[str, Any], value: object) -> None:
    """`value` fits this schema of the contract, formats of dates and ids too. Raises ValidationError."""
    Draft202012Validator(_absolute(schema), registry=_SCHEMAS, format_checker=_FORMATS).validate(value)


def hold(name: str, value: object) -> None:
    """`value` fits the contract's schema of this name."""
    hold_to({"$ref": f"#/components/schemas/{name}"}, value)


def _absolute(part: Any) -> Any:
    """A part of the contract by itself: its references lead back into the whole."""
    if isinstance(part, dict):
        return {k: f"urn:contract{v}" if k == "$ref" else _absolute(v) for k, v in part.items()}
    return [_absolute(one) for one in part] if isinstance(part, list) else part


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` names, or the part itself."""
    if "$ref" not in part:
        return part
    found: Any = CONTRACT
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return resolved(found)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path from the server's root, method, operation)."""
    for path, item in CONTRACT["paths"].items():
        root = "" if "servers" in item else "/v1"
        for method in _METHODS:
            if method in item:
                yield root + path, method.upper(), item[method]


def examples_of(part: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(where, schema, value) of every example of the contract."""
    if isinstance(part, list):
        for place, one in enumerate(part):
            yield from examples_of(one, f"{where}/{place}")
        return
    if not isinstance(part, dict):
        return
    schema = part.get("schema")
    if isinstance(schema, dict):
        if "example" in part:
            yield where, schema, part["example"]
        for name, example in part.get("examples", {}).items():
            yield f"{where}/{name}", schema, resolved(example)["value"]
    elif isinstance(part.get("examples"), list):
        for value in part["examples"]:
            yield where, part, value
    for name, inner in part.items():
        if name not in ("example", "examples"):
            yield from examples_of(inner, f"{where}/{name}")


@dataclass(frozen=True, slots=True)
class Talk:
    """One request as it came, one reply as it went. Header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int
    reply_headers: dict[str, str]
    reply: bytes


def operation_for(talk: Talk) -> tuple[str, dict[str, Any]]:
    """(path template, operation) that this request belongs to."""
    fitting = [
        (path, operation)
        for path, method, operation in operations()
        if method == talk.method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), talk.path)
    ]
    assert len(fitting) == 1, (talk.method, talk.path)
    return fitting[0]


def hold_request(talk: Talk) -> None:
    """Parameters and body are those of the contract."""
    _path, operation = operation_for(talk)
    parameters = [resolved(one) for one in operation.get("parameters", [])]
    asked = dict(parse_qsl(talk.query))
    known = {one["name"]: one for one in parameters if one["in"] == "query"}
    assert asked.keys() <= known.keys()
    for name, said in asked.items():
        schema = resolved(known[name]["schema"])
        hold_to(schema, int(said) if schema.get("type") == "integer" else said)
    for one in parameters:
        if one["in"] == "header":
            given = talk.headers.get(one["name"].lower())
            assert given is not None or not one.get("required"), one["name"]
            if given is not None:
                hold_to(one["schema"], given)
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        media = talk.headers["content-type"]
        body = dict(parse_qsl(talk.body.decode())) if "form" in media else json.loads(talk.body)
        hold_to(content[media]["schema"], body)
    else:
        assert talk.body == b""


def hold_reply(talk: Talk) -> None:
    """Status, media type and body are among those that the contract names for this operation."""
    _path, operation = operation_for(talk)
    assert "date" in talk.reply_headers
    responses = operation["responses"]
    named = resolved(responses.get(str(talk.status)) or responses["default"])
    assert str(talk.status) in responses or talk.status >= 400, talk
    if "content" not in named:
        assert talk.reply == b""
        return
    media = talk.reply_headers["content-type"]
    assert media in named["content"], talk
    hold_to(named["content"][media]["schema"], json.loads(talk.reply))
