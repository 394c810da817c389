#!/bin/sh
# check-mime.sh MIME.xml: does the desktop know a project file by its content and by its name?
#
# The description is installed into a database of its own, and the MIME type of made-up files is
# asked for as GIO sees it.
set -eu

description=$1
command -v update-mime-database >/dev/null && command -v gio >/dev/null || exit 77

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/mime/packages" "$scratch/home"
cp "$description" "$scratch/mime/packages/"
XDG_DATA_DIRS=$scratch update-mime-database "$scratch/mime" 2>/dev/null

sqlite_file () # FILE, APPLICATION-ID: the first 100 bytes of a database, all that a magic looks at
{
  { printf 'SQLite format 3\000'; head -c 52 /dev/zero; printf '%s' "$2"; head -c 28 /dev/zero; } >"$1"
}

bad=0
expect () # FILE, PATTERN
{
  found=$(XDG_DATA_DIRS=$scratch:/usr/share XDG_DATA_HOME=$scratch/home \
          gio info -a standard::content-type "$1" | sed -n 's/.*standard::content-type: //p')
  if [ "$found" != "$2" ]; then
    echo "$(basename "$1"): $found instead of $2" >&2
    bad=1
  fi
}

sqlite_file "$scratch/by-content" LBWR
sqlite_file "$scratch/by-name.labelwright" LBWR
sqlite_file "$scratch/other" XXXX
expect "$scratch/by-content" application/x-labelwright
expect "$scratch/by-name.labelwright" application/x-labelwright
expect "$scratch/other" application/vnd.sqlite3
exit $bad
