"""The words that invented stories are made of: an invented coast, its people, and patterns of sentences.

A word in braces is a slot, filled from the list of that name in `LISTS`. The patterns of `MARKED` hold what tries a
converter of Markdown: emphasis, code, ampersands, loose stars and underscores; the others hold none of it.
"""

from __future__ import annotations


def _parts(text: str) -> list[str]:
    return [part.strip() for line in text.strip().split("\n") for part in line.split("|")]


PLACES = _parts("""
Tarnhaven|Orrick Sands|Pell Harbour|Little Dunmarsh|Saltby|Corrin Head|Wexmoor|Ashlatch|Brindle Quay|Nether Fosse
Hallowick|Gannet Row|Stonereach|Old Merriden|Fennimore|Quillan Bridge|Upper Tarn|Marl Cross|Kestle Point|Dray Common
Loxwater|Thornby|Eastering|Vane Hill|Skerrow|Cobbleton|Ravel Mouth|Ottermere|Penny Wharf|Grayle
""")
GIVEN = """Ansel Bettina Corwin Delphine Edmund Farrah Gideon Hester Ivo Juno Kerensa Linus Maud Nestor Ottilie Piers
Rhona Saskia Tobias Una""".split()
SURNAMES = """Abbeyfield Brackley Cordwain Dunnock Ellerby Foxglove Garrick Haldane Inskip Jessamy Kittow Lorimer Mossop
Netherway Oakapple Pargeter Quennell Rudkin Sallow Thackwray""".split()
BODIES = _parts("""
the harbour board|the county surveyor|the parish council|the lifeboat crew|the ferry company|the school governors
the drainage office|the allotment society|the fire brigade|the library trust|the water company|the planning committee
the bowls club|the net makers' union|the railway office|the market traders|the tide-mill trustees|the choir
the cottage hospital|the rowing club|the lighthouse keepers|the beekeepers
""")
THINGS = _parts("""
a second slipway|the coast road|new street lamps|the swing bridge|a footpath to the mill|the winter timetable
the sea wall|a covered market|the old cannery|the school roof|a weather station|the herring fleet|the evening bus
the fish quay|a reservoir above the town|the town clock|the spring fair|the dredging of the channel|the reading room
a field for the circus|the cattle market|the night ferry|the tram depot|the bathing huts|a bandstand
""")
DEEDS = """repaired moved closed painted opened sold measured insured lengthened widened leased replaced inspected
valued shortened abandoned rebuilt lit drained fenced""".split()
REASONS = _parts("""
after a storm took the railings|because nobody had asked the residents|in time for the summer visitors
while the money lasts|before the equinox tides|despite two letters of protest|with help from three neighbouring towns
once the frost is out of the ground|although the figures are disputed|as its founders intended|without a vote
by a margin of one|to the surprise of its own chairman|under a rule older than the town hall
at the cost of a week's takings|for as long as anyone present could remember
""")
MANNERS = _parts("""
quietly|plainly|with some reluctance|at once|in the end|by common consent|for the third time|after a short silence
without naming anyone|over tea|to loud applause|in a letter read aloud
""")
NUMBERS = "3 7 12 19 24 31 48 60 85 112 140 233 410 675 980 1,250 2,400 7,300 18,500".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

PLAIN = _parts("""
{body} said on {day} that {thing} would be {deed} {reason}.
Of the {number} people who came to the meeting in {place}, most wanted {thing} to be {deed} {reason}.
“We asked for {thing} and were given {thing},” said {name}, who has worked for {body} since leaving school.
"Nobody in {place} believes it," {name} said {manner}, "and I do not believe it myself."
The cost was put at ${number} in the spring, at ${number} by harvest, and has not been mentioned since by {body}.
{name} of {place} told {body} {manner} that {thing} had been {deed} twice already, {reason}.
In {place}, {number} miles along the coast, {thing} was {deed} {reason}, and {body} took note of it.
A report that {body} had kept back for {number} weeks says {manner} that {thing} should be {deed}.
It was {day} before the first boats could leave {place}, and by then {thing} had been {deed} by volunteers.
Rain fell on {number} of the days set aside for {thing}, so {body} will try again {reason}.
{name}, {body} and {number} neighbours walked from {place} to {place} to see {thing} for themselves.
What {body} calls progress, {name} calls {thing} {deed} {reason}.
The vote was {number} to {number}, and {name} asked {manner} that the names be written down.
There has been talk of {thing} in {place} since the year the mill burned, and {body} has heard all of it {manner}.
“Come back on {day},” said {name}, closing the door of the office that {body} shares with {body}.
Children from {place} counted {number} herons on the marsh, which {body} {deed} {reason}.
""")
MARKED = _parts("""
Marrow & Sons of {place} offered ${number}* for {thing}; {body} offered *nothing at all* and said so {manner}.
The notice, pinned up as `slip_way_{number}`, says that {thing} is **closed** until {day} {reason}.
Tickets were ${number}, or ${number}* with supper (*no dogs), and {name} sold every one of them in {place}.
{name} keeps a ledger called *Tides & Debts*, in which {thing} is {deed} {manner} on every page.
The file named minutes_of_the_{number} was found in {place}; {body} had looked for it {reason}.
“Fish & chips & a view,” read the sign that {body} wanted {deed}, and _that_ was the whole quarrel.
""")
HEADINGS = _parts("""
What was promised|Who pays|The view from the quay|A long argument|Next steps|How it began|Figures & doubts
What the law says
""")
TITLES = _parts("""
{body} wants {thing} {deed}|{place} waits for {thing}|{name} leaves {body}|In {place}, {thing} is {deed} at last
“Not in {place}”: {body} says no|{number} sign letter about {thing}|Rivals {body} & {body} agree on {thing}
{thing} {deed} {reason}|{place} to {place} in {number} minutes|{name} speaks {manner} of {thing}
""")
CAPTIONS = _parts("""
{place} on {day}.|{name}, who asked for {thing}.|Where {thing} was {deed}.|Members of {body} in {place}.
""")

# Weights fall steeply: half of a paper is news.
SECTIONS = {"News": 48, "Sport": 19, "Harbour": 11, "Letters": 8, "Farming": 5, "Arts": 4, "Obituaries": 3, "Tides": 2}
_KINDS = """public private coastal rural winter summer local county municipal disputed historic lost early late modern
small ancient annual nightly royal""".split()
_TOPICS = """bridges harbours schools ferries floods markets roads fairs trains gardens elections wages tides choirs
mills""".split()
TAGS = [f"{kind} {topic}" for topic in _TOPICS for kind in _KINDS]
BYLINES = [f"{given} {surname}" for n, given in enumerate(GIVEN) for surname in SURNAMES[n % 2 :: 2]]

LISTS = {
    "place": PLACES,
    "name": [f"{given} {surname}" for given in GIVEN for surname in SURNAMES],
    "body": BODIES,
    "thing": THINGS,
    "deed": DEEDS,
    "reason": REASONS,
    "manner": MANNERS,
    "number": NUMBERS,
    "day": DAYS,
}
