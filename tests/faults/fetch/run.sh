#!/usr/bin/env bash
# run.sh FETCH_FAULTS [--long]   makes an authority and certificates good and bad, starts nginx with them on two loopback
# ports, and runs the fault table. Everything lies in one temporary directory and goes with it.
set -euo pipefail
faults=$1; shift
if ! nginx=$(command -v nginx || command -v /usr/sbin/nginx) || ! command -v openssl >/dev/null; then
  echo "skipped: nginx or openssl is not there (apt packages: board/apt-test)"
  exit 77
fi
dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"

authority() { # NAME: a root that is good from 1960 to 2140
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" \
    -subj "/CN=Lutrin test $1" 2>/dev/null
  sign "$1" "$1" 20000101000000Z 21400101000000Z "basicConstraints=critical,CA:TRUE" -selfsign -keyfile "$1.key"
}
sign() { # NAME AUTHORITY FROM TO EXTENSION OPTION...
  local name=$1 by=$2 from=$3 to=$4 extension=$5; shift 5
  mkdir -p "ca-$by"
  touch "ca-$by/index"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=ca-%s/index\nnew_certs_dir=ca-%s\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[x]\n%s\n' \
    "$by" "$by" "$extension" > ca.cnf
  openssl ca -batch -notext -config ca.cnf -extensions x -startdate "$from" -enddate "$to" -in "$name.csr" \
    -out "$name.pem" "$@" 2>ca.log || { cat ca.log; exit 1; }
}
server() { # NAME AUTHORITY FROM TO [SUBJECT]
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" \
    -subj "/CN=${5:-$1}" 2>/dev/null
  local by=(-cert "$2.pem" -keyfile "$2.key")
  [ "$2" != "$1" ] || by=(-selfsign -keyfile "$1.key")
  sign "$1" "$2" "$3" "$4" "subjectAltName=DNS:${5:-$1}" "${by[@]}"
}
authority ca
authority stranger
server good.test ca 20000101000000Z 21300101000000Z
server expired.test ca 20200101000000Z 20210101000000Z
server early.test ca 20910101000000Z 20920101000000Z
server wrong.test ca 20000101000000Z 21300101000000Z other.test
server self.test self.test 20000101000000Z 21300101000000Z
server stranger.test stranger 20000101000000Z 21300101000000Z

mkdir www logs
for i in $(seq 1 2300); do echo "line $i of a text that compresses well"; done > www/file
configure() { # PORT TLS_PORT
  echo "daemon off; master_process off; pid $dir/nginx.pid; error_log $dir/logs/error.log;
events { worker_connections 64; }
http {
  access_log off; default_type text/plain; root $dir/www; gzip on; gzip_types text/plain; gzip_min_length 100;
  client_body_temp_path $dir/logs/b; proxy_temp_path $dir/logs/p; fastcgi_temp_path $dir/logs/f;
  uwsgi_temp_path $dir/logs/u; scgi_temp_path $dir/logs/s;
  server { listen 127.0.0.1:$1; location /up { return 301 https://good.test:$2/file; } }"
  for name in good expired early wrong self stranger; do
    echo "  server { listen 127.0.0.1:$2 ssl; server_name $name.test; ssl_certificate $dir/$name.test.pem;
    ssl_certificate_key $dir/$name.test.key; location /down { return 302 http://127.0.0.1:$1/file; } }"
  done
  echo "}"
}
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 10000))
  configure "$port" $((port + 1)) > nginx.conf
  "$nginx" -p "$dir" -c nginx.conf -e "$dir/logs/error.log" & pid=$!
  for _ in $(seq 50); do
    [ -s nginx.pid ] && break 2
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
done
kill -0 "$pid" || { cat logs/error.log; exit 1; }
"$faults" "$@" --nginx "$dir" "$port" $((port + 1))
