"""The sampler of docstrings and comments for a reviewer: `python -m docs.tools.draw_comments SEED [COUNT]`.

The command prints COUNT (default 100) random docstrings and comments of Python files and scripts. The output contains
the place (`file:line`) and the text of each docstring and comment. The same seed and the same files give the same
sample.
"""

from __future__ import annotations

import ast
import io
import random
import re
import sys
import tokenize
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("moderation", "tests", "docs/tools", "static/js")
LEAST_WORDS = 3
SCRIPT_COMMENT = re.compile(r"(?m)/\*.*?\*/|(?:^|(?<=\s))//[^\n]*(?:\n\s*//[^\n]*)*", re.DOTALL)
DIRECTIVE = re.compile(r"noqa|type:|pragma|biome-ignore|@import|@type\b|@ts-|!/|-\*-")


def python_texts(source: str) -> list[tuple[int, str]]:
    """Return (line, text) of each docstring and comment in a Python file. Comments on consecutive lines count as one
    comment.
    """
    lines = source.splitlines()
    matches = [
        (node.lineno, node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    last = 0
    # Search for comments only in a file with a "#": most files have none, and splitting a file into tokens takes much
    # longer than reading the file.
    tokens = tokenize.generate_tokens(io.StringIO(source).readline) if "#" in source else ()
    for token in tokens:
        if token.type != tokenize.COMMENT:
            continue
        text, line = token.string.lstrip("# "), token.start[0]
        if matches and line == last + 1 and lines[line - 1].lstrip().startswith("#"):
            matches[-1] = (matches[-1][0], f"{matches[-1][1]} {text}")
        else:
            matches.append((line, text))
        last = line
    return matches


def script_texts(source: str) -> list[tuple[int, str]]:
    """Return (line, text) of each comment in a script. Line comments on consecutive lines count as one comment."""
    return [
        (source.count("\n", 0, match.start()) + 1, re.sub(r"(?m)^\s*\*/?\s?|^\s*//\s?|/\*\*?|\*/", "", match[0]))
        for match in SCRIPT_COMMENT.finditer(source)
    ]


@cache
def texts() -> list[tuple[str, str]]:
    """Return (`file:line`, text) of all docstrings and comments, each on one line.

    Leave out directives, and texts of fewer than LEAST_WORDS words.
    """
    matches = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".py", ".js", ".mjs"):
                continue
            extract = python_texts if path.suffix == ".py" else script_texts
            for line, text in sorted(extract(path.read_text("utf-8"))):
                words = text.split()
                if len(words) >= LEAST_WORDS and not DIRECTIVE.match(text.strip()):
                    matches.append((f"{path.relative_to(ROOT).as_posix()}:{line}", " ".join(words)))
    return matches


def draw(seed: str, count: int = 100) -> list[tuple[str, str]]:
    """Return `count` different random texts as (`file:line`, text)."""
    everything = texts()
    return random.Random(seed).sample(everything, min(count, len(everything)))


def main() -> None:
    """Print the sample for the seed and the count in the command-line arguments."""
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: python -m docs.tools.draw_comments SEED [COUNT]")
    for place, text in draw(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 100):
        print(f"{place}\n    {text}\n")


if __name__ == "__main__":
    main()
