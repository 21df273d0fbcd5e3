"""Words beside names and in them that tell what a name is, in many languages. A word is a sign among others, no proof.

Tables are short on purpose: the forms of a text must carry a language that is not here.
"""

# ruff: noqa: E501 - tables of words read best a language a line

from __future__ import annotations

from functools import cache, lru_cache

from backfile.importers.text.language import CODES_OF


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands before a person's name: case-folded, without the stop of an abbreviation.
TITLES = _set("""
    mr mrs ms miss dr prof professor professors sir lord lady dame madam president vice-president ex-president presidents chancellor
    minister ministers premier senator senators sen rep reps representative congressman congresswoman gov governor mayor justice
    sheriff captain capt colonel col general gen sergeant sgt lieutenant lt maj constable inspector detective superintendent
    commissioner officer chairman chairwoman chairperson ceo cfo secretary speaker ambassador envoy king queen prince princess
    duke duchess pope father rev reverend bishop archbishop cardinal rabbi imam sheikh ayatollah coach manager coun cllr
    councillor councilman councilwoman alderman alderwoman spokesman spokeswoman spokesperson actor actress author singer rapper
    novelist historian economist analyst scientist researcher lecturer director co-director producer founder co-founder attorney
    lawyer solicitor barrister prosecutor striker midfielder defender goalkeeper winger quarterback pitcher
    candidate lawmaker deputy leader activist journalist reporter correspondent columnist presenter broadcaster comedian musician
    composer guitarist drummer chef artist photographer designer architect engineer teammate wife husband son daughter brother
    sister mother uncle aunt cousin widow victim suspect
    herr frau präsident präsidentin bundespräsident kanzler kanzlerin bundeskanzler bundeskanzlerin ministerin bürgermeister
    bürgermeisterin oberbürgermeister sprecher sprecherin chef chefin leiter leiterin trainer trainerin professorin direktor
    direktorin autor autorin sängerin sänger schauspieler schauspielerin vorsitzende vorsitzender könig königin papst kardinal bischof
    richter richterin anwalt stürmer torwart außenminister innenminister finanzminister
    m mme mlle monsieur madame président présidente ministre maire général juge directeur directrice roi reine pape cardinal évêque
    señor señora don doña presidente presidenta ministro ministra alcalde alcaldesa rey reina papa juez director directora
    signor signora onorevole sindaco sindaca presidentessa premier re regina giudice allenatore
    senhor senhora ministra prefeito prefeita governador governadora deputado deputada rei rainha
    meneer mevrouw minister-president burgemeester koning koningin voorzitter
    statsminister president drottning kung statsråd ordförande kong dronning direktør
    pan pani prezydent premier minister burmistrz президент премьер министр губернатор мэр генерал bay bayan cumhurbaşkanı
""")
# Titles that make the name: `King Charles` is no `Charles`.
STYLED = _set(
    "king queen prince princess pope lord lady sir dame saint duke duchess papst könig königin roi reine rey reina papa"
)
# Abbreviations whose stop ends no sentence.
SHORT_TITLES = _set(
    "Mr Mrs Ms Dr Prof Sen Sens Rep Reps Gov Sgt Lt Col Gen Capt Maj Cmdr Adm Coun Cllr Rev Fr Hon Pres Supt Insp Det Sr Sra M Mme Mlle Ing Dipl"
)
STOPPED = _set("St Mt Ft Ste Sta") | SHORT_TITLES
# Titles by their endings, for languages that write compounds in one word.
TITLE_ENDS = (
    "minister", "ministerin", "präsident", "präsidentin", "kanzler", "kanzlerin", "sprecher", "sprecherin", "chef", "chefin",
    "leiter", "leiterin", "trainer", "trainerin", "meister", "meisterin", "direktor", "direktorin", "anwalt", "anwältin", "politiker",
    "politikerin", "forscher", "forscherin", "experte", "expertin", "vorsitzende", "vorsitzender", "ministeren", "presidenten",
    "ministern", "minister-president",
)  # fmt: skip

# Words in the names of bodies, at their end.
BODIES = _set("""
    inc ltd llc llp plc corp corporation company co group holdings holding industries partners associates enterprises airlines
    airways motors pharmaceuticals technologies systems laboratories brewery brewing records pictures studios entertainment
    gmbh ag kg kgaa mbh spa srl bv nv oy oyj aps ооо пао
    council councils university college institute institution academy school ministry department dept committee commission
    subcommittee party court tribunal parliament congress senate assembly agency association federation confederation union
    league club society trust foundation charity board bureau authority service services office administration organisation
    organization coalition alliance network police constabulary army navy corps regiment brigade hospital clinic nations
    church diocese cathedral parish chapel synagogue mosque orchestra philharmonic choir theatre theater museum gallery library bank
    press times post journal gazette herald tribune guardian telegraph chronicle courier echo observer examiner news broadcasting radio
    fc afc cf sc united rovers wanderers athletic albion chamber chambers guild exchange initiative lodge legion cooperative
    co-operative utilities consortium taskforce directorate
    verband verein gericht partei gesellschaft stiftung bundesamt landesamt zeitung bund fraktion klinikum krankenhaus museum
    universitetet departementet myndigheten partiet domstolen rådet polisen politiet föreningen foreningen kommun kommune
    üniversitesi bakanlığı partisi mahkemesi bankası derneği vakfı belediyesi meclisi
""")
# Those that stand before the rest of a name, as in `Université de Craque`; in English only with `of`.
LEADING_BODIES = _set("""
    universität hochschule ministerium bundesministerium gericht landgericht amtsgericht verein stiftung klinikum sparkasse fc sc vfl
    université ministère conseil commission comité parti tribunal cour banque société fondation association fédération syndicat
    assemblée sénat école lycée institut hôpital mairie préfecture gendarmerie compagnie groupe académie agence
    universidad ministerio consejo comisión comité partido tribunal corte banco sociedad fundación asociación federación sindicato
    asamblea senado escuela instituto hospital ayuntamiento policía guardia compañía grupo academia agencia junta fiscalía
    università ministero consiglio commissione comitato partito tribunale corte banca società fondazione associazione federazione
    camera senato scuola istituto ospedale comune polizia procura gruppo agenzia
    universidade ministério conselho comissão partido fundação associação federação câmara escola prefeitura polícia companhia agência
    universiteit ministerie raad commissie partij rechtbank stichting vereniging gemeente
    uniwersytet ministerstwo rada komisja partia sąd fundacja stowarzyszenie związek policja urząd
    университет министерство совет комиссия партия суд банк фонд союз полиция агентство дума
    universitas kementerian dewan komisi partai yayasan badan
""")
# Those that are a name by themselves.
BODIES_ALONE = _set(
    "congress senate parliament bundestag bundesrat bundeswehr bundesregierung bundesbank sejm carabinieri gendarmerie"
)
BODY_ENDS = (
    "universität", "hochschule", "ministerium", "gericht", "partei", "verband", "verein", "gesellschaft", "stiftung", "behörde",
    "sparkasse", "polizei", "gewerkschaft", "anwaltschaft", "universiteit", "ministerie", "rechtbank", "vereniging", "partij",
    "universitet", "departement", "departementet", "styrelsen", "myndigheten", "zeitung",
)  # fmt: skip

# Words in the names of places.
SPOTS = _set("""
    street road avenue lane square terrace crescent boulevard drive river lake loch mount mountain mountains hill hills valley island
    islands isle isles bay beach coast cape gulf sea ocean strait channel county shire borough township village town city district
    province region park parks bridge harbour harbor port quay dock docks pier airport station forest woods wood moor desert canyon
    falls springs creek canal peninsula plaza palace castle stadium arena cemetery highway motorway heights junction
    straße platz brücke see fluss berg insel stadt land kreis bahnhof flughafen schloss wald tal bucht kanal
    rue avenue boulevard place pont rivière fleuve lac mont île îles vallée baie mer gare aéroport château forêt ville
    calle avenida plaza puente río lago monte isla islas valle bahía mar estación aeropuerto castillo ciudad provincia
    via piazza ponte fiume lago monte isola isole valle baia mare stazione aeroporto castello città provincia
    rua praça rio ilha serra praia baía cidade estado straat plein brug meer eiland stad gracht
    gatan vägen sjön ön torget ulica plac most rzeka jezioro góra wyspa улица площадь мост река озеро остров область
    caddesi meydanı köprüsü nehri gölü adası jalan sungai danau gunung pulau kota
""")
# Those of them that stand before the rest of a name: `Lake Tarn`, `Rue Verte`.
LEADING_SPOTS = _set("""
    lake loch mount cape port isle gulf fort rue avenue place pont lac mont île calle avenida plaza puente río lago monte isla bahía
    via piazza ponte isola castello rua praça rio ilha serra plac most jalan sungai danau gunung pulau улица площадь озеро остров
""")
SPOT_ENDS = ("straße", "strasse", "platz", "brücke", "straat", "gatan", "vägen", "gasse", "allee", "plein")
# What joins the second half of a name to a body or a spot: `University of Tokyo`.
LINKS = (" of the ", " of ", " for the ", " for ", " für ", " der ", " des ")
ANDS = (" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ")
OWN = ("’s ", "'s ", "’ ", "' ")

# Words that say where, before the name of a place, by language; without those that stand before people as often.
_INTO = {
    "en": "in near outside across throughout around", "de": "in nach", "fr": "à en", "es": "en", "it": "in", "pt": "em",
    "nl": "in te", "sv": "i", "da": "i", "no": "i", "pl": "w we", "cs": "v ve", "ru": "в во", "id": "di", "ca": "a",
    "ro": "în", "is": "í",
}  # fmt: skip
_ARTICLES = {
    "en": "the", "de": "der die das den dem des ein eine einen einem einer eines kein keine keinen zum zur im am vom beim",
    "fr": "le la les l’ l' du des au aux", "es": "el la los las del al", "it": "il lo la i gli le l’ l' del della dei al alla nel nella",
    "pt": "o a os as do da dos das no na ao à", "nl": "de het", "ca": "el la els les del al",
}  # fmt: skip


# What may follow the name of a place that is not used to describe a noun, besides the small words of `language`.
FOLLOWING = _set("""
    until till when while where because but if than then into over under again also last next this these those will
    would could can may might must should has had have was were is are be been did does do now today yesterday earlier later early
    late between against among without within despite amid via per so yet still just even both all about around near ago alone
    before after during since through toward towards who whose whom what how why there here only more most many some any each
    every other its it he she we you they i my our your not no nor up out off down back away once twice soon until upon
    mit ohne gegen wegen während seit bis vor über unter zwischen wurde wurden war waren wird werden hat haben ist sind kann
    konnte soll sollen will wollen muss müssen aber oder denn wo wenn weil dass damit sowie bereits noch schon nur sehr mehr
    gibt gab ging kam steht stand liegt lag heute gestern
    avec sans contre depuis pendant entre vers chez où quand lorsque était étaient sera seront ont avait peut mais donc car ni
    con sin contra desde durante entre hacia donde cuando era fue eran será serán han había puede pero porque ni ya
    dove quando mentre erano sarà hanno aveva può ma perché né già onde enquanto foi eram tem havia pode mas porque já
""")


# What stands between a quotation and a name when the name does not speak.
NO_SPEECH = _set("""
    on of with to for about at from by in into and or as than over under after before against between
    auf von mit zu für über an aus bei nach und durch gegen im vom de à pour avec sur par et des du en con para por y sobre di per
    su da e em sobre
""")
# What follows a noun in set phrases that begin with a word for where: `in Höhe von`.
IN_PHRASES = _set("auf von mit zu der des eines einer gegen")
# Titles that end other names too: `Stephen King`.
SURNAMES = _set(
    "chef coach judge pan bay father singer richter forward rapper captain mayor sheriff major king prince pope lord sir bishop cardinal"
)


@cache
def into(lang: str) -> frozenset[str]:
    """The words that say where in this language; in one that is not here, those that are unlikely to say anything else."""
    return _set(_INTO.get(lang.partition("-")[0].lower(), "in"))


@cache
def articles(lang: str) -> frozenset[str]:
    """The articles of this language; none in one that is not here."""
    return _set(_ARTICLES.get(lang.partition("-")[0].lower(), ""))


@lru_cache(maxsize=20_000)
def is_title(word: str) -> bool:
    """Whether a word announces a person, as `Coun.` and `Außenminister` do."""
    low = word.casefold().rstrip(".")
    return low in TITLES or (len(low) > 8 and low.endswith(TITLE_ENDS))


@lru_cache(maxsize=20_000)
def is_body(word: str) -> bool:
    """Whether a word ends the name of a body."""
    low = word.casefold()
    return low in BODIES or (len(low) > 9 and low.endswith(BODY_ENDS))


@lru_cache(maxsize=20_000)
def is_spot(word: str) -> bool:
    """Whether a word belongs to the name of a place."""
    low = word.casefold()
    return low in SPOTS or (len(low) > 7 and low.endswith(SPOT_ENDS))


def is_telling(word: str) -> bool:
    """Whether a word printed small is more than a part of grammar."""
    return word not in CODES_OF and word not in FOLLOWING
