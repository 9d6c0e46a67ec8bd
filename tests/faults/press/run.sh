#!/usr/bin/env bash
# run.sh LUTRIN_PACK   a site on loopback (nginx): the press fetches its feed, the pages behind the teasers and their
# pictures, asks politely the second time, does without the network the third, and one broken thing costs its own place.
set -euo pipefail
pack=$1
if ! nginx=$(command -v nginx || command -v /usr/sbin/nginx); then
  echo "skipped: nginx is not there (apt packages: board/apt-test)"
  exit 77
fi
dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
fail() { echo "FAIL: $*"; [ ! -s err ] || cat err; exit 1; }
mkdir -p www/img logs
draw() { echo "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='$2'><rect width='30' height='30' fill='#c02020'/></svg>" >"www/img/$1.svg"; }
draw ferry 30; draw mill 40; draw reed 50; echo 'no picture at all' >www/img/broken.svg
page() { # NAME TITLE EXTRA
  echo "<!DOCTYPE html><html lang='en'><head><title>$2</title>$3</head><body><article><h1>$2</h1>
<p>At first light, when the mist still lies on the water, the ferryman opens his hut and takes the lamp from its hook.</p>
<p>Nobody fights the river, he says, one asks it. The two other ferries of the valley knew that too, before the bridge.</p>
<figure><img src='/img/$1.svg' alt='$2'><figcaption>The $1</figcaption></figure>
<p>By noon the wind has turned, and whoever still wants to cross has to wait until the flag on the far bank is down again.</p>
</article></body></html>" >"www/$1.html"
}
page ferry 'The ferry' ''
page mill 'The mill' "<link rel='next' href='mill-2.html'>"
page reed 'The reed' "<link rel='next' href='ferry.html'>" # the next article, not the next page
page broken 'The broken picture' ''
page secret 'The secret' ''
sed -i 's#</article>#<p>Here the first page of the mill ends.</p></article>#' www/mill.html
echo "<!DOCTYPE html><html lang='en'><head><title>The mill (2)</title></head><body><article>
<p>The second page of the mill tells how the wheel was taken out, mended by three carpenters and put back within a week.</p>
<p>It has turned for three hundred years, and never once did it complain of the water, nor of the wind, nor of the miller.</p>
</article></body></html>" >www/mill-2.html
printf 'User-agent: *\nDisallow: /secret\n' >www/robots.txt
feed() { # PORT
  echo '<?xml version="1.0"?><rss version="2.0"><channel><title>The Valley</title><language>en</language>'
  echo "<link>http://127.0.0.1:$1/</link>"
  day=10
  for name in ferry mill reed broken secret lost; do
    day=$((day + 1))
    path=$name.html; [ $name != lost ] || path=lost
    echo "<item><title>The $name</title><link>http://127.0.0.1:$1/$path</link>"
    echo "<pubDate>$day Nov 2026 08:00:00 +0100</pubDate><description>Only a teaser of the $name, and then […]</description></item>"
  done
  echo '</channel></rss>'
}
configure() { # PORT
  echo "daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/logs/error.log;
events { worker_connections 64; }
http {
  log_format short '\$status \$request_uri'; access_log $dir/logs/access.log short;
  types { text/html html; text/xml xml; image/svg+xml svg; text/plain txt; } root $dir/www; gzip on; gzip_min_length 100;
  client_body_temp_path $dir/logs/b; proxy_temp_path $dir/logs/p; fastcgi_temp_path $dir/logs/f;
  uwsgi_temp_path $dir/logs/u; scgi_temp_path $dir/logs/s;
  server { listen 127.0.0.1:$1; location = /lost { return 500; } location = /moved.xml { return 302 /feed.xml; } }
}"
}
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 10000))
  configure "$port" > nginx.conf
  feed "$port" > www/feed.xml
  "$nginx" -p "$dir" -c nginx.conf -e "$dir/logs/error.log" & pid=$!
  for _ in $(seq 50); do
    [ -s nginx.pid ] && break 2
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
done
kill -0 "$pid" || { cat logs/error.log; exit 1; }
site=http://127.0.0.1:$port
printf '[fetch]\ndelay = 0\ncache = %s/made/cache\n' "$dir" > plan.ini # neither of the two folders is there
build() { "$pack" build -c plan.ini --lang en "$@" >said 2>err; } # what it says on stdout ends up in `said`
text() { "$pack" inspect --article "$1" "$2"; }
count() { grep -c "$1" logs/access.log || true; }

# the local network is refused unless it is allowed
build -o no.lutrin "$site/moved.xml" && fail "127.0.0.1 was not refused"
[ ! -e no.lutrin ] || fail "something was left"
grep -q 'address of the local network' err || fail "it is not told why: $(cat err)"
[ "$(count .)" = 0 ] || fail "it was asked all the same"

build --allow-local -o one.lutrin "$site/moved.xml" || fail "first run"
grep -q '6 articles, 3 pictures' said || fail "first run: $(cat said)"
grep -q '4 teasers completed' said || fail "teasers: $(cat said)"
for name in ferry mill reed broken; do
  text $name one.lutrin > doc
  grep -q 'takes the lamp from its hook' doc || fail "$name is only a teaser"
done
text mill one.lutrin > doc
grep -q 'mended by three carpenters' doc || fail "the second page of the mill is missing"
[ "$(grep -n 'first page of the mill ends' doc | cut -d: -f1)" -lt "$(grep -n 'mended by three' doc | cut -d: -f1)" ] || fail "pages out of order"
text reed one.lutrin | grep -c 'takes the lamp' | grep -qx 1 || fail "the next article was taken for the next page"
text lost one.lutrin | grep -q 'Only a teaser of the lost' || fail "a 500 cost more than its place"
text secret one.lutrin | grep -q 'Only a teaser of the secret' || fail "robots.txt was not heeded"
[ "$(count /secret)" = 0 ] || fail "what robots.txt forbids was asked for"
[ "$(count /robots.txt)" = 1 ] || fail "robots.txt was asked for $(count /robots.txt) times"
grep -q 'picture left out: .*broken.svg' err || fail "the broken picture was not reported"
grep -q 'the server says 500' err || fail "the 500 was not reported"
asked=$(count '^200 ')

: > logs/access.log
build --allow-local -o two.lutrin "$site/moved.xml" || fail "second run"
cmp one.lutrin two.lutrin || fail "the second run gave another bundle"
# all but robots.txt and the redirect come with validators: 304 for the feed, five pages and four pictures
[ "$(count '^304 ')" = $((asked - 1)) ] || fail "$(count '^304 ') not modified, not $((asked - 1))"
[ "$(count '^200 ')" = 1 ] || fail "fetched again: $(grep '^200 ' logs/access.log)"
echo "second run: $(count '^304 ') of $((asked - 1)) not modified"

# what no build uses any more is forgotten, no matter how old what is used is; and nothing that is not ours
key=0123456789abcdef0123456789abcdef
stranger=abcdefabcdefabcdefabcdefabcdefab
cp "$(ls made/cache/*.head | head -n 1)" made/cache/$key.head
touch made/cache/$key.body made/cache/$stranger.body made/cache/$stranger.body.AbCdEf.part made/cache/notes made/cache/$key.txt
touch -d '40 days ago' made/cache/*
files=$(ls made/cache | wc -l)
build --allow-local -o six.lutrin "$site/moved.xml" || fail "with an old cache"
[ "$(ls made/cache | wc -l)" = "$files" ] || fail "something was forgotten though nobody asked for it"
build --allow-local --forget 50 -o six.lutrin "$site/moved.xml" || fail "--forget 50"
[ -e made/cache/$key.body ] || fail "--forget 50: younger things are gone"
build --allow-local --forget 30 -o six.lutrin "$site/moved.xml" || fail "--forget 30"
[ "$(ls made/cache | wc -l)" = $((files - 4)) ] && [ ! -e made/cache/$key.body ] && [ -e made/cache/notes ] && [ -e made/cache/$key.txt ] ||
  fail "--forget 30: $files files before, now: $(ls made/cache)"
cmp one.lutrin six.lutrin || fail "--forget: another bundle"

kill "$pid"; wait "$pid" || true; pid=
: > logs/access.log
build --offline -o three.lutrin "$site/moved.xml" || fail "offline"
cmp one.lutrin three.lutrin || fail "offline gave another bundle"
build --allow-local -o four.lutrin "$site/moved.xml" || fail "the server is gone, and the cache was not taken"
cmp one.lutrin four.lutrin || fail "without the server: another bundle"
# what was damaged in the cache is as good as absent
for head in made/cache/*.head; do : > "$head"; done
build --offline -o five.lutrin "$site/moved.xml" && fail "built of a cache without heads"
[ ! -e five.lutrin ] || fail "something was left"
ls made/cache | grep -q part && fail "partial files in the cache"
exit 0
