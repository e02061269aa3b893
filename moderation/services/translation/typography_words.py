"""The words that the typography of translations needs: abbreviations, and words that have no capital letter inside a
sentence.
"""

from __future__ import annotations

_ABBREVIATIONS = "art arts cf dr dra ee ej etc lic núm párr pág prof s.e sr sra sres srta ud uds uu vol"
_ENGLISH = (
    "a an and are as at be been but by can could did do does for from had has have he how if in is it its not of on or"
    " our she should than that the their there these they this those to was we were what when where which who why will"
    " with would you"
)
_SPANISH = (
    "a al ante como con cómo cuando cuál cuándo cuánto de del desde donde dónde e el en entre era es esta este esto"
    " están está fue ha han hasta hay la las lo los más ni no nos o para pero por que quien quién qué se según si sin"
    " sobre son su sus también tiene un una unos unas y ya"
)
_FRENCH = (
    "a au aux avec ce ces cette comme comment dans de des du elle elles en est et il ils je la le les leur leurs mais"
    " ne nos notre nous on ont ou où par pas pour pourquoi quand que quel quelle qui sa sans se ses si son sont sous"
    " sur un une vers vos votre vous à"
)
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Spanish abbreviations without their full stop."""
SMALL_WORDS = {
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "fr": frozenset(_FRENCH.split()),
}
"""For each language, articles, prepositions, conjunctions, pronouns and forms of common verbs."""
