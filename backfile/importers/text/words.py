"""Words that pages print around stories, in many languages, grouped by what they announce.

A word here is never proof: it is one sign among others. Lists are kept short on purpose; the
forms of a page (lengths, repetition, punctuation, neighbours) must carry a language that is not here.
"""

# ruff: noqa: E501 - tables of words read best a language or a group a line

from __future__ import annotations

# One entry a group; single words, case-folded. Scripts without spaces are matched as parts of a line.
FURNITURE: dict[str, str] = {
    "share": """share shares shared tweet facebook twitter whatsapp email e-mail mail print copy link linkedin reddit pinterest
        telegram messenger flipboard tumblr xing pocket bluesky threads instagram tiktok youtube save bookmark x
        teilen drucken merken kopieren partager imprimer enregistrer compartir imprimir guardar compartilhar
        copiar condividi stampa delen afdrukken dela skriv del jaa udostępnij drukuj поделиться печать paylaş
        yazdır bagikan cetak シェア ツイート 印刷 保存 共有 分享 打印 공유 인쇄 مشاركة طباعة แชร์ sdílet megosztás
        facebooktwitterlinkedin""",
    "advert": """advertisement advertising sponsored sponsor ad ads promoted advertorial paid partner anzeige werbung
        gesponsert publicité publicidad anuncio pubblicità advertentie annons annonce reklame mainos reklama
        реклама reklam iklan 広告 广告 廣告 광고 إعلان โฆษณา reclame publicidade affiliate presented""",
    "related": """related recommended recommends read more also next trending popular latest stories headlines watch see
        mehr lesen auch verwandte ähnliche empfohlen interessant meistgelesen neueste lire aussi plus voir articles
        similaires leer más también relacionadas relacionados leídas leia mais também leggi anche correlati
        correlate lees ook meer läs mer också les også mere læs lue lisää czytaj więcej także zobacz читайте также
        ещё похожие devamı ilgili okunan baca juga terkait selengkapnya 関連記事 関連 おすすめ 人気 ランキング 相关 推荐
        阅读 更多 관련 기사 더보기 추천 اقرأ أيضا المزيد อ่าน เพิ่มเติม číst dále xem thêm ebenfalls interessieren interesser
        interesar weitere beiträge picks must-reads you'll like coverage explore further""",
    "letter": """newsletter newsletters subscribe subscription subscriber subscribers sign signup inbox daily alerts
        notifications follow register abonnieren abonnement abo newsletters. bestellen registrieren folgen
        abonnez abonnez-vous inscrivez inscription recevez suivez suscríbete suscríbase suscripción boletín
        regístrate assine assinatura inscreva iscriviti abbonati abbonamento nieuwsbrief abonneer prenumerera
        nyhetsbrev abonner nyhedsbrev tilaa uutiskirje zapisz subskrybuj подписка подпишитесь подписаться abone
        bülten langganan メルマガ 登録 购读 订阅 구독 اشترك النشرة สมัคร membership member join donate donation spenden
        don dona doações""",
    "legal": """copyright rights reserved privacy policy terms cookies cookie consent trademark disclaimer datenschutz
        impressum agb nutzungsbedingungen rechte vorbehalten urheberrecht confidentialité mentions légales conditions
        droits réservés privacidad aviso legal derechos reservados condiciones términos privacidade direitos
        reservados diritti riservati privacyverklaring voorwaarden auteursrecht integritetspolicy villkor vilkår
        personvern tietosuoja evästeet prywatności regulamin zastrzeżone конфиденциальности права защищены gizlilik
        hakları saklıdır kebijakan 著作権 無断転載 利用規約 プライバシー 版权 隐私 저작권 무단전재 개인정보 حقوق الخصوصية
        reproduction republish republished redistributed syndication permissions licensing""",
    "comment": """comment comments commenting reply leave discussion moderated kommentar kommentare kommentieren antworten
        commentaire commentaires répondre comentario comentarios comentar responder comentário comentários commenti
        commenta reactie reacties kommentarer kommentti kommentit komentarz komentarze комментарии комментарий
        комментировать yorum yorumlar komentar コメント 评论 留言 댓글 تعليق تعليقات ความคิดเห็น bình luận""",
    "menu": """menu search home login log logout account skip content navigation close open back top contact about help
        settings toggle sitemap faq careers expand startseite suche suchen anmelden registrieren konto kontakt schließen
        zurück übersicht accueil recherche connexion compte fermer retour inicio buscar entrar cuenta cerrar volver
        início conta fechar voltar cerca accedi chiudi torna zoeken inloggen sluiten terug sök logga in stäng tillbaka
        søk logg lukk haku kirjaudu sulje szukaj zaloguj zamknij поиск войти вход меню главная закрыть ara giriş kapat
        anasayfa ana cari masuk beranda 検索 ログイン メニュー ホーム 閉じる 搜索 登录 菜单 首页 검색 로그인 메뉴 닫기 بحث دخول
        القائمة الرئيسية ค้นหา previous precedent vorheriger nächster suivant précédent siguiente anterior próximo""",
    "tags": """tags tagged topics topic labels keywords filed archivado themen thema schlagwörter schlagworte stichwörter
        mots-clés sujets thèmes etiquetas temas tópicos assuntos argomenti tag onderwerpen trefwoorden ämnen emner
        avainsanat tagi tematy теги темы etiketler topik タグ キーワード 标签 关键词 태그 키워드 وسوم คำค้น chủ đề""",
    "player": """video audio player browser javascript play listen playback live podcast fullscreen pause muted mute loading
        abspielen hören anhören ansehen écouter écoutez regarder escuchar reproducir ouça assista ascolta guarda luister
        lyssna lytt kuuntele posłuchaj слушать смотреть dinle izle 再生 動画 视频 播放 영상 동영상 استمع فيديو gallery
        photos fotostrecke bilder galerie slideshow""",
    "written": """by written reporter editor correspondent writer author staff contributor von autor autorin redaktion
        redakteur par auteur rédaction por redacción redação di redazione door av af redaktion text skriven toimittaja
        autorzy автор yazar oleh penulis penulis: 記者 文 编辑 作者 기자 بقلم كاتب""",
    "when": """published posted updated modified created publié mis jour veröffentlicht aktualisiert stand erstellt publiziert
        geschrieben publicado actualizado atualizado pubblicato aggiornato gepubliceerd bijgewerkt publicerad
        uppdaterad publisert oppdatert publiceret opdateret julkaistu päivitetty opublikowano aktualizacja
        опубликовано обновлено yayınlanma güncelleme dipublikasikan diperbarui 更新 公開 掲載 发布 更新时间 입력 수정 نشر
        تحديث เผยแพร่ ago vor il hace fa geleden sedan siden sitten temu назад önce lalu 前 전 منذ""",
    "credit": """photo photos photograph photography photographer image images picture pictured illustration credit source file
        courtesy foto fotos bild bildquelle quelle symbolbild archivbild fotografía imagen crédito immagine fonte beeld
        bron kilde kuva lähde zdjęcie zdj fot źródło фото источник fotoğraf kaynak 写真 提供 撮影 图片 来源 摄 사진 제공
        صورة المصدر ภาพ ảnh graphic grafik handout getty reuters afp ap dpa shutterstock istock epa imago alamy
        anadolu xinhua tass ansa efe keystone""",
    "person": """your yours yourself you ihr ihre ihren ihrem sie dein deine votre vos vous tu tus su usted você seu seus sua tuo
        tuoi vostro jouw uw din ditt dine sinun twój twoje ваш вашу ваши size sizin anda あなた 您 당신 our we us wir uns
        unser unsere nous notre nos nuestro nuestra nosotros nosso nossa nostro ons onze vår våra""",
}

# What stands before the names of writers.
BY = {
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "oleh",
    "per",
    "autor",
    "autorin",
    "автор",
    "yazar",
    "przez",
    "bởi",
    "بقلم",
    "written",
    "geschrieben",
    "écrit",
    "escrito",
    "scritto",
    "text",
    "texte",
    "texto",
    "words",
    "reported",
    "reporting",
    "story",
    "skrifar",
    "kirjoittanut",
    "author",
    "authors",
    "auteur",
    "autore",
    "penulis",
}

# Names that supply copy to many papers; case-folded as printed -> the name that goes into the front matter.
AGENCIES = {
    "ap": "Associated Press",
    "the associated press": "Associated Press",
    "associated press": "Associated Press",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "agence france presse": "AFP",
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "dpa": "dpa",
    "deutsche presse-agentur": "dpa",
    "upi": "UPI",
    "united press international": "UPI",
    "efe": "EFE",
    "ansa": "ANSA",
    "tass": "TASS",
    "тасс": "TASS",
    "xinhua": "Xinhua",
    "新华社": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo",
    "共同通信": "Kyodo",
    "共同": "Kyodo",
    "時事": "Jiji Press",
    "jiji press": "Jiji Press",
    "yonhap": "Yonhap",
    "연합뉴스": "Yonhap",
    "pa media": "PA Media",
    "press association": "PA Media",
    "pti": "PTI",
    "press trust of india": "PTI",
    "ani": "ANI",
    "ians": "IANS",
    "bernama": "Bernama",
    "antara": "Antara",
    "anadolu agency": "Anadolu Agency",
    "anadolu": "Anadolu Agency",
    "aa": "Anadolu Agency",
    "apa": "APA",
    "sda": "SDA",
    "keystone-sda": "Keystone-SDA",
    "epd": "epd",
    "kna": "KNA",
    "sid": "SID",
    "ntb": "NTB",
    "tt": "TT",
    "ritzau": "Ritzau",
    "stt": "STT",
    "pap": "PAP",
    "ctk": "ČTK",
    "čtk": "ČTK",
    "mti": "MTI",
    "lusa": "Lusa",
    "anp": "ANP",
    "belga": "Belga",
    "interfax": "Interfax",
    "интерфакс": "Interfax",
    "риа новости": "RIA Novosti",
    "aap": "AAP",
    "cp": "The Canadian Press",
    "the canadian press": "The Canadian Press",
    "canadian press": "The Canadian Press",
    "cnn": "CNN",
    "wam": "WAM",
    "mena": "MENA",
    "ina": "INA",
    "telam": "Télam",
    "télam": "Télam",
    "europa press": "Europa Press",
    "رويترز": "Reuters",
    "أ ف ب": "AFP",
    "أف ب": "AFP",
    "فرانس برس": "AFP",
    "د ب أ": "dpa",
    "ロイター": "Reuters",
    "로이터": "Reuters",
    "рейтер": "Reuters",
    "路透社": "Reuters",
    "法新社": "AFP",
    "美联社": "Associated Press",
    "bloomberg": "Bloomberg",
    "tribune news service": "Tribune News Service",
}

# Regular expressions of words, for looking within lines.
PHOTO_WORD = (
    r"(?:photos?|pictures?|images?|picture|illustrations?|graphics?|photographs?|credits?|file photo|handout|fotos?|bilder?|symbolbild|"
    r"archiv(?:foto|bild)|quelle|grafik|photographie|crédits?|foto di|immagine|imagen|imágenes|fotografía|crédito|imagem|beeld|bron|kuva|"
    r"zdjęcie|fot\.?|źródło|фото|источник|fotoğraf|kaynak|写真|提供|撮影|图片|来源|사진|제공|صورة|ảnh|ljósmynd|skjáskot|source)"
)
PICTURE_HOUSE = (
    r"\b(?:getty(?: images)?|reuters|afp|ap photo|ap|epa|epa-efe|dpa|imago|shutterstock|istock(?:photo)?|alamy|adobe ?stock|unsplash|wikimedia(?: commons)?|"
    r"associated press|anadolu|xinhua|picture[ -]alliance|keystone|zuma(?: press)?|wireimage|filmmagic|sipa|usa today sports|imagn|afp via getty|"
    r"afp/getty|ritzau|scanpix|nurphoto|ansa|efe|tass|pa wire|pa media|pa|rex|splash|backgrid|mega|nasa|esa|depositphotos|pixabay|pexels|fotolia|"
    r"handout|hand-?out|screenshot|screengrab|file photo|courtesy|facebook|instagram|twitter|youtube|bloomberg|upi|cp|ho|apa|kyodo|jiji|yonhap|共同|時事)\b"
)
UPDATED_WORD = (
    r"(?:updated?|modified|revised|aktualisiert|aktualisierung|mis à jour|màj|actualizado|actualizada|actualización|atualizado|aggiornat|bijgewerkt|uppdaterad|oppdatert|"
    r"opdateret|päivitetty|aktualiz|обновлен|güncelle|diperbarui|更新|수정|تحديث|cập nhật|last edited|stand)"
)
PUBLISHED_WORD = (
    r"(?:publish|posted|published|first published|veröffentlicht|erschienen|publiziert|erstellt|geschrieben|publié|publicado|publicada|pubblicat|gepubliceerd|publicerad|publisert|"
    r"publiceret|julkaistu|publikac|opublikowano|опубликован|yayın|dipublikasikan|terbit|公開|掲載|発表|发布|發布|입력|등록|نشر|created|đăng|filed|datum|fecha)"
)
