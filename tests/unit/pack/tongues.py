#!/usr/bin/env python3
"""tongues.py LUTRIN-PACK: what an article is written in that does not say it. lutrin-trace lies beside lutrin-pack."""
import os
import subprocess
import sys
import tempfile

PACK = os.path.abspath(sys.argv[1])
TRACE = os.path.join(os.path.dirname(PACK), "lutrin-trace")
TEXTS = {
    "fr": "Le bac ne passe plus depuis l’automne, et ceux qui vivaient sur l’autre rive ont appris à faire le tour par le pont. Le passeur, "
          "lui, vient encore chaque matin ouvrir la cabane, allumer le poêle et regarder l’eau, comme si quelqu’un pouvait l’appeler.",
    "en": "The ferry has not crossed since the autumn, and those who lived on the other bank have learned to go round by the bridge. The "
          "ferryman still comes each morning to open the hut, to light the stove and to look at the water, as if somebody might call.",
    "de": "Die Fähre setzt seit dem Herbst nicht mehr über, und wer am anderen Ufer wohnte, hat gelernt, den Umweg über die Brücke zu nehmen. "
          "Der Fährmann aber kommt noch jeden Morgen, schließt die Hütte auf, macht Feuer und schaut auf das Wasser, als könnte jemand rufen.",
    "es": "La barca no cruza desde el otoño, y los que vivían en la otra orilla han aprendido a dar la vuelta por el puente. El barquero, sin "
          "embargo, viene todavía cada mañana a abrir la cabaña, encender la estufa y mirar el agua, como si alguien pudiera llamarlo.",
    "it": "Il traghetto non passa più dall’autunno, e chi abitava sull’altra riva ha imparato a fare il giro dal ponte. Il traghettatore viene "
          "ancora ogni mattina ad aprire la capanna, accendere la stufa e guardare l’acqua, come se qualcuno potesse chiamarlo.",
    "pt": "A barca não atravessa desde o outono, e os que moravam na outra margem aprenderam a dar a volta pela ponte. O barqueiro ainda vem "
          "todas as manhãs abrir a cabana, acender o fogão e olhar a água, como se alguém pudesse chamá-lo.",
    "nl": "Het veer vaart sinds de herfst niet meer, en wie aan de andere oever woonde heeft geleerd om te lopen over de brug. De veerman komt "
          "nog elke ochtend de hut openen, de kachel aansteken en naar het water kijken, alsof iemand hem zou kunnen roepen.",
    "pl": "Prom nie pływa od jesieni, a ci, którzy mieszkali na drugim brzegu, nauczyli się chodzić naokoło przez most. Przewoźnik nadal "
          "przychodzi każdego ranka, otwiera chatę, rozpala w piecu i patrzy na wodę, jakby ktoś mógł go zawołać.",
    "ru": "Паром не ходит с осени, и те, кто жил на другом берегу, научились ходить кругом через мост. Паромщик всё ещё приходит каждое утро, "
          "открывает домик, топит печь и смотрит на воду, как будто кто-нибудь может его позвать.",
    "uk": "Пором не ходить від осені, і ті, хто жив на другому березі, навчилися ходити навколо через міст. Поромник усе ще приходить щоранку, "
          "відчиняє хатину, розпалює піч і дивиться на воду, ніби хтось може його покликати.",
    "el": "Το πορθμείο δεν περνά από το φθινόπωρο, και όσοι ζούσαν στην άλλη όχθη έμαθαν να κάνουν τον γύρο από τη γέφυρα.",
    "ar": "توقفت العبّارة منذ الخريف، وتعلّم من كانوا يعيشون على الضفة الأخرى أن يدوروا من فوق الجسر. أما المراكبي فما زال يأتي كل صباح ليفتح "
          "الكوخ ويشعل الموقد وينظر إلى الماء، كأن أحدًا قد يناديه من بعيد.",
    "he": "המעבורת אינה חוצה מאז הסתיו, ומי שגרו בגדה השנייה למדו להקיף דרך הגשר.",
    "hi": "नाव शरद ऋतु से पार नहीं जाती, और जो लोग दूसरे किनारे पर रहते थे उन्होंने पुल से घूमकर जाना सीख लिया है। नाविक अब भी हर सुबह आता है, "
          "झोपड़ी खोलता है, चूल्हा जलाता है और पानी को देखता रहता है, जैसे कोई उसे पुकार सकता हो।",
    "ja": "渡し舟は秋から動いていません。向こう岸に住んでいた人たちは、橋を回って行くことを覚えました。",
    "zh": "渡船从秋天起就不再过河，住在对岸的人学会了从桥上绕路。船夫每天早晨还是来开门，生火，望着河水。",
    "ko": "나룻배는 가을부터 건너지 않고, 건너편에 살던 사람들은 다리로 돌아가는 법을 배웠다.",
    "th": "เรือข้ามฟากหยุดเดินตั้งแต่ฤดูใบไม้ร่วง ผู้คนที่อยู่อีกฝั่งจึงเรียนรู้ที่จะอ้อมไปทางสะพาน",
}


def check(fine, *what):
    if not fine:
        print("FAILED:", *what)
        sys.exit(1)


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    check(done.returncode == 0, words, done.stderr)
    return done.stdout


def page(name, text, title="1871"):
    with open(name, "w", encoding="utf-8") as file:
        file.write(f"<!DOCTYPE html><meta charset=utf-8><title>{title}</title><article><h1>{title}</h1><p>{text}</p></article>")


def told(name, plan=None):
    """The language that the press gives the only article of this folder."""
    if plan:
        with open("SITE.ini", "w", encoding="utf-8") as file:
            file.write(f"[site]\ntitle = One\nlang = {plan}\n[sources]\nsource = {name}\n")
    run(PACK, "build", "-q", "--offline", "-o", "out.lutrin", *(["-c", "SITE.ini"] if plan else [name]))
    lines = run(TRACE, "doc", "out.lutrin", "1").split("\n")
    return next((line[6:] for line in lines if line.startswith("lang: ")), "")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for lang, text in TEXTS.items():
            page("page.html", text)
            check(told("page.html") == lang, lang, "was taken for", told("page.html"))
        page("page.html", TEXTS["es"])
        check(told("page.html", "fr") == "es", "the plan's language hides the text's")
        page("page.html", "Une heure. " * 3)  # too little to say anything
        check(told("page.html") == "", "a few words were believed")
        check(told("page.html", "fr") == "fr", "a text that says nothing is not in the plan's language")
        with open("page.html", "w", encoding="utf-8") as file:
            file.write(f'<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>T</title><article><p>{TEXTS["de"]}</p></article>')
        check(told("page.html") == "en-GB", "what a page says of itself was not kept")
        with open("feed.xml", "w", encoding="utf-8") as file:
            file.write(f'<rss><channel><title>F</title><item><title>T</title><description>{TEXTS["it"]}</description></item></channel></rss>')
        check(told("feed.xml") == "it", "a feed's entry")
        with open("page.md", "w", encoding="utf-8") as file:
            file.write("# T\n\n" + TEXTS["pl"] + "\n\n```\n" + "if (this and that) return the other;\n" * 40 + "```\n")
        check(told("page.md") == "pl", "code was read as text")


if __name__ == "__main__":
    main()
