"""When acts happened, by the clauses, phrases and paragraphs around them; report of 10 June 2016."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read

DAY = "2016-06-10"  # a Friday


def times(text: str) -> dict[str, str | None]:
    reading = read(Given(text, published=DAY, published_basis="given"))
    assert reading.failures == ()
    return {s.event.trigger.text: s.time.edtf if s.time else None for s in reading.statements}


# The text, the words of the act, its time.
TIMES = [
    # what has gone on since a time, an act or what was told goes on to the report
    ("Rebels have shelled the town since Monday.", "shelled", "2016-06-06/2016-06-10"),
    ("Since January the army has killed 300 people.", "killed", "2016-01/2016-06-10"),
    ("He has been held since his arrest in January.", "held", "2016-01/2016-06-10"),
    ("Rebels have shelled the town since troops left on 3 May.", "shelled",
     "2016-05-03/2016-06-10"),
    ("More than 500 people have been killed since the war broke out in 2014.", "killed",
     "2014/2016-06-10"),
    ("Rebels took the town on Monday. Ten people have been killed since then.", "killed",
     "2016-06-06/2016-06-10"),
    # what has happened this week had happened by the report, what is to come is yet to come
    ("Rebels shelled the town this week.", "shelled", "2016-06-06/2016-06-10"),
    ("Rebels shelled the town last week.", "shelled", "2016-05-30/2016-06-05"),
    ("The army will withdraw by 1 July.", "withdraw", "2016-06-10/2016-07-01"),
    ("Rebels demanded that the army withdraw by 1 July.", "demanded", "../2016-06-10"),
    # acts of another tense have no time in common
    ("Rebels attacked the base on Monday and burned two trucks.", "burned", "2016-06-06"),
    ("Rebels attacked the base on Monday and have refused to leave.", "refused", "../2016-06-10"),
    # what came before an act is not later than it, and as much earlier as is said
    ("Demonstrators blocked the road on Thursday after police killed a student.", "killed",
     "../2016-06-09"),
    ("Troops freed the hostages on Thursday, two days after gunmen seized them.", "seized",
     "2016-06-07"),
    ("The arrests came on Thursday. The raid came a day after gunmen attacked a bank.",
     "attacked", "2016-06-08"),
    # what a clause goes on about, in front of its sentence or in what it is told of
    ("The truce broke down in 2014, when rebels attacked the capital.", "attacked", "2014"),
    ("The war of 1992, in which troops killed 1,000 people, is not forgotten.", "killed", "1992"),
    ("In a two-week offensive this May the army took three towns and killed 40 rebels.", "killed",
     "2016-05"),
    ("On Tuesday villagers in the north attacked a police post.", "attacked", "2016-06-07"),
    # times of day on the day told before
    ("Troops killed ten rebels on Thursday. By noon they had seized the bridge.", "seized",
     "2016-06-09"),
    ("Two men were killed before dawn on Thursday when gunmen opened fire.", "killed",
     "2016-06-09"),
    ("Rebels killed four soldiers overnight.", "killed", "2016-06-09/2016-06-10"),
    # how long something has gone on, or is to take
    ("Gunmen have held the minister for 52 days.", "held", "2016-04-19/2016-06-10"),
    ("The army has agreed to pay the soldiers for six months.", "agreed", "../2016-06-10"),
    ("A gendarme died on Thursday, bringing to five the number of people killed in three days of"
     " riots.", "riots", "2016-06-06/2016-06-09"),
    ("Both sides are to withdraw within a week.", "withdraw", "2016-06-10/2016-06-17"),
    ("On Monday he said that his men would attack the city within a week.", "attack",
     "2016-06-06/2016-06-13"),
    ("On 3 June he announced that they would start to withdraw in two days.", "withdraw",
     "2016-06-05"),
    ("Troops left the town on Monday. Rebels have since looted it.", "looted",
     "2016-06-06/2016-06-10"),
    # counted from an act of the same sentence, however it was parsed
    ("Warplanes struck hideouts on Thursday, killing 23 fighters, sources said, a day after rebels"
     " attacked army positions.", "attacked", "2016-06-08"),
    ("Rebels attacked the town on Monday, two days before troops withdrew from it.", "withdrew",
     "2016-06-08"),
    # by when something is asked for is not when it is asked
    ("The bloc ordered the ruler to surrender power by noon on Friday.", "ordered",
     "../2016-06-10"),
    ("He had promised that the troops would withdraw on 9 June.", "promised", "2016-06-09"),
    # acts told beside one another
    ("The president dismissed his government on 3 June but the demonstrators spurned an offer of"
     " talks.", "spurned", "../2016-06-10"),
    ("They spurned an offer of talks in May and still shell the outskirts of the city.", "shell",
     "../2016-06-10"),
    ("On Monday the government resigned after the killing of ten protesters.", "killing",
     "../2016-06-06"),
    ("Some 160 people have been killed and 60,000 have fled their homes since 3 May.", "killed",
     "2016-05-03/2016-06-10"),
    ("An amnesty that the general declared in 1978 has shielded the culprits.", "amnesty", "1978"),
    ("The rebels prolonged their truce to 1 July.", "prolonged", "../2016-06-10"),
    # the year told before
    ("In March 2006 it announced a truce, but on December 30 of that year a bomb killed two men.",
     "killed", "2006-12-30"),
    ("In 2006 it declared a truce, but in March the following year a bomb killed two men.",
     "killed", "2007-03"),
    ("The ceasefire takes effect at 6 a.m. on Monday.", "takes", "2016-06-13"),
    # how rare an act is, what a thing is of, and what will not be done say no time of the act
    ("Gunmen attacked the base in the first raid there since 2009.", "attacked", "../2016-06-10"),
    ("Men took apart a shrine of the sixteenth century in six hours on Thursday.", "took",
     "2016-06-09"),
    ("Three people lost their lives and twenty were injured when bombs struck a market on Thursday.",
     "lost", "2016-06-09"),
    # what is no time of the act
    ("Juba, 9 June 2016: Gunmen killed three aid workers on Tuesday.", "killed", "2016-06-07"),
    ("Both sides signed a quota for 2017 in February.", "signed", "2016-02"),
    ('"In 1975 they invaded us," said the man, whom the government released in March.', "released",
     "2016-03"),
    ("He was freed under an amnesty that the president signed in 1998. Police arrested him in May.",
     "arrested", "2016-05"),
    # a flashback goes on in its paragraph, but not for words and not for what is told as present
    ("Rebels took the town in 2012. They burned the market.", "burned", "2012"),
    ("Rebels took the town in 2012. They shell the road.", "shell", "../2016-06-10"),
    ("Rebels took the town in 2012. The government accused them of war crimes.", "accused",
     "../2016-06-10"),
    # a story ends where the present is told, and what is told in passing begins none
    ("Rebels took the town in 2012. The mayor has not spoken. Troops burned the market.", "burned",
     "../2016-06-10"),
    ("The colonel, who was arrested in 2012, heard the verdict. Troops burned the market.",
     "burned", "../2016-06-10"),
    ("Rebels took the town in 2012. An officer said that many fell before troops burned the"
     " market.", "burned", "../2016-06-10"),
    # from the first to the last of several times, and where they met
    ("Troops shelled the town on 3 March, 9 April and 12 April.", "shelled",
     "2016-03-03/2016-04-12"),
    ("Rebels shelled the town in March and April.", "shelled", "2016-03/2016-04"),
    ("They met on Thursday in Geneva, where both sides signed the agreement.", "signed",
     "2016-06-09"),
    # the mark of a line of a live report is on its day
    ("On Monday troops shelled the market. 12:30 London lifted its diplomats out of the city.",
     "lifted", "2016-06-10"),
    ("The camp stood off a siege in 2012. An officer who captured the town on foot said that many"
     " fell.", "captured", "../2016-06-10"),
    ("He has asked both governments to a summit on Wednesday.", "asked", "../2016-06-10"),
    ("The generals have agreed to a truce of 72 hours from midnight.", "agreed", "../2016-06-10"),
    # since what began when, and since an act told before
    ("Ten men have been killed since the attack on the town began on 19 May, an office said.",
     "killed", "2016-05-19/2016-06-10"),
    ("Soldiers overthrew the president on 3 May and have killed 300 people since.", "killed",
     "2016-05-03/2016-06-10"),
    # times of other things: what is held against, what is ruled by, what it was prolonged to
    ("They pledged that aid would be handed out otherwise than in 2010.", "pledged", None),
    ("Under the accord of Taif of October 2010 the militias disband and hand over their arms.",
     "disband", "../2016-06-10"),
    ("The council had prolonged its mandate to 31 October 2017.", "prolonged", "../2016-06-10"),
    ("The party sacked its leader on Thursday when it met over a clash in which troops killed ten.",
     "killed", "../2016-06-10"),
    # what something came after has its own time, and one of two days is as long as both
    ("Russia recognised Abkhazia after a five-day war with Georgia in August 2008.", "war",
     "2008-08"),
    ("Rebels took the town on Monday or Tuesday.", "took", "2016-06-06/2016-06-07"),
    # a time of day, where no day is told about it
    ("Soldiers surrounded a house in Yala before dawn.", "surrounded", "2016-06-10"),
    ("Rebels killed a mayor on Tuesday. The army said that troops had shelled the town at noon.",
     "shelled", "../2016-06-10"),
    # a story told by "that year", who somebody is, what came to its end, verbs spelt alike
    ("Rebels signed a truce in 1994. That year they met in Oslo, and UN observers arrived in"
     " November.", "arrived", "1994-11"),
    ("President Ortega, in office since January, suspended the talks this May.", "suspended",
     "2016-05"),
    ("An attempt to rescue the pilot in April 2013 failed when rebels ambushed a patrol.",
     "ambushed", "2013-04"),
    ("Young men set fire to two cars in the town on Monday and hurt a driver.", "hurt",
     "2016-06-06"),
    # a saying put into the clause, what somebody is made or let do, the end that an order sets
    ("The army has kept envoys out; on Monday, an official said, it turned back a convoy.", "turned",
     "2016-06-06"),
    ("On 3 May junior officers seized their commander and made him sack ten superiors.", "sack",
     "2016-05-03"),
    ("The rebels let ten prisoners go on Monday.", "let", "2016-06-06"),
    ("The ministry ordered two envoys out of the country by Sunday and recalled its ambassador.",
     "recalled", "../2016-06-10"),
    # what went on by then, what is due or has to be done, the length after a day told beside it
    ("By May thousands of farmers were blocking the roads to the capital.", "blocking", "2016-05"),
    ("Talks on the border are due to start by 1 July.", "Talks", "2016-06-10/2016-07-01"),
    ("It has until the end of June to collect the weapons.", "collect",
     "2016-06-10/2016-06-30"),
    ("The lawyer will lodge an appeal within the week.", "lodge", "2016-06-10/2016-06-17"),
    ("He leads the body, which opens on Monday and is to free the prisoners within a week.", "free",
     "2016-06-13/2016-06-20"),
    # since what was told, though other acts stand between
    ("The war broke out in 2014. The governor denied having armed the militia. Some 40,000 people"
     " have been uprooted since, figures show.", "uprooted", "2014/2016-06-10"),
    # what a picture shows going on was when it was taken
    ("Photographs taken on Monday show soldiers burning huts.", "burning", "2016-06-06"),
    ("A clip filmed on Monday has militants firing rockets.", "firing", "2016-06-06"),
    # what a court did of it was later
    ("In August 2013 a patrol boat opened fire on a trawler. A court fined the skipper.", "fined",
     "../2016-06-10"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "edtf"), TIMES)
def test_when_it_happened(text: str, trigger: str, edtf: str | None) -> None:
    assert times(text)[trigger] == edtf


def test_a_headline_has_the_day_of_its_report() -> None:
    text = "Gunmen kill ten in market\n\nKABUL - Gunmen killed ten people in a market on Monday."
    assert times(text) == {"kill": "2016-06-06", "killed": "2016-06-06"}


def test_a_headline_of_other_acts_has_no_day_of_theirs() -> None:
    text = "Rebels leave the city\n\nKABUL - Gunmen killed ten people in a market on Monday."
    assert times(text)["leave"] == "../2016-06-10"


CHRONOLOGY = """Ten years of war

October 2013 - Paratroopers murder the president. Rebels attack the capital.

May 2016 - The first African Union soldiers land. Their general has blamed both sides.
"""


def test_the_days_that_head_a_chronology() -> None:
    assert times(CHRONOLOGY) == {
        "murder": "2013-10",
        "attack": "2013-10",
        "land": "2016-05",
        "blamed": "../2016-06-10",
    }


def test_a_day_alone_heads_the_lines_below_it() -> None:
    text = "Monday\n\nTroops shelled the town.\n\nTuesday\n\nRebels ambushed a bus."
    assert times(text) == {"shelled": "2016-06-06", "ambushed": "2016-06-07"}


def test_one_day_in_front_may_be_the_report_s_own() -> None:
    assert times("9 June 2016 - Rebels ambushed a bus.") == {"ambushed": "../2016-06-10"}


def test_a_condition_has_not_the_time_of_what_follows_from_it() -> None:
    text = "Should the court reject the appeal, he may stay in prison until Christmas."
    assert times(text)["reject"] is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(day: str) -> None:
    text = "Rebels attacked on Monday, two weeks after they came. They left two weekends ago."
    assert read(Given(text, published=day, published_basis="given")).failures == ()
