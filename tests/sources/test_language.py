import pytest

from dateline.errors import LanguageError
from dateline.sources.language import check_english


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Las tropas salieron de la ciudad el lunes.", "Spanish"),
        ("Les soldats ont quitté la ville mercredi.", "French"),
        ("Die Truppen haben die Stadt am Montag verlassen.", "German"),
        ("As tropas deixaram a cidade e não há mais combates.", "Portuguese"),
        ("Le truppe hanno lasciato la città e il governo non ha commentato.", "Italian"),
        ("Askerler pazartesi günü kentten çekildi ve bir açıklama yapıldı.", "Turkish"),
        ("Ciidamada ayaa ka baxay magaalada waxaana la sheegay in ay u socdaan.", "Somali"),
        ("Войска на выходных покинули город, и это было сказано.", "Russian"),
        ("Війська залишили місто, і це було сказано після того, як вони та інші", "Ukrainian"),
        ("غادرت القوات المدينة في يوم الاثنين من غير أن تقول إلى أين", "Arabic"),
        ("نیروها شهر را ترک کردند و این خبر در روز دوشنبه اعلام شد", "Persian"),
        ("部队周一离开了这座城市。", "Chinese"),
        ("部隊は月曜日にその町を離れた。", "Japanese"),
        ("군대는 월요일에 도시를 떠났다.", "Korean"),
        ("Զորքերը երկուշաբթի լքեցին քաղաքը։", "Armenian"),
        ("ჯარებმა ორშაბათს დატოვეს ქალაქი.", "Georgian"),
        ("הכוחות עזבו את העיר ביום שני.", "Hebrew"),
        ("ወታደሮቹ ሰኞ ከተማዋን ለቀው ወጡ።", "Amharic"),
    ],
)
def test_another_language_is_named(text: str, named: str) -> None:
    with pytest.raises(LanguageError, match=f"not English but {named}, as it seems"):
        check_english(text)


def test_what_is_not_known_is_refused_without_a_name() -> None:
    latin = "lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt"
    with pytest.raises(LanguageError, match=r"^not English, as it seems$"):
        check_english(latin)


@pytest.mark.parametrize(
    "text",
    [
        "Kidal taken",
        "Iraq and U.S. hold talks",
        "Hamas, Israel: Gaza deal?",
        "M23 in Goma",
        "12 345",
        "President Nicolás Maduro of Venezuela said that the people of La Guaira were with him.",
        "The minister said “la paz es posible” and left for Bogotá, where talks are to be held.",
        "The Quds Force (نیروی قدس) was named in the report, which the ministry has denied.",
    ],
)
def test_english_and_names_of_others_pass(text: str) -> None:
    check_english(text)
