"""Problems as SARIF 2.1.0, the form in which code hosts and editors take the findings of a tool."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from backfile import __version__, fingerprint
from backfile.model import Level, Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}


def sarif_values(problems: Iterable[Problem]) -> dict[str, object]:
    """One run of this tool as plain values for JSON. Paths are relative to the archive's root."""
    problems = list(problems)
    codes = sorted({_rule(problem) for problem in problems})
    driver = {
        "name": "Backfile",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [{"id": code} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The archive's folder, where site.toml is."}}},
        "results": [_result(problem, codes.index(_rule(problem))) for problem in problems],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(problem: Problem) -> str:
    return problem.code.split()[0]  # a few codes go on with what they are about


def _result(problem: Problem, rule: int) -> dict[str, object]:
    text = f"{problem.fault}. Fix: {problem.remedy}" if problem.remedy else problem.fault
    return {
        "ruleId": _rule(problem),
        "ruleIndex": rule,
        "level": _LEVELS[problem.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(problem)}],
        # What stays the same when lines are added above, so that a finding is known again.
        "partialFingerprints": {"fault/v1": fingerprint.of_value([problem.source, problem.code, problem.fault])[:32]},
    }


def _location(problem: Problem) -> dict[str, object]:
    uri = quote(problem.source.encode("utf-8", "surrogateescape"))
    location: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": "ROOT"}}
    if problem.line:
        region: dict[str, object] = {"startLine": problem.line}
        region |= {"startColumn": problem.column} if problem.column else {}
        region |= {"snippet": {"text": problem.excerpt}} if problem.excerpt else {}
        location["region"] = region
    return location
