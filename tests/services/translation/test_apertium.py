"""Tests of the real Apertium, with pipelines that stay open. They need Debian packages (`make apertium`); CI has these
packages.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines.apertium import Apertium, modes, stages, tidied

DATA = Path("/usr/share/apertium")
needs_apertium = pytest.mark.skipif(not modes(DATA), reason="Apertium is not installed: make apertium")


@pytest.fixture(scope="module")
def engine():
    apertium_engine = Apertium("apertium", {"apertium": str(DATA)})
    yield apertium_engine
    apertium_engine.close()


@needs_apertium
def test_pairs(engine):
    assert {("en", "es"), ("es", "en"), ("es", "fr"), ("fr", "es")} <= engine.pairs()
    assert ("en", "fr") not in engine.pairs()


@needs_apertium
@pytest.mark.parametrize(
    ("text", "source", "target", "output"),
    [
        ("The police protect the citizens.", "en", "es", "La policía protege los ciudadanos."),
        ("The police protect the citizens", "en", "es", "La policía protege los ciudadanos"),
        ("La policía protege a los ciudadanos.", "es", "en", "The police protects to the citizens."),
        ("La policía protege a los ciudadanos.", "es", "fr", "La police protège aux citoyens."),
        ("La police protège les citoyens.", "fr", "es", "La policía protege los ciudadanos."),
        ("hello", "en", "es", "hola"),
        ("", "en", "es", ""),
        (" \n ", "en", "es", " \n "),
    ],
)
def test_translations(engine, text, source, target, output):
    assert engine.translate(text, source, target) == output


@needs_apertium
@pytest.mark.parametrize(
    "text",
    [
        "xyzzy [frobnicate] {plugh}",
        "zorkmid ^xyzzy/plugh$ <xyzzy> \\ @plugh #xyzzy *plugh",
        "xyzzy ~ plugh ~5",
        "^$",
        "[]",
        "\\",
        "~",
        "[[[",
        "$^$",
        "<b>xyzzy</b>",
        "xyzzy\nplugh",
        "😀 👩‍👩‍👧 xyzzy\u200d",
        "xyzzy [",
        "{{}}",
        "a^b/c<d>$"[1:2],
        "[][]",
        ".[][]",
        "xyzzy.[][]",
        "# xyzzy",
        "* xyzzy",
        "xyzzy 'plugh'",
    ],
)
def test_unknown_words_are_returned_without_a_mark(engine, text):
    """Check that unknown words get no special mark in the translation, and that the next translation is correct."""
    assert engine.translate(text, "en", "es") == text
    assert engine.translate("The police.", "en", "es") == "La policía."


@needs_apertium
def test_nul_does_not_end_a_text(engine):
    assert engine.translate("The police\0 protect the citizens.", "en", "es") == "La policía protege los ciudadanos."
    assert engine.translate("hello", "en", "es") == "hola"


@needs_apertium
def test_quotation_is_not_read_as_a_clipped_verb(engine):
    assert "soy" not in engine.translate("The 'millennium' is here.", "en", "es")


@needs_apertium
def test_missing_pair_is_unsupported(engine):
    with pytest.raises(EngineError) as refused:
        engine.translate("hello", "en", "fr")
    assert refused.value.kind == "unsupported"


@needs_apertium
def test_one_pipeline_serves_all_texts_and_a_dead_one_is_replaced():
    engine = Apertium("apertium", {"apertium": str(DATA)})
    engine.translate("hello", "en", "es")
    pipeline = engine._pipelines["en", "es"]
    engine.translate("hello", "en", "es")
    assert engine._pipelines["en", "es"] is pipeline
    for stage in pipeline._stages:
        os.kill(stage.pid, signal.SIGKILL)
        stage.wait()
    with pytest.raises(EngineError) as refused:
        engine.translate("hello", "en", "es")
    assert refused.value.kind == "unavailable"
    assert engine.translate("hello", "en", "es") == "hola"
    stages_now = engine._pipelines["en", "es"]._stages
    engine.close()
    assert all(stage.poll() is not None for stage in stages_now)


@pytest.mark.parametrize(
    ("mode", "cause"),
    [("cat | no-such-program '/x'", "no-such-program"), (None, "eng-spa.mode")],
    ids=["program", "mode"],
)
def test_a_pipeline_that_cannot_start_is_unavailable_and_ends(monkeypatch, tmp_path, mode, cause):
    file = tmp_path / "modes" / "eng-spa.mode"
    file.parent.mkdir()
    file.write_text("cat")
    for program in ("apertium", "lt-proc"):
        (tmp_path / program).write_text("")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    engine, started = Apertium("apertium", {"apertium": str(tmp_path)}), []
    file.unlink() if mode is None else file.write_text(mode)
    start = subprocess.Popen

    def popen(*arguments, **options):
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(EngineError) as failed:
        engine.translate("hello", "en", "es")
    assert (failed.value.kind, failed.value.detail) == ("unavailable", f"cannot start: {cause}")
    assert [stage.poll() is not None for stage in started] == ([] if mode is None else [True])


def test_without_its_programs_there_are_no_modes(monkeypatch, tmp_path):
    (tmp_path / "modes").mkdir()
    (tmp_path / "modes" / "eng-spa.mode").write_text("cat")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert modes(tmp_path) == {}


def test_modes_of_known_languages_only(monkeypatch, tmp_path):
    (tmp_path / "modes").mkdir()
    for name in ("eng-spa", "spa-eng_US", "eco-es-fr", "fr-es", "bre-fra"):
        (tmp_path / "modes" / f"{name}.mode").write_text("cat")
    for program in ("apertium", "lt-proc"):
        (tmp_path / program).write_text("")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert set(modes(tmp_path)) == {("en", "es"), ("fr", "es")}


def test_every_stage_flushes_and_marks_nothing():
    assert stages("lt-proc '/a b/x.bin' | apertium-tagger -g $2 '/p' | lt-proc $1 '/g'\n") == [
        ["lt-proc", "-z", "/a b/x.bin"],
        ["apertium-tagger", "-z", "-g", "/p"],
        ["lt-proc", "-z", "-n", "/g"],
    ]


@pytest.mark.parametrize(
    ("answer", "source", "clean"),
    [
        ("*frobnicate la @casa y #hacer.[][]", "frobnicate the house and do.", "frobnicate la casa y hacer."),
        ("hola.[][]", "hello", "hola"),
        (" hola  mundo.[][]", "Hello world", "Hola mundo"),
        ("usa #etiqueta *ya", "use #tag now?", "usa #etiqueta ya"),
        (r"\[a\] \\ \^[][]", "[a] \\ ^.", r"[a] \ ^"),
    ],
)
def test_marks_of_apertium_are_removed_from_an_answer(answer, source, clean):
    assert tidied(answer, source) == clean
