import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.errors import DataError, UsageError
from dateline.find.names import Names
from dateline.pipeline import analyse
from dateline.resolve import gazetteer
from dateline.resolve.candidates import candidates
from dateline.resolve.gazetteer import folded, gazetteer_version, lookup
from dateline.resolve.gazetteer_build import Row, alpha3, build, from_dump, middles
from dateline.resolve.places import Places
from dateline.text.parse import Parse
from dateline.types import Place


def places(text: str) -> list[Place]:
    analysis = analyse(Given(text), [Parse(), Names(), Places()])
    assert analysis.failures == ()
    for mention in analysis.places:
        assert text[mention.span.start : mention.span.end] == mention.span.text
    return [m.place for m in analysis.places]


FOUND: list[tuple[str, list[tuple[str, str | None, str | None]]]] = [
    ("Troops left Nagorno-Karabakh.", [("Nagorno-Karabakh", "AZE", "region")]),
    ("They were sent to the Lachin Corridor.", [("Lachin Corridor", "AZE", "district")]),
    ("Fighting went on in Tigray.", [("Tigray", "ETH", "region")]),
    ("The army shelled El Fasher in Sudan.", [("El Fasher", "SDN", "locality"),
                                              ("Sudan", "SDN", "country")]),
    ("Rockets hit Haifa.", [("Haifa", "ISR", "locality")]),
    ("Clashes broke out in northern Kosovo.", [("Kosovo", "XKX", "region")]),
    ("They met in Vienna.", [("Vienna", "AUT", "locality")]),
    ("A convoy left Stepanakert.", [("Stepanakert", "AZE", "locality")]),
    ("Shells fell in the Donetsk region.", [("Donetsk", "UKR", "region")]),
    ("Talks were held in Tripoli, Lebanon.", [("Tripoli", "LBN", "locality"),
                                              ("Lebanon", "LBN", "country")]),
    ("They fled to South Sudan.", [("South Sudan", "SSD", "country")]),
    ("He spoke in Bogota.", [("Bogotá", "COL", "locality")]),
    ("Ships left the Black Sea.", [("Black Sea", None, "region")]),
    ("Rebels of the M23 seized Goma on Monday.", [("Goma", "COD", "locality")]),
    ("Goma fell to the rebels in January.", [("Goma", "COD", "locality")]),
    ("Talks between the two sides will resume in Geneva.", [("Geneva", "CHE", "locality")]),
    ("The ICRC in Geneva said it had visited prisoners in Yemen.",
     [("Geneva", "CHE", "locality"), ("Yemen", "YEM", "country")]),
    ("The pullout from Kidal was brought forward.", [("Kidal", "MLI", "locality")]),
    ("Rebels left Bunia and Beni.", [("Bunia", "COD", "locality"), ("Beni", "COD", "locality")]),
    ("Inspectors have been barred from Fordow.", [("Fordow", None, None)]),
    ("The minister heard from Biden.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_toponyms_and_what_they_name(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = [(folded(p.name), p.country, p.precision) for p in places(text)]
    assert found == [(folded(name), country, precision) for name, country, precision in expected]


# What follows a name, or stands around it, tells which place of the name it is.
CONTEXT = [
    ("They met in Paris.", "Paris", "FRA"),
    ("They met in Paris, Texas.", "Paris", "USA"),
    ("Troops entered Tripoli. Beirut had asked them to.", "Tripoli", "LBN"),
    ("A fire broke out in Birmingham, Alabama.", "Birmingham", "USA"),
    ("Georgia's parliament in Tbilisi voted.", "Georgia", "GEO"),
    ("Police in Atlanta, Georgia arrested him.", "Georgia", "USA"),
]


@pytest.mark.parametrize(("text", "name", "country"), CONTEXT)
def test_context_tells_places_of_one_name_apart(text: str, name: str, country: str) -> None:
    assert next(p for p in places(text) if p.text == name).country == country


ASSOCIATED = [
    ("Georgian troops crossed the river.", [("Georgian", "Georgia")]),
    ("Texans and Californians voted.", [("Texans", "Texas"), ("Californians", "California")]),
]


@pytest.mark.parametrize(("text", "expected"), ASSOCIATED)
def test_peoples_and_adjectives_stand_for_places_but_nothing_happens_there(
    text: str, expected: list[tuple[str, str]]
) -> None:
    analysis = analyse(Given(text), [Parse(), Names(), Places()])
    assert [(m.place.text, m.place.name) for m in analysis.associated] == expected
    assert analysis.places == ()


def test_a_place_that_the_gazetteer_lacks_is_set_near_those_around_it() -> None:
    text = "Gunmen attacked the village of Qwertabad near Goma, in Congo."
    village = places(text)[0]
    assert (village.name, village.kind, village.geonames) == ("Qwertabad", "village", None)
    assert (village.country, village.precision) == ("COD", "district")
    assert village.score < 0.6


@pytest.mark.parametrize(
    "text",
    [
        "The Kyiv Independent wrote about it.",
        "Paris Hilton sang.",
        "The army may march in the evening.",
        "Police and soldiers fought the rebels.",
        "On Friday the court met.",
        "Most of the forces left.",
        "They left at 0430 GMT on Monday.",
        "They left at 5 p.m. GMT on Monday.",
    ],
)
def test_what_bears_the_name_of_a_place_is_none(text: str) -> None:
    assert places(text) == []


def test_a_place_that_no_gazetteer_knows_has_no_coordinates() -> None:
    (place,) = places("Gunmen attacked the village of Qwertabad.")
    assert (place.name, place.lat, place.lon, place.kind) == ("Qwertabad", None, None, "village")


def test_the_dateline_gives_the_document_its_place() -> None:
    analysis = analyse(
        Given("BAMAKO, Dec. 11 (Wire) - The army said that gunmen had killed 12 soldiers."),
        [Parse(), Names(), Places()],
    )
    place = analysis.document.place
    assert place is not None
    assert (place.name, place.country, place.text) == ("Bamako", "MLI", "BAMAKO")


def test_other_places_of_the_name_are_kept() -> None:
    (place,) = places("He spoke in Tripoli.")
    assert place.candidates
    assert {c.country for c in place.candidates} | {place.country} >= {"LBY", "LBN"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sana'a", "sanaa"), ("Bogotá", "BOGOTA"), ("Al-Hasakah", "al hasakah"), ("Ağdam", "agdam"),
     ("N’Djamena", "ndjamena"), ("Şırnak", "sirnak")],
)  # fmt: skip
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


ALSO_CALLED = [
    ("U.S.", "United States"), ("Tex.", "Texas"), ("N.S.W.", "New South Wales"),
    ("Хартум", "Khartoum"), ("القاهرة", "Cairo"), ("北京", "Beijing"), ("Bavaria", "Bayern"),
    ("Mt. Vernon", "Mount Vernon"), ("Laurel Co.", "Laurel County"), ("Chechnya", "Chechnya"),
    ("Qamishli", "Al Qāmishlī"), ("Hawija", "Al-Hawija District"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), ALSO_CALLED)
def test_names_in_other_forms_and_scripts(name: str, expected: str) -> None:
    assert expected in {entry.name for entry in candidates(name)}


@given(st.text(max_size=40))
@example("\N{PARENTHESIZED LATIN CAPITAL LETTER A}")
def test_no_name_is_too_strange_to_look_up(name: str) -> None:
    for entry in (*lookup(name), *candidates(name)):
        assert entry.lat is None or -90 <= entry.lat <= 90
        assert entry.lon is None or -180 <= entry.lon <= 180
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "kidal",
    ["Kidal", "\u200bKidal\u200b", "Kidal\0", "K\u0301idal", "\u200eKidal\u200f",
     "\uff2b\uff49\uff44\uff41\uff4c"],
)  # fmt: skip
def test_what_nobody_sees_hides_no_place(kidal: str) -> None:
    (place,) = places(f"Rebels withdrew from {kidal} on Monday.")
    assert (place.name, place.country) == ("Kidal", "MLI")


def test_a_piece_of_a_garbled_word_is_no_place() -> None:
    assert places("Rebels attacked Z\u0337a\u0338l\u0335g\u0337o\u0338ville on Monday.") == []


def test_who_bears_the_name_is_no_place() -> None:
    text = "Supreme Leader Ali Khamenei spoke. Students called on Khamenei to step down."
    assert [place.text for place in places(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "\u202eParis\u202c was hit.",
        "In P\u0430ris\u200b, 😀 Kyi\u0308v fell.",
        "İ\u0307STANBUL. \x00 Łódź\ufeff.",
    ],
)
def test_strange_letters_stop_nothing(text: str) -> None:
    for place in places(text):
        assert text[place.start : place.end]


def test_the_file_is_small() -> None:
    assert gazetteer.gazetteer_path().stat().st_size <= 25_000_000


def test_a_country_and_a_division_have_their_middle_not_their_largest_town() -> None:
    russia = next(e for e in lookup("Russia") if e.kind == "country")
    texas = next(e for e in lookup("Texas") if e.kind == "admin1")
    assert (round(russia.lat or 0), round(russia.lon or 0)) == (60, 100)
    assert (round(texas.lat or 0), round(texas.lon or 0)) == (31, -99)


def test_lookup_and_version() -> None:
    assert lookup("Kiev")[0].country == "UKR"
    assert lookup("") == ()
    assert lookup("Nowhere-at-all") == ()
    assert gazetteer_version().startswith("geonames-")


def dump_line(number: int, name: str, code: str, people: int) -> str:
    kind = "P" if code.startswith("PPL") else "A"
    return "\t".join(
        [str(number), name, name, "", "10.5", "20.25", kind, code, "ML", "", "08", "", "", "",
         str(people), "", "", "", ""]
    )  # fmt: skip


def zipped(path: Path, text: str, name: str = "allCountries.txt") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return path


def test_a_dump_becomes_a_gazetteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [dump_line(1, "Newtown-on-Test", "PPL", 9), dump_line(2, "Testia", "ADM1", 99)]
    dump = zipped(tmp_path / "dump.zip", "\n".join(lines) + "\n")
    path = tmp_path / "places.sqlite"
    assert build(from_dump(dump, alpha3()), path, "test") > 2
    monkeypatch.setenv("DATELINE_GAZETTEER", str(path))
    lookup.cache_clear()
    try:
        (town,) = lookup("newtown on test")
        assert (town.country, town.lat, town.lon, town.admin1) == ("MLI", 10.5, 20.25, "Testia")
        assert gazetteer_version().startswith("test+")
    finally:
        lookup.cache_clear()


WHOLE = dump_line(1, "X", "PPL", 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("a\tb\tc\n", "line 1: 3 fields"),
        (WHOLE.replace("10.5", "x"), "line 1, latitude: 'x' is no number"),
        (WHOLE.replace("10.5", "991"), "line 1, latitude: '991' is no number from -90 to 90"),
        (WHOLE.replace("10.5", "nan"), "line 1, latitude: 'nan' is no number"),
        ("", "is empty"),
        (WHOLE.replace("1\tX", "1_0\tX", 1), "geonameid: '1_0' is no whole number"),
        (WHOLE.replace("X\tX", "\t", 1), "line 1: a place without a name"),
    ],
)
def test_a_wrong_dump_is_said_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    dump = zipped(tmp_path / "dump.zip", wrong)
    with pytest.raises(DataError, match=said):
        list(from_dump(dump, alpha3()))


def test_a_dump_that_is_not_there_or_locked_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        list(from_dump(tmp_path / "none.zip", alpha3()))
    locked = bytearray(zipped(tmp_path / "dump.zip", WHOLE).read_bytes())
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    locked[6] |= 1
    (tmp_path / "dump.zip").write_bytes(locked)
    with pytest.raises(DataError, match="password"):
        list(from_dump(tmp_path / "dump.zip", alpha3()))


@pytest.mark.parametrize("name", ["", " ", "." * 99, "\u0301", "\x00", "\ud800", "\u200b"])
def test_what_has_no_letters_names_no_place(name: str) -> None:
    assert candidates(name) == ()


def test_a_gazetteer_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written there"):
        build([], tmp_path / "nowhere" / "places.sqlite", "test")


def test_a_cut_dump_is_said(tmp_path: Path) -> None:
    lines = "".join(dump_line(n, f"Town {n * 7919}", "PPL", n) + "\n" for n in range(3000))
    whole = zipped(tmp_path / "dump.zip", lines).read_bytes()
    for cut in (len(whole) // 2, 10, 0):
        (tmp_path / "dump.zip").write_bytes(whole[:cut])
        with pytest.raises(DataError):
            list(from_dump(tmp_path / "dump.zip", alpha3()))


def test_no_gazetteer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (("none.sqlite", None), ("text.sqlite", b"no database " * 99)):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        monkeypatch.setenv("DATELINE_GAZETTEER", str(tmp_path / name))
        with pytest.raises(DataError):
            gazetteer_version()
    assert gazetteer.gazetteer_path().name == "text.sqlite"


def test_the_middle_of_a_division_is_where_its_people_live() -> None:
    members = [("X", 1.0, 1.0, 900_000), ("X", 2.0, 2.0, 10), ("X", 50.0, 50.0, 10)]
    assert middles(members) == {"X": (1.0, 1.0)}


def test_rows_without_coordinates_are_kept(tmp_path: Path) -> None:
    assert build([Row("Nameland", "country", "XXX")], tmp_path / "p.sqlite", "v") > 0
