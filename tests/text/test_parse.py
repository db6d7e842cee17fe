from dateline.analysis import Analysis, Given
from dateline.pipeline import analyse
from dateline.text.parse import Parse

TEXT = """Rebels leave Kidal town

BAMAKO, Dec. 11 (Agency) - The rebels left Kidal on “Monday”, the army said. It gave
no details of the withdrawal.

Rebels leave Kidal town

The rebels left Kidal on "Monday", the army said.
"""


def parsed(text: str) -> Analysis:
    analysis = analyse(Given(text), [Parse()])
    assert analysis.failures == ()
    return analysis


def test_every_sentence_and_token_is_a_slice_of_the_text_as_given() -> None:
    analysis = parsed(TEXT)
    for sentence in analysis.sentences:
        span = sentence.span
        assert TEXT[span.start : span.end] == span.text
    for token in analysis.tokens:
        if not token.is_space and not token.is_quote:
            assert TEXT[token.idx : token.idx + len(token)] == token.text


def test_headline_dateline_and_repeats_are_told_apart() -> None:
    analysis = parsed(TEXT)
    assert [(s.headline, s.span.text.split()[0]) for s in analysis.sentences] == [
        (True, "Rebels"),
        (False, "The"),
        (False, "It"),
    ]
    assert analysis.dateline is not None
    assert analysis.document.sentences == 3
    assert [TEXT[r.start : r.end][:10] for r in analysis.document.repeats] == ["Rebels lea"]


def test_a_text_without_words_has_no_sentences() -> None:
    assert parsed(" \n -- \n").sentences == ()


def test_a_mark_that_closes_a_quotation_belongs_to_the_sentence_it_closes() -> None:
    text = "“The road is cut. Nobody came.” He left. The mayor called it a \"lie.\" 'We wait.' It rained."
    assert [s.span.text for s in parsed(text).sentences] == [
        "“The road is cut.",
        "Nobody came.”",
        "He left.",
        'The mayor called it a "lie."',
        "'We wait.'",
        "It rained.",
    ]


def test_a_quotation_without_an_end_is_cut() -> None:
    analysis = parsed('He said: "' + "and the army shelled Goma, " * 2000 + '"')
    assert max(s.last - s.first for s in analysis.sentences) <= 301
