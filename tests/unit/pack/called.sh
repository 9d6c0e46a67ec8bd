# What a bundle is called that no plan gives a title: its pages' site, its one article, else its folder; never the first of
# many articles.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; exit 1; }
page() { # file, title, site
    text="Le passeur attend sur la rive, et le bac revient lentement vers lui, chargé de tonneaux, de sacs et de voyageurs."
    printf '<html lang="fr"><head><title>%s</title>%s</head><body><article><h1>%s</h1><p>%s</p><p>%s %s</p></article></body></html>' \
        "$2" "${3:+<meta property=\"og:site_name\" content=\"$3\">}" "$2" "$text" "$text" "$2" >"$out/$1"
}
called() { # title, source
    "$pack" build -q --offline -o "$out/edition.lutrin" "$out/$2" || fail "build of $2"
    "$pack" inspect "$out/edition.lutrin" >"$out/said" || fail "inspect of $2"
    grep -qx "title: $1" "$out/said" || { cat "$out/said"; fail "$2 is not called $1"; }
}
mkdir "$out/Carnets" "$out/Rives" "$out/Ports"
page Carnets/1.html Préface; page Carnets/2.html Départ
page Rives/1.html Crue "La Gazette"; page Rives/2.html Gué; page Rives/3.html Pont "La Gazette"
page Ports/1.html Quai "La Gazette"; page Ports/2.html Phare "Le Fanal"
called Carnets Carnets
called Carnets Carnets/
called "La Gazette" Rives
called Ports Ports
called Préface Carnets/1.html
