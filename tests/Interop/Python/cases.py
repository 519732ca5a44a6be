"""Runs the cases of a script and prints a line of JSON for each. A case that raises has failed; an exception says what came instead."""
import json
import traceback

_cases = []


def case(function):
    _cases.append(function)
    return function


def run():
    for function in _cases:
        result = {"name": function.__name__, "ok": True, "detail": ""}
        try:
            function()
        except Exception:
            result.update(ok=False, detail=traceback.format_exc(limit=-3))
        print(json.dumps(result), flush=True)


def expect(condition, *what_came):
    if not condition:
        raise AssertionError(" ".join(map(str, what_came)))
