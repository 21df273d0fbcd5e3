"""Invented captures in the shapes that real ones have; every word of them is the project's own."""

# ruff: noqa: E501 - a paragraph of a capture is one line

TEASERS = """
The lock keeper at Brede Sluice looks over the upper gate after the first frost, Monday, November ...

Northern Seaboard Press

Keeper of Brede Sluice retires after forty winters

BREDE (NSP) — The keeper of the sluice hung up his lantern on Monday after forty winters on the upper gate, and said that he would miss the ice more than the boats. The board has not yet said who will follow him or whether […]

4 minutes ago

Two herring drifters come in past the mole with their lamps still lit, Tuesday, November 14, 2023, ...

Herring come back to the bay, and nobody has the nets

HEXBY (NSP) — The herring came back to Hexby Bay this week for the first time since 1977, and the last man who owned a drift net had sold it to a restaurant as a ceiling. Boats from three harbors stood by and watched […]

50 minutes ago

FILE - The old signal station on Skarrow Point, shown in March 2019, has been empty for thirty year...

Signal station to become a school for bell ringers

SKARROW (NSP) — A signal station that has told nobody anything for thirty years is to teach bell ringing instead, the county said. Work on the roof begins in the spring, and the first course is full […]

2 hours ago
"""

WIRE = f"""REGION

The ferry that ran on Sundays only, and the town that waited for it

Nov 15, 2023, 8:17 AM

Passengers wait for the Sunday ferry on the east quay of Port Thole, Sunday, November 12, 2023. Th...

Passengers wait for the Sunday ferry on the east quay of Port Thole, Sunday, November 12, 2023. (NSP Photo/Lorna Vickery)
Credit: NORTHERN SEABOARD PRESS

(NSP Photo/Lorna Vickery)

PORT THOLE, Northmark (AP) — For eleven years the ferry to Port Thole ran on Sundays only, and the town arranged its life around it.

Weddings were held on Sundays. So were funerals, dental appointments and the chess club, which met on the upper deck.

“You got used to it,” said Edith Sayle, who kept the ticket office. “You did your waiting on the other six days.”

She has kept the tickets.

How the timetable was lost

The reason was a clerk's mistake in 2012, when six columns of a timetable fell off the page and were never asked after.

Nobody at the ferry company noticed, because the boat was always full when it ran, and the accounts for the whole week came out to within a pound of the old ones.

The company says it is looking into the U.S. charts

A new timetable begins in December, with a boat every day but Sunday, when the crew will rest.
{TEASERS}
The ferry that ran on Sundays only, and the town that waited for it
"""

JAPANESE = """社会

港の鐘、七十年ぶりに海から引き揚げ

2023年11月15日 21時37分

【北浜＝山田花子】北浜港の底に沈んでいた大きな鐘が十四日、七十年ぶりに引き揚げられた。鐘は一九五三年の嵐の夜に船から落ち、それ以来、誰も見ていなかった。

引き揚げに当たった潜水士の田村さんは「音はまだ出ます。水の中で一度だけ鳴らしてみました」と話した。

市は来年の春まで鐘を真水の水槽に入れて塩分を抜き、その後、元の塔に戻す予定だという。

塔は誰が守るのか

塔の修理には三年かかる見通しで、費用は市民からの寄付でまかなう。十四日の夕方までに、すでに八百人が申し出た。

関連記事

シェア

ツイート

おすすめ
"""

ARABIC = """ميناء الشمال يستعيد جرسه القديم بعد سبعين عاما

15 نوفمبر 2023

ميناء الشمال (رويترز) - انتشل غواصون يوم الثلاثاء جرسا قديما من قاع الميناء بعد سبعين عاما من سقوطه في ليلة عاصفة، وقالوا إن صوته لا يزال واضحا.

وقال كبير الغواصين إن الجرس كان مدفونا تحت طبقة سميكة من الطين، وإنه لم يتعرض إلا لخدش صغير في حافته السفلى.

وتعتزم المدينة وضع الجرس في ماء عذب حتى الربيع المقبل، ثم إعادته إلى البرج الذي ظل صامتا طوال تلك السنين.

مشاركة
"""

GERMAN = """Nordhafen

Die Schleuse bleibt zu, und keiner hat den Schlüssel

Von Jörg Ühlinghaus

30.01.2024, 09:53 Uhr

Nordhafen (dpa) - Seit dem Dreikönigstag lässt sich die alte Seeschleuse nicht mehr öffnen. Der Schlüssel für das Schaltwerk ist verschwunden, und der einzige Ersatz liegt vermutlich auf dem Grund des Hafenbeckens.

„Wir haben überall gesucht“, sagt Hafenmeister Enno Tjarks, der seit dreißig Jahren hier arbeitet und noch nie eine Schleuse verloren hat.

Warten auf den Schlosser

Ein Schlosser aus Bremen soll in der kommenden Woche ein neues Schloss einbauen. Bis dahin liegen elf Kutter im inneren Becken fest, und der Fischmarkt fällt aus.

Lesen Sie auch

Teilen

Drucken

Mehr zum Thema
"""

SINGLE_BREAKS = """Night train to Hexby runs empty, on purpose
By Harriet Lisle
14 September 2013
The 11.40 to Hexby left on Friday without a single passenger aboard, and that was the whole point of it, the railway said.
It carried eleven tonnes of ballast in the shape of paving stones, to see whether the viaduct at Brede would notice.
The viaduct, which was built in 1861 and has opinions, did not move by so much as the thickness of a ticket.
Passengers will be let back on to the line from Monday, one carriage at a time, and will be asked to sit still."""

LETTERS = """Letters to the editor: the lamp on the mole

November 9, 2015

Your report on the harbour lamps made me put on my coat and go and look. I counted eleven birds in the car park and took nine of them down to the water in my hat.

Helen Lotos

Port Thole

::

The lamps should stay. My late husband found his way home by them on more nights than I care to remember, and not all of those nights were foggy.

Winifred Orchard

Hexby

::

May I suggest that the birds be given lamps of their own, further out, and that the bill be sent to whoever thought of sodium in the first place?

R. Strake

Brede

Sign up

Share

Facebook

Twitter
"""

GLUED = """Sport

Batty keeps goal at sixty-one

Jessica ChoiDec. 21, 2023

Clem Batty came on for the last eleven minutes on Saturday and touched the ball twice, which was once more than anybody expected of him.

The second touch was a save, although the shot was going a yard wide, and he lay on the grass afterwards for a good while thinking about it.

His knee, which is new, was not consulted. It has a warranty that runs until 2031 and says nothing of football.
"""

CUT = """Council puts off the sluice gate again

March 3, 1987

The council put off a decision on the sluice gate on Monday night for the fourth time since the autumn, and adjourned to the Packet Hotel.

Councillor Opie said that a gate which had held since 1802 could hold until Easter, and that the cost of a new one would be felt by every household from the quay to the"""

TWO_SIGNS = """Tide mill turns for the first time since 1926

14 September 2013

At twenty past eleven on Saturday morning a wooden wheel sixteen feet across made a noise like a cow getting up, and turned.

It has been a hundred years, all but thirteen, since the mill last ground anything, and the pond had silted to the brim.

Read more:

The mill pond, before and after

The first flour was grey. It was baked into a loaf by Joyce Strake, whose grandfather had bought flour from the mill as a boy.

She said that it wanted salt, and that he had always said the same.

Tags: tide mills, Brede, flour

Related stories

Brede bakery sells its last loaf and shuts its doors

3 days ago

Pond to be drained again in the spring, says trust

5 days ago

Comments

Subscribe to our newsletter
"""

SHORT_BODY = """Home

News

Sixteen new lamplighters join the harbour watch

Published: Dec. 22, 2023, 1:54 p.m.

By Denny Orchard

Sixteen new lamplighters joined the harbour watch on Friday, the largest class since the lamps were lit with whale oil.

Share

Facebook

Twitter

Most Popular

Ferry timetable to change in spring

2 hours ago

Mayor opens second bench on the mole

3 hours ago

Herring festival loses its herring, keeps its festival

5 hours ago

Fog signal to be silent on Sundays

7 hours ago

Around the region

Hexby wins the raft race

8 hours ago

Privacy Policy

Terms of Use

© 2023 Port Thole Advertiser. All rights reserved.
"""

UPDATED_FIRST = """Harbour lights to be switched off at midnight, all but one

By LEWIS ANSTEY and BOB FERRIER | Hexby Advertiser

Updated Nov 19, 2015 9:41 AM;Posted Nov 18, 2015 8:19 PM

PORT THOLE — The Harbour Board will turn off 46 of its 47 lamps between midnight and five in the morning, saving about £9,000 a year.

The forty-seventh lamp is the red one at the end of the quay, which pilots steer by and the law protects.

Correction: An earlier version of this story gave the number of lamps as 64. The board has never owned more than 47.
"""

LIST_ONLY = """Hexby raft race: the results in full

June 4, 2018

First class

Drowned Rats

The Packet Hotel

Second class

Brownies of Brede

Lifeboat Reserves

Third class

Old Sluice Gate

Comments

Share

Related
"""

BARE = """The bell was heard across the bay at noon, once, and then not again for the rest of the year, as far as anybody in the town could say.

People stopped where they stood. Some of them looked at the tower, and some of them looked at their shoes."""

RUSSIAN = """Паром больше не ходит по воскресеньям

13 мая 2024, 12:30

СЕВЕРНАЯ ГАВАНЬ, 13 мая. /ТАСС/. Паром, который одиннадцать лет ходил только по воскресеньям, с понедельника будет ходить каждый день, кроме воскресенья, сообщили в порту.

Жители города привыкли к старому расписанию и устроили вокруг него всю свою жизнь, рассказала бывший кассир Анна Сомова.

По её словам, новое расписание напечатали на обороте старого, чтобы не тратить бумагу.

Читайте также

Поделиться
"""

HUTS = """Coast

Beach huts to be numbered from the other end

By Harriet Lisle

14 September 2013

SKARROW — The council has decided to number its beach huts from the other end, because the postman asked for it and nobody could think of a reason to refuse.

Hut 1 will become hut 112 and hut 112 will become hut 1. Hut 56 and hut 57 will change places, which their owners, who are sisters, say they did anyway in 1998.

“We have had post for each other these fifteen years,” said Enid Strake, of hut 56. “I read hers first. She knows.”

The new numbers are of brass, and were paid for out of the fund for a clock that the council has twice voted not to build."""

KOERBE = """Küste

Strandkörbe bekommen neue Nummern

Von Enno Tjarks

14.09.2013, 11:20 Uhr

Nordhafen. Die Gemeinde zählt ihre Strandkörbe von nun an vom anderen Ende her, weil der Briefträger darum gebeten hat und niemandem ein Grund einfiel, es ihm abzuschlagen.

In Nordhafen wird damit aus Korb 1 der Korb 112 und umgekehrt. Die Körbe 56 und 57 tauschen die Plätze, was ihre Besitzerinnen, zwei Schwestern, schon 1998 getan haben.

„Wir bekommen seit fünfzehn Jahren die Post der anderen“, sagt Enna Harms aus Korb 56. „Ich lese ihre zuerst. Das weiß sie.“

Die neuen Nummern sind aus Messing und werden aus der Rücklage für eine Uhr bezahlt, deren Bau der Rat zweimal abgelehnt hat."""

BOXED = """Harbour fog bell to be rung by hand again

By WINIFRED OPIE | wopie@skarrow-courier.example.org | Skarrow Courier

PUBLISHED: March 2, 2016 at 4:40 p.m. | UPDATED: March 3, 2016 at 8:15 a.m.

SKARROW — The fog bell on the east mole will be rung by hand from April, after the motor that had rung it since 1971 was found to have been disconnected since 1983.

Sign up for our weekly newsletter

Get the Courier Tide Table, every Monday, in your inbox.

“We all thought that we heard it,” said the harbour master, Lionel Orchard, who has been in the post for twenty years and in the fog for rather more of them.

ADVERTISEMENT

The ringer will be paid by the hour, fog or no fog, and will have the use of the hut with the stove in it.

A boat has been ordered.

Tags: fog, bells, Skarrow

Related Articles

Stove in harbour hut is older than hut
"""

TALLY = """THE SKARROW COURIER
Sport

Eleven draws in a row, and a goat
SKARROW, 9 May 1994
Skarrow Rovers drew again on Saturday, as they have done every week since the middle of February, and nobody was surprised but the goat.
The goat belongs to the groundsman. It is tied behind the north goal in place of a net, which was stolen in March.

THE FIGURES
The club secretary, Enid Strake, wrote these on the back of a raffle ticket for us.
+ 11 draws
+ 22 goals, half of them against
+ 1 shirt eaten, the property of the visitors and not yet paid for
She was asked which of the eleven she had liked best, and said that it was hard to tell them apart now without looking at the weather.
CORRECTION, 10 May 1994: An earlier edition gave the number of shirts as two. The second was a towel.

Reporting by Lionel Orchard; goat by arrangement with the groundsman.
"""

UNKNOWN_AGENCY = HUTS.replace("SKARROW — ", "SKARROW (NSP) — ")

NOTEBOOK = """Courier blogs

4 Comments

The Harbour Notebook 2016.03.12

by Winifred Opie on March 12, 2016

A seal came up the slip on Tuesday and looked into the ticket office for some minutes, and went away again without asking for anything at all.

The notebook of the office has an entry for it, between a lost glove and a complaint about the price of a return to Hexby on a Sunday.

Have you seen our seal?
"""
