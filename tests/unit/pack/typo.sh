# Prose of a keyboard is set right by its language on its way into the bundle; code, addresses and other languages are not.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
cat >"$out/note.html" <<'END'
<!DOCTYPE html><html lang="fr"><head><title>"L'été" : enfin!</title><meta name="author" content="Jeanne d'Aulne"><link rel="canonical" href="https://r.example/note"></head><body><article>
<h1>"L'été" : enfin!</h1>
<p>Il a dit "<b>Oui</b>"! <b>Non</b> ? <i>Jamais!</i> Le XIXe siècle et la 1<i>re</i> fois, le 2<sup>e</sup> aussi; la <b>20</b>e est pour demain...</p>
<p>Tapez <code>echo "c'est bon!"</code> ; puis voyez https://r.example/?a="b" et <span lang="en">"Don't ask"</span> - c'est tout: 10 000 € ou 50%.</p>
<pre>if (a == "b") print('c');</pre>
<blockquote lang="de"><p>Er sagte: "Das geht's 'so' nicht..." und ging.</p></blockquote>
</article></body></html>
END
"$pack" build -q --offline -o "$out/a.lutrin" "$out/note.html" || fail "build"
"$pack" inspect --article note "$out/a.lutrin" >"$out/got" || fail "inspect"
n=$(printf '\342\200\257') w=$(printf '\302\240') # narrow, and as wide as a space
cat >"$out/want" <<END
title: «${n}L’été${n}»${w}: enfin${n}!
author: Jeanne d’Aulne
url: https://r.example/note
lang: fr

paragraph
  Il a dit «${n}[strong|Oui]${n}»${n}! [strong|Non]${n}? [em|Jamais${n}!] Le XIX[sup|e] siècle et la 1[em|[sup|re]] fois, le 2[sup|e] aussi${n}; la [strong|20][sup|e] est pour demain…

paragraph
  Tapez [code|echo "c'est bon!"]${n}; puis voyez https://r.example/?a="b" et [lang en|"Don't ask"]${w}– c’est tout${w}: 10${n}000${n}€ ou 50${n}%.

code
  if (a == "b") print('c');

paragraph quote 1 lang de
  Er sagte: „Das geht’s ‚so‘ nicht…“ und ging.
END
diff "$out/want" "$out/got" || fail "not as it should be"
# a bundle without a name is called like its newest article
case $("$pack" inspect "$out/a.lutrin") in *"«${n}L’été${n}»${w}: enfin${n}!"*) ;; *) fail "the bundle's title" ;; esac
# a publisher who wants none of it
printf '[text]\ntypography = no\n' >"$out/plan.ini"
"$pack" build -q --offline -c "$out/plan.ini" -o "$out/b.lutrin" "$out/note.html" || fail "build as typed"
"$pack" inspect --article note "$out/b.lutrin" | grep -qF "\"L'été\" : enfin!" || fail "the title is not as typed"
"$pack" inspect --article note "$out/b.lutrin" | grep -qF "Il a dit \"[strong|Oui]\"!" || fail "the text is not as typed"
printf '[text]\ntypography = perhaps\n' >"$out/plan.ini"
"$pack" build -q --offline -c "$out/plan.ini" -o "$out/c.lutrin" "$out/note.html" 2>"$out/err" && fail "perhaps"
grep -q "'typography' takes yes or no: .*plan.ini:2" "$out/err" || fail "$(cat "$out/err")"
# an article that does not say what it speaks speaks the plan's language, but not against the way it runs
printf '<rss><channel><item><title>Le "bac": un mot</title><description>Il dit "oui".</description></item><item><title>"ب"</title><description>"مرحبا" بالعالم</description></item></channel></rss>' >"$out/mute.xml"
printf '[site]\nlang = fr\n' >"$out/plan.ini"
"$pack" build -q --offline -c "$out/plan.ini" -o "$out/d.lutrin" "$out/mute.xml" || fail "build without languages"
"$pack" inspect --article '#1' "$out/d.lutrin" >"$out/got"; "$pack" inspect --article '#2' "$out/d.lutrin" >>"$out/got"
grep -q '^title: Le «' "$out/got" && grep -q '^lang: fr$' "$out/got" || { cat "$out/got"; fail "the plan's language"; }
[ "$(grep -c '^lang:' "$out/got")" = 1 ] && grep -qF '"مرحبا"' "$out/got" || { cat "$out/got"; fail "Arabic became French"; }
