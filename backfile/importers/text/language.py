"""The language of a text: by its script, or by the small words that only one language uses so often."""

# ruff: noqa: E501 - a language a line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from backfile.importers.text.shapes import without_marks

SMALL_WORDS = {
    "en": "the of and to in is that for was with on as by are from at his her this have not they which who",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus hat dass sie nach wird",
    "fr": "le la les des et en du une est que dans qui pour pas au sur ce il par plus avec sont cette aux",
    "es": "el la los las de que y en del se por un con una su para es al lo como más pero sus le ha",
    "pt": "o os as de que e do da em um para com não uma no na por mais dos como mas foi ao das seu sua são",
    "it": "il di che la e in del per un è della con si le una dei da non sono al gli nel anche ha alla più",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er ook als bij door maar naar om hij",
    "sv": "och att det som en på är av för med den till inte har om ett de han men var jag sig från vi så",
    "no": "og i det som på er av for med til at en å ikke har om et den de var jeg han seg fra vi så også etter",
    "da": "og i det som på er af for med til at en ikke har om et den de var jeg han sig fra vi så også efter blev",
    "fi": "ja on ei se että oli hän mutta myös kun ovat ole sen joka tai jos kuin mukaan",
    "is": "og að í á sem er til um var við með en fyrir því ekki hann það af frá hefur",
    "pl": "i w na z do się nie to że jest o jak po co tak za od jego przez ale jej który",
    "cs": "a se v na je že s z do o to jako za by ale pro jeho podle byl které jsou",
    "hu": "a az és hogy nem is egy ez meg de csak volt azt már ki még mint vagy",
    "ro": "și de la în a că cu pe nu este un din o să mai care pentru au fost sunt",
    "tr": "ve bir bu da de için ile çok olarak daha olan gibi kadar sonra ise ancak",
    "id": "yang di dan dengan untuk dari ini itu pada dalam tidak akan juga adalah oleh karena ke",
    "sw": "ya na wa kwa ni katika la za kuwa hiyo huo yake hilo wake cha kwamba huyo",
    "vi": "của và là các trong được cho những với không một có người này khi đã để",
    "ca": "el la els les de que i en del per un amb una és al com més però seu ha va dels aquest",
}
CODES_OF: dict[str, tuple[str, ...]] = {}
for _code, _words in SMALL_WORDS.items():
    for _word in set(_words.split()):
        CODES_OF[_word] = (*CODES_OF.get(_word, ()), _code)
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile(r"[\uac00-\ud7a3]"), 0.3),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.4),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.4),
    ("ar", re.compile(r"[\u0600-\u06ff]"), 0.4),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.4),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.4),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.4),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.4),
)
NOT_LATIN = re.compile(r"[\u0370-\u1cff\u3040-\ud7a3]")
WORD = re.compile(r"[^\W\d_]+")
NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}  # parts words of ASCII sooner than `re`


def language_of(paragraphs: Iterable[str]) -> str:
    """The language of a story's paragraphs as a code, or "" when they do not say clearly."""
    text = "\n".join(paragraphs)[:3000]
    low = without_marks(text.casefold())
    words = low.translate(NO_LETTERS).split() if low.isascii() else WORD.findall(low)
    letters = len("".join(words))
    if letters < 60:
        return ""
    if not text.isascii() and len(NOT_LATIN.findall(text)) >= 0.1 * letters:
        for code, letter, share in SCRIPTS:
            if len(letter.findall(text)) >= share * letters:
                return of_script(code, text)
    counts: Counter[str] = Counter()
    for word, times in Counter(filter(CODES_OF.__contains__, words)).items():
        for code in CODES_OF[word]:
            counts[code] += times
    shares = [(count / len(words), code) for code, count in counts.most_common(2)]
    (best, code), (second, _) = (*shares, (0.0, ""), (0.0, ""))[:2]
    return code if best >= 0.12 and best >= 1.12 * second else ""


def of_script(code: str, text: str) -> str:
    """Which language of a script: letters that only one of them has."""
    if code == "ru" and re.search(r"[іїєґ]", text):
        return "uk"
    if code == "ar" and re.search(r"[پچژگ]", text):
        return "fa"
    return code
