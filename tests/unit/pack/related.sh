# Related articles are those that speak of the same things in the same language, whatever their age and section.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
day=0
# item LANG SLUG TITLE TEXT
item() {
    day=$((day + 1))
    echo "<html lang='$1'><head><title>$3</title><meta property='article:published_time' content='2026-11-0${day}T08:00:00Z'>" \
         "<link rel='canonical' href='https://r.example/$2'></head><body><article><h1>$3</h1><p>$4</p></article></body></html>" >"$out/in/$2.html"
}
mkdir "$out/in"
item en ferry 'The last ferry of the valley' 'The ferryman pulls his ferry along a rope across the river.<br>A bridge is planned, and then the ferryman will have to go, and the rope with him.'
item en bread 'Bread that takes three days' 'The baker feeds his sourdough twice before dawn. The oven is older than the baker, and the sourdough is older than both, as bakers like to tell.'
item en bridge 'A bridge for the valley' 'The council wants a bridge where the ferry crosses the river today. The ferryman was not asked; the rope, says an engineer, has to go before the bridge can come.'
item en ovens 'Who still builds ovens' 'A bricklayer builds ovens for every baker between here and the coast. A good oven keeps its heat until the sourdough of the next day has risen.'
item fr bac 'Le dernier bac de la vallée' 'Le passeur tire son bac le long d’une corde à travers la rivière. Un pont est prévu, et le passeur devra partir, et la corde avec lui, dit-on au village.'
item fr pont 'Un pont pour la vallée' 'Le conseil veut un pont là où le bac traverse la rivière. On n’a rien demandé au passeur; la corde, dit un ingénieur, doit partir avant que le pont ne vienne.'
item ja watashi '谷の最後の渡し船' '渡し守は綱をたどって渡し船を川の向こう岸へ引く。橋が計画されており、渡し守も綱もいずれ去らなければならない。'
item ja hashi '谷に架かる橋' '町議会は渡し船が川を渡る場所に橋を望んでいる。渡し守には誰も尋ねなかった。橋ができる前に綱は去らなければならない。'
"$pack" build -q --offline -o "$out/a.lutrin" "$out/in" || fail "build"
first() { "$pack" inspect --article "$1" "$out/a.lutrin" | sed -n 's/^related: //p' | head -n 1; }
expect() { case $(first "$1") in *"$2"*) ;; *) fail "$1 leads to $(first "$1"), not $2" ;; esac; }
expect ferry 'A bridge for the valley'
expect bridge 'The last ferry of the valley'
first bridge | grep -q 'river. A bridge' || fail "a line that breaks in a teaser: $(first bridge)"
expect bread 'Who still builds ovens'
expect ovens 'Bread that takes three days'
expect bac 'Un pont pour la vallée'
expect pont 'Le dernier bac de la vallée'
expect watashi '谷に架かる橋'
expect hashi '谷の最後の渡し船'
[ "$("$pack" inspect --article bac "$out/a.lutrin" | grep -c '^related: ')" = 1 ] || fail "the ferry of another language"
