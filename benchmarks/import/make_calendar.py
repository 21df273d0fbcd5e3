"""Write calendar_names.py of the text reader from the CLDR data that Babel carries."""

from pathlib import Path

from babel import Locale

LANGUAGES = (
    "en de fr es pt it nl sv nb nn da fi is fo pl cs sk sl hr sr sr_Latn hu ro bg mk ru uk be el tr az "
    "id ms vi ca eu gl et lv lt "
    "sq bs sw af ga cy ar ar_EG ar_MA ar_SY fa ur he hi bn mr ta te ml th lo km my ka hy kk uz"
).split()
EXTRA = {9: "sept", 1: "jänner", 2: "feber", 12: "dezember"}
HEAD = '''"""Names of months and weekdays in many languages, from CLDR; see benchmarks/import."""

'''


def names(kind: str) -> dict[str, int]:
    """Each case-folded name and its number; a name that means two months in two languages is left out."""
    found: dict[str, set[int]] = {}
    for code in LANGUAGES:
        table = getattr(Locale.parse(code), kind)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[form][width].items():
                    word = name.casefold().rstrip(".").strip()
                    if len(word) >= 3 and not any(ch.isdigit() for ch in word):
                        found.setdefault(word, set()).add(number)
    if kind == "months":
        for number, word in EXTRA.items():
            found.setdefault(word, set()).add(number)
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1}


def table(title: str, found: dict[str, int]) -> str:
    """The names as Python text, one number a row."""
    rows = []
    for number in sorted(set(found.values())):
        words = sorted(word for word, value in found.items() if value == number)
        lines, line = [], ""
        for word in words:
            if len(line) + len(word) > 100:
                lines, line = [*lines, line], ""
            line += "|" + word
        rows += [f"    {number}: (", *(f'        "{part}"' for part in [*lines, line]), "    ),"]
    return f"{title}: dict[int, str] = {{\n" + "\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "backfile/importers/text/calendar_names.py"
    target.write_text(
        HEAD + table("MONTH_NAMES", names("months")) + "\n" + table("DAY_NAMES", names("days")), encoding="utf-8"
    )
