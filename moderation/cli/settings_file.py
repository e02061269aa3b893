"""The settings file of an installed server, `/etc/open-floor.env`, in the syntax of systemd's EnvironmentFile.

The variable OPEN_FLOOR_ENV names another file.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from pathlib import Path

DEFAULT = "/etc/open-floor.env"
_ENTRY = re.compile(
    r"""[ \t\r\n]*
    (?: [#;] (?: \\. | [^\\\n] )*
      | (?P<name> [^=\n]* ) = (?P<value> (?: [ \t]* (?: '[^']*' | "(?: \\. | [^"\\] )*" ) )* (?: \\. | [^\\\n] )* )
      | [^\n]+ )""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r"""[ \t]*(?:'(?P<single>[^']*)'|"(?P<double>(?:\\.|[^"\\])*)")""", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def path(environment: MutableMapping[str, str]) -> Path:
    """Return the path of the settings file."""
    return Path(environment.get("OPEN_FLOOR_ENV") or DEFAULT)


def load(environment: MutableMapping[str, str]) -> None:
    """Copy the variables of the settings file to `environment`. Variables that are already in `environment` keep their
    values.

    Do nothing if the file does not exist. Also do nothing if DATA_DIR is set (systemd sets it) and this user may not
    read the file. Raises OSError if the file cannot be read, and UnicodeDecodeError if it is not UTF-8.
    """
    try:
        text = path(environment).read_text("utf-8")
    except FileNotFoundError:
        return
    except PermissionError:
        if environment.get("DATA_DIR"):
            return
        raise
    for name, value in parse(text).items():
        environment.setdefault(name, value)


def parse(text: str) -> dict[str, str]:
    """Return the variables in the text of an EnvironmentFile (systemd.exec(5)). Ignore lines without a variable.

    As in systemd, a backslash at the end of a line continues the line, and `$NAME` is not expanded.
    """
    return {
        name: _value(entry["value"])
        for entry in _ENTRY.finditer(text)
        if _NAME.fullmatch(name := (entry["name"] or "").strip())
    }


def _value(raw: str) -> str:
    parts, at = [], 0
    while quoted := _QUOTED.match(raw, at):
        if quoted["single"] is not None:
            parts.append(quoted["single"])
        else:
            # Between double quotes, a backslash is an escape character only before these characters.
            parts.append(re.sub(r'\\([\\"`$]|\n)', _unescape, quoted["double"]))
        at = quoted.end()
    return "".join(parts) + re.sub(r"\\(.)", _unescape, raw[at:].strip(), flags=re.DOTALL)


def _unescape(match: re.Match[str]) -> str:
    return "" if match[1] == "\n" else match[1]
