"""Names of months and weekdays in many languages, from CLDR; see benchmarks/import."""

MONTH_NAMES: dict[int, str] = {
    1: (
        "|de gen|de gener|ean|eanáir|ene|enero|gen|gener|gennaio|ian|ianuarie|ion|ionawr|jaan|jaanuar|jan"
        "|janar|janeiro|januar|januari|januarie|january|január|januára|janv|janvier|janvāris|janúar|jänner|led"
        "|leden|ledna|oca|ocak|saus|sausio|sausis|sij|siječanj|siječnja|sty|styczeń|stycznia|tammi|tammikuu"
        "|tammikuuta|urt|urtarrila|xan|xaneiro|yan|yanvar|ιαν|ιανουάριοσ|ιανουαρίου|сту|студзень|студзеня|січ"
        "|січень|січня|янв|январь|января|яну|януари|јан|јануар|јануари|қаң|қаңтар|հնվ|հունվար|հունվարի|ינואר"
        "|ינו׳|جنوری|كانون الثاني|يناير|ژانویه|ژانویهٔ|जनवरी|जन॰|जाने|जानेवारी|জানু|জানুয়ারী|ஜனவரி|జనవరి|ജനു"
        "|ജനുവരി|ม.ค|มกราคม|ມ.ກ|ມັງກອນ|ဇန်|ဇန်နဝါရီ|იან|იანვარი|មករា"
    ),
    2: (
        "|chw|chwef|chwefror|de febr|de febrer|feabh|feabhra|feb|febbraio|feber|febr|febreiro|febrer|febrero"
        "|februar|februari|februarie|february|február|februára|februāris|febrúar|fev|fevereiro|fevral|févr"
        "|février|helmi|helmikuu|helmikuuta|lut|lutego|luty|ots|otsaila|shk|shkurt|vas|vasario|vasaris|veebr"
        "|veebruar|velj|veljača|veljače|úno|únor|února|şub|şubat|φεβ|φεβρουάριοσ|φεβρουαρίου|ақп|ақпан|лют"
        "|лютага|лютий|лютого|люты|феб|фебруар|фев|февр|февраль|февраля|февруари|փետրվար|փետրվարի|փտվ|פברואר"
        "|פבר׳|شباط|فبراير|فروری|فوریه|فوریهٔ|फ़रवरी|फ़र॰|फेब्रु|फेब्रुवारी|ফেব|ফেব্রুয়ারী|பிப்|பிப்ரவரி"
        "|ఫిబ్ర|ఫిబ్రవరి|ഫെബ്രു|ഫെബ്രുവരി|ก.พ|กุมภาพันธ์|ກ.ພ|ກຸມພາ|ဖေဖော်ဝါရီ|თებ|თებერვალი|កុម្ភៈ"
    ),
    3: (
        "|bře|březen|března|de març|kov|kovas|kovo|maalis|maaliskuu|maaliskuuta|maart|mac|machi|mar|marca"
        "|march|marec|maret|mars|mart|martie|marts|martxoa|marzec|marzo|març|março|maw|mawrth|mrt|márc|március"
        "|márta|mär|märts|märz|ožu|ožujak|ožujka|μάρ|μάρτιοσ|μαρ|μαρτίου|бер|березень|березня|мар|март|марта"
        "|нау|наурыз|сак|сакавік|сакавіка|մարտ|մարտի|մրտ|מרץ|آذار|مارس|مارچ|मार्च|মার্চ|மார்|மார்ச்|మార్చి|മാർ"
        "|മാർച്ച്|มี.ค|มีนาคม|ມ.ນ|ມີນາ|မတ်|მარ|მარტი|មីនា"
    ),
    4: (
        "|abr|abril|aib|aibreán|api|apirila|apr|aprel|april|aprile|aprili|aprilie|aprill|apríl|apríla|aprīlis"
        "|avr|avril|bal|balandis|balandžio|dub|duben|dubna|d’abr|d’abril|ebr|ebrill|huhti|huhtikuu|huhtikuuta"
        "|kwi|kwiecień|kwietnia|nis|nisan|pri|prill|tra|travanj|travnja|ápr|április|απρ|απρίλιοσ|απριλίου|апр"
        "|апрель|апреля|април|квіт|квітень|квітня|кра|красавік|красавіка|сәу|сәуір|ապր|ապրիլ|ապրիլի|אפריל|אפר׳"
        "|آوریل|أبريل|اپریل|نيسان|अप्रैल|एप्रि|एप्रिल|এপ্রি|এপ্রিল|ஏப்|ஏப்ரல்|ఏప్రి|ఏప్రిల్|ഏപ്രി|ഏപ്രിൽ|เม.ย"
        "|เมษายน|ມ.ສ|ເມສາ|ဧပြီ|აპრ|აპრილი|មេសា"
    ),
    5: (
        "|beal|bealtaine|de maig|geg|gegužė|gegužės|kvě|květen|května|mag|maggio|mai|maiatza|maig|maijs|maio"
        "|maj|maja|may|mayo|mayıs|maí|mei|máj|mája|május|svi|svibanj|svibnja|touko|toukokuu|toukokuuta|μάι"
        "|μάιοσ|μαΐ|μαΐου|май|мам|мамыр|мая|мај|трав|травень|травня|մայիս|մայիսի|մյս|מאי|أيار|مئی|ماي|مايو"
        "|مهٔ|മേയ്|พ.ค|พฤษภาคม|ພ.ພ|ພຶດສະພາ|მაი|მაისი|ឧសភា"
    ),
    6: (
        "|birž|birželio|birželis|cze|czerwca|czerwiec|de juny|eka|ekaina|giu|giugno|haz|haziran|iun|iunie|iyn"
        "|iyun|juin|jun|june|junho|juni|junie|junij|junio|juny|juuni|jún|júna|június|júní|jūn|jūnijs|kesä"
        "|kesäkuu|kesäkuuta|lipanj|lipnja|meh|mehefin|meith|meitheamh|qer|qershor|xuño|červen|června|čvn|ιουν"
        "|ιουνίου|ιούν|ιούνιοσ|июн|июнь|июня|мау|маусым|черв|червень|червня|чэр|чэрвень|чэрвеня|юни|јун|јуни"
        "|հնս|հունիս|հունիսի|יוני|جون|حزيران|يونيو|ژوئن|जून|জুন|ஜூன்|జూన్|ജൂൺ|มิ.ย|มิถุนายน|ມິ.ຖ|ມິຖຸນາ|ဇွန်"
        "|ივნ|ივნისი|មិថុនា"
    ),
    7: (
        "|de jul|de juliol|gor|gorff|gorffennaf|heinä|heinäkuu|heinäkuuta|iul|iulie|iyl|iyul|iúil|juil|juillet"
        "|jul|julai|julho|juli|julie|julij|julio|juliol|july|juuli|júl|júla|július|júlí|jūl|jūlijs|korr|korrik"
        "|liep|liepa|liepos|lipca|lipiec|lug|luglio|srpanj|srpnja|tem|temmuz|uzt|uztaila|xul|xullo|července"
        "|červenec|čvc|ιουλ|ιουλίου|ιούλ|ιούλιοσ|июл|июль|июля|лип|липень|липня|ліп|ліпень|ліпеня|шіл|шілде"
        "|юли|јул|јули|հլս|հուլիս|հուլիսի|יולי|تموز|جولائی|يوليو|يوليوز|ژوئیه|ژوئیهٔ|जुलाई|जुलै|जुल॰|জুল|জুলাই"
        "|ஜூலை|జులై|ജൂലൈ|ก.ค|กรกฎาคม|ກ.ລ|ກໍລະກົດ|ဇူလိုင်|ივლ|ივლისი|កក្កដា"
    ),
    8: (
        "|abu|abuztua|ago|agost|agosti|agosto|agu|agustus|août|aug|august|augusta|augusti|augusts|augustus"
        "|augusztus|avg|avgust|avq|avqust|awst|ağu|ağustos|d’ag|d’agost|elo|elokuu|elokuuta|gush|gusht|kol"
        "|kolovoz|kolovoza|lún|lúnasa|ogo|ogos|rugp|rugpjūtis|rugpjūčio|sie|sierpień|sierpnia|srpen|srpna|ágú"
        "|ágúst|αυγ|αυγούστου|αύγ|αύγουστοσ|авг|август|августа|жні|жнівень|жніўня|серп|серпень|серпня|там"
        "|тамыз|օգոստոս|օգոստոսի|օգս|אוגוסט|אוג׳|أغسطس|اوت|اگست|غشت|अगस्त|अग॰|ऑगस्ट|আগস্ট|ஆகஸ்ட்|ఆగస్టు"
        "|ഓഗസ്റ്റ്|ส.ค|สิงหาคม|ສ.ຫ|ສິງຫາ|ဩဂုတ်|აგვ|აგვისტო|សីហា"
    ),
    9: (
        "|de set|de setembre|eyl|eylül|ira|iraila|medi|meán fómhair|mfómh|rugs|rugsėjis|rugsėjo|ruj|rujan"
        "|rujna|sen|sentabr|sentyabr|sep|sept|septemba|septembar|september|septembra|septembre|septembrie"
        "|septembris|septiembre|set|setembre|setembro|settembre|sht|shtator|syys|syyskuu|syyskuuta|szept"
        "|szeptember|wrz|wrzesień|września|zář|září|σεπ|σεπτέμβριοσ|σεπτεμβρίου|вер|верасень|верасня|вересень"
        "|вересня|сент|сентябрь|сентября|сеп|септембар|септември|қыр|қыркүйек|սեպ|սեպտեմբեր|սեպտեմբերի|ספטמבר"
        "|ספט׳|أيلول|سبتمبر|ستمبر|سپتامبر|شتنبر|सप्टें|सप्टेंबर|सितंबर|सित॰|সেপ|সেপ্টেম্বর|செப்|செப்டம்பர்"
        "|సెప్టెం|సెప్టెంబర్|സെപ്റ്റം|സെപ്റ്റംബർ|ก.ย|กันยายน|ກ.ຍ|ກັນຍາ|စက်|စက်တင်ဘာ|სექ|სექტემბერი|កញ្ញា"
    ),
    10: (
        "|deireadh fómhair|dfómh|d’oct|d’octubre|eki|ekim|hyd|hydref|loka|lokakuu|lokakuuta|oct|october"
        "|octobre|octombrie|octubre|okt|oktabr|oktoba|oktobar|oktober|oktobris|oktoober|oktyabr|október"
        "|októbra|ott|ottobre|out|outubro|paź|październik|października|spal|spalio|spalis|tet|tetor|urr|urria"
        "|říj|říjen|října|οκτ|οκτωβρίου|οκτώβριοσ|жовт|жовтень|жовтня|кас|кастрычнік|кастрычніка|окт|октобар"
        "|октомври|октябрь|октября|қаз|қазан|հոկ|հոկտեմբեր|հոկտեմբերի|אוקטובר|אוק׳|أكتوبر|اکتبر|اکتوبر"
        "|تشرين الأول|अक्टूबर|अक्टू॰|ऑक्टो|ऑक्टोबर|অক্টো|অক্টোবর|அக்|அக்டோபர்|అక్టో|అక్టోబర్|ഒക്ടോ|ഒക്‌ടോബർ"
        "|ต.ค|ตุลาคม|ຕ.ລ|ຕຸລາ|အောက်|အောက်တိုဘာ|ოქტ|ოქტომბერი|តុលា"
    ),
    11: (
        "|aza|azaroa|de nov|de novembre|kas|kasım|lapkr|lapkritis|lapkričio|listopadu|marras|marraskuu"
        "|marraskuuta|noiembrie|nov|novemba|novembar|november|novembra|novembre|novembris|novembro|noviembre"
        "|noy|noyabr|nën|nëntor|nóv|nóvember|samh|samhain|stu|studeni|studenoga|tach|tachwedd|νοέ|νοέμβριοσ"
        "|νοε|νοεμβρίου|лист|листопад|листопада|ліс|лістапад|лістапада|нов|новембар|ное|ноември|нояб|ноябрь"
        "|ноября|қар|қараша|նոյ|նոյեմբեր|նոյեմբերի|נובמבר|נוב׳|تشرين الثاني|نوامبر|نوفمبر|نومبر|نونبر|नवंबर"
        "|नव॰|नोव्हें|नोव्हेंबर|নভে|নভেম্বর|நவம்பர்|నవం|నవంబర్|നവം|നവംബർ|พ.ย|พฤศจิกายน|ພ.ຈ|ພະຈິກ|နို|နိုဝင်ဘာ"
        "|ნოე|ნოემბერი|វិច្ឆិកា"
    ),
    12: (
        "|abe|abendua|ara|aralık|de des|de desembre|dec|decembar|december|decembra|decembrie|decembris"
        "|decembro|dek|dekabr|des|desemba|desember|desembre|dets|detsember|dez|dezember|dezembro|dhj|dhjetor"
        "|dic|dicembre|diciembre|dis|disember|déc|décembre|gru|grudnia|grudzień|gruod|gruodis|gruodžio|joulu"
        "|joulukuu|joulukuuta|noll|nollaig|pro|prosinac|prosinca|prosince|prosinec|rhag|rhagfyr|δεκ|δεκέμβριοσ"
        "|δεκεμβρίου|груд|грудень|грудня|дек|декабрь|декабря|декември|дец|децембар|жел|желтоқсан|сне|снежань"
        "|снежня|դեկ|դեկտեմբեր|դեկտեմբերի|דצמבר|דצמ׳|دجنبر|دسامبر|دسمبر|ديسمبر|كانون الأول|डिसें|डिसेंबर"
        "|दिसंबर|दिस॰|ডিসে|ডিসেম্বর|டிச|டிசம்பர்|డిసెం|డిసెంబర్|ഡിസം|ഡിസംബർ|ธ.ค|ธันวาคม|ທ.ວ|ທັນວາ|ဒီဇင်ဘာ|დეკ"
        "|დეკემბერი|ធ្នូ"
    ),
}

DAY_NAMES: dict[int, str] = {
    0: (
        "|astelehena|b.e|bazar ertəsi|dilluns|dush|dushanba|dydd llun|dé luain|e hënë|esmaspäev|hétfő|hën|isn"
        "|isnin|jumatatu|llun|luan|lun|lundi|lunedì|lunes|luni|luns|maanantai|maanantaina|maandag|man|mandag"
        "|mon|monday|montag|mán|mánadagur|mánudagur|mån|måndag|pazartesi|pirmadienis|pirmd|pirmdiena|pon"
        "|pondelok|pondělí|ponedeljak|ponedeljek|ponedjeljak|poniedziałek|pzt|seg|segunda-feira|sen|senin"
        "|thứ hai|δευ|δευτέρα|дүйсенбі|панядзелак|пон|понеделник|понедельник|понедељак|понеділок|երկ"
        "|երկուշաբթի|יום ב׳|יום שני|الاثنين|دوشنبه|پیر|सोम|सोमवार|সোম|সোমবার|திங்|திங்கள்|సోమ|సోమవారం"
        "|തിങ്കളാഴ്‌ച|തിങ്കൾ|วันจันทร์|ຈັນ|ວັນຈັນ|တနင်္လာ|ორშ|ორშაბათი|ចន្ទ|ច័ន្ទ"
    ),
    1: (
        "|antradienis|asteartea|dienstag|dimarts|dinsdag|dydd mawrth|dé máirt|e martë|jumanne|kedd|mar|mardi"
        "|martedì|martes|marți|maw|máirt|otrd|otrdiena|sal|salı|sel|selasa|sesh|seshanba|teisipäev|ter"
        "|terça-feira|thứ ba|tiistai|tiistaina|tir|tirs|tirsdag|tis|tisdag|torek|tue|tuesday|tys|tysdag|týs"
        "|týsdagur|uto|utorak|utorok|wtorek|ç.a|çərşənbə axşamı|úterý|þri|þriðjudagur|τρί|τρίτη|аўторак|вто"
        "|вторник|вівторок|сейсенбі|уто|уторак|երեքշաբթի|երք|יום ג׳|יום שלישי|الثلاثاء|سه‌شنبه|منگل|मंगल"
        "|मंगलवार|मंगळ|मंगळवार|মঙ্গল|মঙ্গলবার|செவ்|செவ்வாய்|మంగళ|మంగళవారం|ചൊവ്വ|ചൊവ്വാഴ്ച|ചൊവ്വാഴ്‌ച|วันอังคาร"
        "|ວັນອັງຄານ|ອັງຄານ|အင်္ဂါ|სამ|სამშაბათი|អង្គារ"
    ),
    2: (
        "|asteazkena|chor|chorshanba|céad|dimecres|dydd mercher|dé céadaoin|e mërkurë|jumatano|keskiviikko"
        "|keskiviikkona|kolmapäev|mer|mercoledì|mercredi|mie|miercuri|mik|mikudagur|mittwoch|mié|miércoles|mið"
        "|miðvikudagur|mér|mércores|mër|ons|onsdag|qua|quarta-feira|rab|rabu|sre|sreda|sri|srijeda|streda"
        "|středa|sze|szerda|thứ tư|trečiadienis|trešd|trešdiena|wed|wednesday|woensdag|çar|çarşamba|çərşənbə"
        "|środa|τετ|τετάρτη|серада|середа|сре|среда|сряда|сәрсенбі|չորեքշաբթի|չրք|יום ד׳|יום רביעי|الأربعاء"
        "|بدھ|چهارشنبه|बुध|बुधवार|বুধ|বুধবার|புத|புதன்|బుధ|బుధవారం|ബുധനാഴ്‌ച|ബുധൻ|วันพุธ|ພຸດ|ວັນພຸດ|ဗုဒ္ဓဟူး"
        "|ოთხ|ოთხშაბათი|ពុធ"
    ),
    3: (
        "|alhamisi|c.a|ceturtd|ceturtdiena|csütörtök|czw|czwartek|cümə axşamı|dijous|donderdag|donnerstag"
        "|dydd iau|déar|déardaoin|e enjte|enj|fim|fimmtudagur|gio|giovedì|hós|hósdagur|iau|jeu|jeudi|joi|jue"
        "|jueves|kam|kamis|ketvirtadienis|kha|khamis|neljapäev|osteguna|pay|payshanba|per|perşembe|qui"
        "|quinta-feira|thu|thursday|thứ năm|tors|torsdag|torstai|torstaina|xov|xoves|čet|četrtek|četvrtak"
        "|čtvrtek|štvrtok|πέμ|πέμπτη|бейсенбі|чацвер|чет|четвер|четверг|четвртак|четврток|четвъртък|հինգշաբթի"
        "|հնգ|יום ה׳|יום חמישי|الخميس|جمعرات|پنجشنبه|गुरु|गुरुवार|বৃহস্পতি|বৃহস্পতিবার|வியா|வியாழன்|గురు"
        "|గురువారం|വ്യാഴം|വ്യാഴാഴ്‌ച|วันพฤหัสบดี|ພະຫັດ|ວັນພະຫັດ|ကြာသပတေး|ხუთ|ხუთშაბათი|ព្រហ|ព្រហស្បតិ៍"
    ),
    4: (
        "|aoine|cum|cuma|cümə|divendres|dydd gwener|dé haoine|e premte|fre|fredag|freitag|fri|friday|frí"
        "|fríggjadagur|fös|föstudagur|gwe|gwen|ijumaa|jum|juma|jumaat|jumat|ostirala|penktadienis|perjantai"
        "|perjantaina|pet|petak|petek|piatok|piektd|piektdiena|piątek|pre|pátek|péntek|reede|sex|sexta-feira"
        "|thứ sáu|ven|vendredi|venerdì|venres|vie|viernes|vin|vineri|vrijdag|vrydag|παρ|παρασκευή|жұма"
        "|пʼятниця|пет|петак|петок|петък|пятница|пятніца|ուր|ուրբաթ|יום ו׳|יום שישי|الجمعة|جمعه|جمعہ|शुक्र"
        "|शुक्रवार|শুক্র|শুক্রবার|வெள்|வெள்ளி|శుక్ర|శుక్రవారం|വെള്ളി|വെള്ളിയാഴ്‌ച|วันศุกร์|ວັນສຸກ|ສຸກ|သောကြာ"
        "|პარ|პარასკევი|សុក្រ"
    ),
    5: (
        "|cmt|cumartesi|dissabte|dydd sadwrn|dé sathairn|e shtunë|jumamosi|larunbata|lau|lauantai|lauantaina"
        "|laugardagur|laupäev|laurdag|ley|leygardagur|lör|lördag|lør|lørdag|sab|sabato|sabtu|sad|sam|samedi"
        "|samstag|sat|saterdag|sath|saturday|sestd|sestdiena|shan|shanba|sht|sob|sobota|sub|subota|szo|szombat"
        "|sáb|sábado|sâm|sâmbătă|thứ bảy|zaterdag|şənbə|šeštadienis|σάβ|σάββατο|саб|сабота|сенбі|суб|суббота"
        "|субота|събота|շաբաթ|շբթ|יום שבת|שבת|السبت|شنبه|ہفتہ|शनि|शनिवार|শনি|শনিবার|சனி|శని|శనివారం|ശനി"
        "|ശനിയാഴ്‌ച|วันเสาร์|ວັນເສົາ|ເສົາ|စနေ|შაბ|შაბათი|សៅរ៍"
    ),
    6: (
        "|ahad|ahd|bazar|chủ nhật|die|dim|dimanche|diumenge|dom|domenica|domh|domingo|dum|duminică|dydd sul"
        "|dé domhnaigh|e diel|igandea|jumapili|min|minggu|ned|nedelja|nedeľa|nedjelja|neděle|niedz|niedziela"
        "|paz|pazar|pühapäev|sekmadienis|sondag|sonntag|sul|sun|sunday|sunnudagur|sunnuntai|svētd|svētdiena"
        "|sön|söndag|søn|søndag|vasárnap|yak|yakshanba|zondag|κυρ|κυριακή|воскресенье|жексенбі|нед|недела"
        "|неделя|недеља|неділя|нядзеля|կիր|կիրակի|יום א׳|יום ראשון|اتوار|الأحد|یکشنبه|रवि|रविवार|রবি|রবিবার"
        "|ஞாயி|ஞாயிறு|ఆది|ఆదివారం|ഞായറാഴ്‌ച|ഞായർ|วันอาทิตย์|ວັນອາທິດ|ອາທິດ|တနင်္ဂနွေ|კვი|კვირა|អាទិត្យ"
    ),
}
