"""Who is named in a sentence: text -> span, id, country, sector."""

from __future__ import annotations

import pytest

from dateline.analysis import ActorMention, Given
from dateline.pipeline import analyse
from dateline.resolve.actors import Actors
from dateline.text.parse import Parse

# text | span | id | country | sector; "-" is unknown.
ROWS = """
Russia's Defence Ministry said its troops had left. | Russia's Defence Ministry | RUS.MIL.defence-ministry | RUS | MIL
Russia's Defence Ministry said its troops had left. | troops | RUS.MIL | RUS | MIL
The Ministry of Defense of Azerbaijan confirmed it. | Ministry of Defense of Azerbaijan | AZE.MIL.defence-ministry | AZE | MIL
The Russian peacekeeping contingent left the region. | Russian peacekeeping contingent | RUS.MIL.peacekeepers | RUS | MIL
Armenian Prime Minister Nikol Pashinyan met reporters. | Armenian Prime Minister Nikol Pashinyan | PER.nikol-pashinyan | ARM | GOV
Criticism from Yerevan grew. | Yerevan | ARM.GOV | ARM | GOV
Officials held talks with Moscow. | Moscow | RUS.GOV | RUS | GOV
Sudan's army bombed the market. | Sudan's army | SDN.MIL | SDN | MIL
The Rapid Support Forces (RSF) shelled the camp. | Rapid Support Forces | ORG.rapid-support-forces | SDN | REB
The Rapid Support Forces (RSF) shelled the camp. | RSF | ORG.rapid-support-forces | SDN | REB
M23 rebels seized the town. | M23 rebels | ORG.m23 | COD | REB
The Congolese army's spokesman, General Sylvain Ekenge, spoke. | Congolese army's spokesman | COD.MIL | COD | MIL
Brazzaville said the Congolese government would help. | Congolese government | COG.GOV | COG | GOV
Kinshasa said the Congolese government would help. | Congolese government | COD.GOV | COD | GOV
Ethiopian troops entered Mekelle. | Ethiopian troops | ETH.MIL | ETH | MIL
The TPLF accused Eritrea of looting. | TPLF | ORG.tigray-people-s-liberation-front | ETH | REB
The TPLF accused Eritrea of looting. | Eritrea | ERI.GOV | ERI | GOV
Fano militiamen attacked a convoy. | Fano militiamen | ORG.fano | ETH | REB
Malian rebels ambushed the convoy. | Malian rebels | MLI.REB | MLI | REB
JNIM claimed the attack on the barracks. | JNIM | ORG.jnim | IMG | REB
Burkina Faso's junta expelled a diplomat. | Burkina Faso's junta | BFA.GOV.junta | BFA | GOV
Niger's junta ordered French troops to leave. | French troops | FRA.MIL | FRA | MIL
Nigerien soldiers repelled the assault. | Nigerien soldiers | NER.MIL | NER | MIL
Nigerian police arrested 20 people. | Nigerian police | NGA.COP | NGA | COP
Boko Haram fighters killed farmers. | Boko Haram fighters | ORG.boko-haram | NGA | REB
Al-Shabaab militants stormed a hotel. | Al-Shabaab militants | ORG.al-shabaab | SOM | REB
Somalia's president visited the front. | Somalia's president | SOM.GOV.president | SOM | GOV
Colombia's government met ELN guerrillas. | ELN guerrillas | ORG.eln | COL | REB
President Gustavo Petro suspended the truce with Colombia's ELN. | President Gustavo Petro | PER.gustavo-petro | COL | GOV
Myanmar's military bombed a village. | Myanmar's military | MMR.MIL | MMR | MIL
The Arakan Army captured a base. | Arakan Army | ORG.arakan-army | MMR | REB
Burmese soldiers burned houses. | Burmese soldiers | MMR.MIL | MMR | MIL
Yemen's Houthi rebels fired missiles. | Houthi rebels | ORG.houthis | YEM | REB
The Saudi-led coalition struck Sanaa. | Saudi-led coalition | ORG.saudi-led-coalition | IGO | MIL
Libya's parliament rejected the deal. | Libya's parliament | LBY.LEG | LBY | LEG
Haftar's forces advanced on Tripoli. | Haftar's forces | ORG.libyan-national-army | LBY | REB
Syrian government forces shelled Idlib. | Syrian government forces | SYR.MIL | SYR | MIL
The U.S.-backed Syrian Democratic Forces withdrew. | Syrian Democratic Forces | ORG.syrian-democratic-forces | SYR | REB
Turkish warplanes bombed PKK targets. | Turkish warplanes | TUR.MIL | TUR | MIL
Kosovo police arrested a suspect. | Kosovo police | XKX.COP | XKX | COP
Belgrade condemned the raid. | Belgrade | SRB.GOV | SRB | GOV
KFOR soldiers were injured. | KFOR soldiers | ORG.kfor | IGO | MIL
Georgia's foreign minister resigned. | Georgia's foreign minister | GEO.GOV.foreign-minister | GEO | GOV
Ukrainian President Volodymyr Zelenskiy urged allies to act. | Ukrainian President Volodymyr Zelenskiy | PER.volodymyr-zelensky | UKR | GOV
The Kremlin denied the report. | Kremlin | RUS.GOV | RUS | GOV
Wagner mercenaries left Bakhmut. | Wagner mercenaries | ORG.wagner | RUS | PRM
The Israeli military hit a school. | Israeli military | ISR.MIL | ISR | MIL
The IDF hit a school. | IDF | ISR.MIL | ISR | MIL
Hamas militants fired rockets. | Hamas militants | ORG.hamas | PSE | REB
Israeli settlers attacked Palestinians. | Israeli settlers | ISR.CVL | ISR | CVL
Israeli settlers attacked Palestinians. | Palestinians | PSE.CVL | PSE | CVL
Hezbollah fired at Israel. | Hezbollah | ORG.hezbollah | LBN | PRM
UNIFIL peacekeepers were wounded. | UNIFIL peacekeepers | ORG.unifil | UNO | MIL
Taliban officials banned music. | Taliban officials | ORG.taliban | AFG | REB
Pakistan's interior ministry blamed the TTP. | TTP | ORG.tehrik-i-taliban-pakistan | PAK | REB
Philippine troops killed Abu Sayyaf militants. | Abu Sayyaf militants | ORG.abu-sayyaf | PHL | REB
Indian soldiers and militants exchanged fire in Kashmir. | Indian soldiers | IND.MIL | IND | MIL
Indian soldiers and militants exchanged fire in Kashmir. | militants | - | - | REB
Turkish Cypriot authorities closed the crossing. | Turkish Cypriot authorities | ORG.turkish-republic-of-northern-cyprus | CYP | PRE
The Polisario Front attacked Morocco. | Polisario Front | ORG.polisario-front | ESH | PRE
Haitian police fought gangs. | Haitian police | HTI.COP | HTI | COP
Haitian police fought gangs. | gangs | - | - | CRM
The UN Security Council met. | UN Security Council | ORG.un-security-council | UNO | -
UN peacekeepers withdrew. | UN peacekeepers | UNO.MIL.peacekeepers | UNO | MIL
The African Union condemned the coup. | African Union | ORG.african-union | IGO | -
ECOWAS lifted sanctions. | ECOWAS | ORG.ecowas | IGO | -
Amnesty International accused the army. | Amnesty International | ORG.amnesty-international | NGO | SOC
Doctors Without Borders treated the wounded. | Doctors Without Borders | ORG.doctors-without-borders | NGO | MED
A spokeswoman for the UN refugee agency warned of hunger. | spokeswoman for the UN refugee agency | ORG.unhcr | UNO | REF
The Pentagon confirmed the strike. | Pentagon | USA.MIL.defence-ministry | USA | MIL
The State Department urged calm. | State Department | USA.GOV.foreign-ministry | USA | GOV
U.S. lawmakers passed the bill. | U.S. lawmakers | USA.LEG | USA | LEG
The International Criminal Court issued a warrant. | International Criminal Court | ORG.international-criminal-court | IGO | JUD
Gunmen killed 12 villagers. | Gunmen | - | - | UAF
Protesters burned tyres. | Protesters | - | - | CVL
Refugees crossed the border. | Refugees | - | - | REF
Sudanese refugees crossed into Chad. | Sudanese refugees | SDN.REF | SDN | REF
Ethnic Armenians fled the region. | Ethnic Armenians | - | - | CVL
Ethiopia's electoral commission delayed the vote. | Ethiopia's electoral commission | ETH.GOV.election-commission | ETH | GOV
Kenya's Supreme Court rejected the petition. | Kenya's Supreme Court | KEN.JUD.supreme-court | KEN | JUD
The president of Mali met reporters. | president of Mali | MLI.GOV.president | MLI | GOV
Greek coast guard officers saved migrants. | migrants | - | - | REF
Journalists were beaten. | Journalists | - | - | JRN
Former president Francois Hollande objected. | Former president Francois Hollande | PER.francois-hollande | - | ELI
The Islamic State group claimed the bombing. | Islamic State group | ORG.islamic-state | IMG | REB
The army of South Sudan denied it. | army of South Sudan | SSD.MIL | SSD | MIL
Sinaloa cartel gunmen killed a mayor. | Sinaloa cartel gunmen | ORG.sinaloa-cartel | MEX | CRM
"""

GONE = (
    ("The delegation arrived in Moscow.", "Moscow"),
    ("Troops withdrew from Kabul on Monday.", "Kabul"),
    ("They met at the Kremlin.", "Kremlin"),
    ("Thousands fled to Chad.", "Chad"),
    ("Let us go.", "Let"),
    ("It is what he wants.", "is"),
    ("Peru issued a decree. The decree lasts 60 days, and it may be extended.", "it"),
)

LATER = (
    ("Sudan's army advanced. The army denied it.", "army", "SDN.MIL"),
    ("Armenian Prime Minister Nikol Pashinyan spoke. Pashinyan left.", "Pashinyan", "PER.nikol-pashinyan"),
    ("Armenian Prime Minister Nikol Pashinyan spoke. He left.", "He", "PER.nikol-pashinyan"),
    ("The ELN met Colombia's government. The rebels left.", "rebels", "ORG.eln"),
    ("Iran's foreign ministry spoke. The ministry denied it.", "ministry", "IRN.GOV.foreign-ministry"),
    ("MINUSMA left Mali. The mission had lost men.", "mission", "ORG.minusma"),
    ("The Arakan Army said it had won.", "it", "ORG.arakan-army"),
    ("Chad's army found President Idriss Saleh and beat him.", "him", "PER.idriss-saleh"),
    ("Kenyan police freed the ELN's leader. Rebels met Kenyan police and thanked them.", "them",
     "KEN.COP"),
    ("The M23 and its fighters left.", "its", "ORG.m23"),
    ("The Sri Lanka Army (SLA) fired. Later SLA officers left.", "SLA officers", "LKA.MIL"),
    ("The Chadian border guards (CBG) fired. The CBG denied it.", "CBG", "TCD.MIL.border-guards"),
    ("Prime Minister Sheikh Hasina of Bangladesh spoke. Hasina left.", "Hasina", "PER.hasina"),
    ("The European Union met Tunisia. The bloc wants calm.", "bloc", "ORG.european-union"),
    ("The Kyrgyz border service fired. The service denied it.", "service", "KGZ.MIL.border-guards"),
    ("General Osman Idris took power. Crowds cheered. The general smiled.", "general",
     "PER.osman-idris"),
    ("The Philippines protested after a Chinese ship sank a boat. It wants money.", "It", "PHL.GOV"),
    ("Gunmen shot lawyer Miriam Castro. Snow fell. Police found her.", "her", "PER.miriam-castro"),
    ("Mayor Amina Diallo met General Hassan Keita. She left.", "She",
     "PER.amina-diallo"),
    ("Russian peacekeepers left. Baku said the last of them had gone. Officials say the contingent"
     " has left.", "contingent", "RUS.MIL.peacekeepers"),
    ("Togo asked Chad to withdraw its envoy.", "its", "TCD.GOV"),
    ("Serbia recalled its envoy. The government was angry.", "government", "SRB.GOV"),
    ("Peru met President Sofia Marin. She left.", "She", "PER.sofia-marin"),
)  # fmt: skip

SEVERAL = (
    ("Leaders of Azerbaijan, Armenia, and Russia signed.", {"AZE.GOV", "ARM.GOV", "RUS.GOV"}),
    ("The Ethiopian and Eritrean armies clashed.", {"ETH.MIL", "ERI.MIL"}),
    ("Sudan's army fought the RSF. Both sides lost men.", {"SDN.MIL", "ORG.rapid-support-forces"}),
    ("Greece met Turkey. The two countries agreed.", {"GRC.GOV", "TUR.GOV"}),
    ("Armenia and Azerbaijan met. They agreed.", {"ARM.GOV", "AZE.GOV"}),
    ("Egypt and Sudan met Ethiopia. Chad left. The two countries agreed.", {"EGY.GOV", "SDN.GOV"}),
)


def mentions(text: str) -> tuple[ActorMention, ...]:
    analysis = analyse(Given(text), [Parse(), Actors()])
    assert not analysis.failures
    return analysis.actors


@pytest.mark.parametrize("row", [row for row in ROWS.splitlines() if row])
def test_actor_named(row: str) -> None:
    text, span, *expected = (cell.strip() for cell in row.split(" | "))
    found = {
        m.span.text: [m.actor.id or "-", m.actor.country or "-", m.actor.sector or "-"]
        for m in mentions(text)
    }
    assert found.get(span) == expected, found


@pytest.mark.parametrize(("text", "gone"), GONE)
def test_no_actor(text: str, gone: str) -> None:
    assert gone not in {m.span.text for m in mentions(text)}


@pytest.mark.parametrize(("text", "span", "who"), LATER)
def test_named_before(text: str, span: str, who: str) -> None:
    assert [m.actor.id for m in mentions(text) if m.span.text == span][-1:] == [who]


@pytest.mark.parametrize(("text", "members"), SEVERAL)
def test_members(text: str, members: set[str]) -> None:
    assert members in [{actor.id for actor in m.members} for m in mentions(text)]


def test_spans_are_the_text() -> None:
    for row in ROWS.splitlines():
        text = row.split(" | ")[0]
        for m in mentions(text):
            assert text[m.span.start : m.span.end] == m.span.text == m.actor.text
            assert m.first <= m.head < m.last
