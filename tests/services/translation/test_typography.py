"""Tests of the typography of the target language."""

from __future__ import annotations

import random
import re

import pytest

from moderation.services.translation.typography import QUOTES, typeset

N = "\u00a0"


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("Por qué no?", "¿Por qué no?"),
        ("¿Por qué no?", "¿Por qué no?"),
        ("Gracias. Cuándo empieza ? Qué bien!", "Gracias. ¿Cuándo empieza? ¡Qué bien!"),
        ("Mi pregunta: quién paga?", "Mi pregunta: ¿quién paga?"),
        ("Señor Cox, ¿ esto vale ?", "Señor Cox, ¿esto vale?"),
        ("El Sr. García y la Sra. Díaz vienen?", "¿El Sr. García y la Sra. Díaz vienen?"),
        ("EE. UU. paga?", "¿EE. UU. paga?"),
        ("Es bueno (o no?) para ti", "Es bueno (¿o no?) para ti"),
        ('Dijo "qué pasa?" ayer.', "Dijo «¿qué pasa?» ayer."),
        ("- Uno?\n- Dos", "- ¿Uno?\n- Dos"),
        ("1. Quién?", "1. ¿Quién?"),
        ("Qué?!", "¿Qué?!"),
        ("(?)", "(?)"),
        ("Véase https://a.org/x?y=1.", "Véase https://a.org/x?y=1."),
        ("Redactar El informe de La Haya", "Redactar el informe de La Haya"),
    ],
)
def test_spanish(text, output):
    assert typeset(text, "es") == output


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("Qui paie?", f"Qui paie{N}?"),
        ("Qui paie ?", f"Qui paie{N}?"),
        ("Quoi?! Voici : oui; non!", f"Quoi{N}?! Voici{N}: oui{N}; non{N}!"),
        ("À 10:30, voir https://a.org/x?y=1 ou a@b.org", "À 10:30, voir https://a.org/x?y=1 ou a@b.org"),
        ('Le "fait" et « la »', f"Le «{N}fait{N}» et «{N}la{N}»"),
        ("Le “fait?” est là", f"Le «{N}fait{N}?{N}» est là"),
        ("¿Qui paie?", f"Qui paie{N}?"),
        ("Quand Nous adoptons", "Quand nous adoptons"),
        ("Le produit , enfin .", "Le produit, enfin."),
    ],
)
def test_french(text, output):
    assert typeset(text, "fr") == output


@pytest.mark.parametrize(
    ("text", "source_text", "output"),
    [
        (f"Who pays{N}? One point : this ; that !", "", "Who pays? One point: this; that!"),
        ("«Who pays?»", "", "“Who pays?”"),
        (f"«{N}Who pays?{N}»", "", "“Who pays?”"),
        ("¿Who pays?", "", "Who pays?"),
        ("What Is doing The panel", "", "What is doing the panel"),
        ("the vitamin A is good", "la vitamina A es buena", "the vitamin A is good"),
        ("the vitamin A is good", "A buena hora", "the vitamin a is good"),
        ("I think that Spanish and May are fine", "", "I think that Spanish and May are fine"),
        ('a screen of 5" is small', "", 'a screen of 5" is small'),
        ("he said «one «two» three»", "", "he said “one «two» three”"),
        ("nothing :) here ;-)", "", "nothing :) here ;-)"),
    ],
)
def test_english(text, source_text, output):
    assert typeset(text, "en", source_text) == output


@pytest.mark.parametrize(
    ("language", "output"),
    [("de", "Er sagt „ja“."), ("ru", "Er sagt «ja»."), ("zh", "Er sagt “ja”."), ("ja", 'Er sagt "ja".')],
)
def test_quotation_marks_of_other_languages(language, output):
    assert typeset('Er sagt "ja".', language) == output


def test_terms_stay_as_they_are():
    assert typeset('Le "Groupe: 77 ?" ici?', "fr", keep=["Groupe: 77 ?"]) == f"Le «{N}Groupe: 77 ?{N}» ici{N}?"
    assert typeset('Quién es "Who Is?"', "es", keep=['"Who Is?"']) == 'Quién es "Who Is?"'


PIECES = [
    *"¿¡?!:;.,…\"«»“”„()[] \n-—'",
    *("a", "Señor", "The", "de", "La", "Sr", "A", "É", "🙂", "中", "؟", N, "\u202f"),
    *("3,5", "10:30", "1 000", "https://a.org/x?y=1:2;", "a@b.org", "{0}", "%(name)s", "XQ0Z"),
    *("Groupe: 77 ?", "UN ! Day"),
]
KEPT = re.compile(r"https://a\.org/x\?y=1:2|a@b\.org|\{0\}|%\(name\)s|XQ0Z|\d+")
TERMS = ["Groupe: 77 ?", "UN ! Day"]


@pytest.mark.parametrize("language", [*QUOTES, "ja"])
def test_is_idempotent_and_keeps_protected_parts(language):
    random_pieces = random.Random(language)
    for _ in range(400):
        text = "".join(
            random_pieces.choice(PIECES) + random_pieces.choice(["", " "]) for _ in range(random_pieces.randint(1, 14))
        )
        output = typeset(text, language, keep=TERMS)
        assert typeset(output, language, keep=TERMS) == output, text
        assert KEPT.findall(output) == KEPT.findall(text)
        for term in TERMS:
            assert output.count(term) >= text.count(term), text
        letters = [letter.lower() for letter in text if letter.isalnum()]
        assert [letter.lower() for letter in output if letter.isalnum()] == letters
