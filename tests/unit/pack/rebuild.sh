# A bundle is made anew from its plan and held against itself; a changed source is named, a flipped byte too.
pack=$1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
fail() { echo "FAIL: $*"; cat "$out/said" "$out/err"; exit 1; }
TMPDIR=$out; export TMPDIR
cd "$out" || exit 1
mkdir pages
for name in ferry mill reed; do
    echo "<!DOCTYPE html><html lang='en'><head><title>The $name</title></head><body><article><h1>The $name</h1>
<p>At first light, when the mist still lies on the water, the ferryman opens his hut and takes the lamp from its hook.</p>
<p>Nobody fights the river, he says, one asks it. The two other ferries of the valley knew that too, before the bridge.</p>
<p>The $name is the last of its kind.</p></article></body></html>" >"pages/$name.html"
done
printf '[site]\ntitle = The Valley\nlang = en\n[sources]\nsource = pages\n' >SITE.ini
verify() { "$pack" verify "$@" >said 2>err; }
"$pack" build -q --offline -c SITE.ini -o one.lutrin 2>err || fail "does not build"
verify one.lutrin --rebuild -c SITE.ini || fail "its own plan does not make it"
grep -q '^one.lutrin: the same bytes' said || fail "no word of it"
# the plan's moment is the bundle's, whatever the environment says
SOURCE_DATE_EPOCH=1700000000 "$pack" build -q --offline -c SITE.ini -o dated.lutrin 2>err || fail "does not build"
verify dated.lutrin --rebuild -c SITE.ini || fail "the time of the edition is not kept"
# on an older edition
cp pages/ferry.html kept
sed -i 's/last of its kind/first of many/' pages/ferry.html
"$pack" build -q --offline -c SITE.ini --base one.lutrin -o two.lutrin 2>err || fail "does not build"
verify two.lutrin --rebuild -c SITE.ini --base one.lutrin || fail "not with its base"
verify one.lutrin --rebuild -c SITE.ini && fail "a changed page went unseen"
grep -q 'The ferry: is made otherwise' said || fail "the article is not named"
grep -q '[1-3] of its articles differ' err || fail "not counted"
mv kept pages/ferry.html
rm pages/reed.html
verify one.lutrin --rebuild -c SITE.ini && fail "a page that is gone went unseen"
grep -q 'is not made any more' said || fail "the article that is gone is not named"
# a plan that says otherwise
printf '[site]\ntitle = The Other Valley\nlang = en\n[sources]\nsource = pages\n' >OTHER.ini
"$pack" build -q --offline -c SITE.ini -o three.lutrin 2>err || fail "does not build"
verify three.lutrin --rebuild -c OTHER.ini && fail "another title went unseen"
grep -q ' 0 of its articles differ' err || fail "articles differ that do not"
# what is not signed, no bundle, or not there at all is told as that
"$pack" keygen desk >said || fail "no keys"
verify three.lutrin --pub desk.pub && fail "no signature was needed"
grep -q 'not signed.*lutrin-pack sign' err || fail "not told that it is not signed"
verify pages --pub desk.pub && fail "a folder was verified"
grep -q 'a folder: pages: give a bundle' err || fail "not told that it is a folder"
verify nought.lutrin --pub desk.pub && fail "nothing was verified"
grep -q 'No such file or directory: nought.lutrin$' err || fail "not told that there is none"
# a tree whose releases bear different keys, and no list of keys: kiosks would refuse the newer
"$pack" keygen other >said && "$pack" publish --key desk.key one.lutrin tree >said 2>err || fail "does not publish"
grep -q 'another key' err && fail "the first release has none before it"
"$pack" publish --key other.key three.lutrin tree >said 2>err || fail "does not publish with another key"
grep -q 'bears another key' err || fail "not told that kiosks will refuse it"
# both questions at once
"$pack" sign three.lutrin --key desk.key >said || fail "does not sign"
verify three.lutrin --pub desk.pub --rebuild -c SITE.ini || fail "both at once"
[ "$(wc -l <said)" -eq 2 ] || fail "two answers"
verify three.lutrin --rebuild && fail "no plan, and no word"
ls -d lutrin-rebuild-* 2>/dev/null && fail "something was left"
exit 0
