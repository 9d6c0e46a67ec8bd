#!/bin/sh
# refused.sh CODE TEXT COMMAND...: the command must end with that exit code and say TEXT on standard error.
code=$1 text=$2
shift 2
said=$("$@" 2>&1 >/dev/null)
got=$?
if [ "$got" -ne "$code" ]; then
    printf 'exit code %s instead of %s; it said:\n%s\n' "$got" "$code" "$said"
    exit 1
fi
case $said in
*"$text"*) exit 0 ;;
esac
printf 'it did not say "%s" but:\n%s\n' "$text" "$said"
exit 1
