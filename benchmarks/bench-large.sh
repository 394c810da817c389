#!/bin/bash
# bench-large.sh BUILD [FOLDER]: memory of the window with pictures of 100 megapixels
#
# Opens each picture of FOLDER in a project of its own under Xvfb, waits until the program rests, goes
# to full size and drags ten times, and prints what is highest of the resident memory of the whole
# process, what it is at the end, and processor time of all threads.  Without FOLDER the pictures are
# made first by bench-large-make, 3 GB in the folder for temporary files, and removed.
#
# The resident memory is what the kernel counts: the program itself, what it has taken, and the pages
# of files that it has mapped.  Full detail of deep pictures is in a file of the cache folder that is
# not mapped: the kernel keeps as much of that in its cache of files as there is memory to spare.
set -euo pipefail

build=$(readlink -f "${1:?usage: bench-large.sh BUILD [FOLDER]}")

if [ -z "${BENCH_DISPLAY:-}" ]; then
  export BENCH_DISPLAY=1
  exec xvfb-run -a -s '-screen 0 1600x1000x24' "$0" "$build" ${2:+"$2"}
fi

# Not where things are often kept in memory.
scratch=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
trap 'rm -rf "$scratch"' EXIT
folder=${2:-$scratch/pictures}
export GSETTINGS_SCHEMA_DIR=$build/data GSETTINGS_BACKEND=memory GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 \
       GTK_A11Y=none HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_CACHE_HOME=$scratch/cache XDG_DATA_HOME=$scratch/data

if [ -z "${2:-}" ]; then
  mkdir "$folder"
  "$build/benchmarks/bench-large-make" "$folder"
fi

cpu_ms () # PID
{
  awk -v hz="$(getconf CLK_TCK)" '{ sub (/.*\) /, ""); print int (($12 + $13) * 1000 / hz) }' "/proc/$1/stat"
}

# Until it has done nothing for two seconds.
wait_for_rest () # PID
{
  local before now still=0

  before=$(cpu_ms "$1")
  while [ $still -lt 4 ]; do
    sleep 0.5
    now=$(cpu_ms "$1")
    if [ $((now - before)) -le 20 ]; then still=$((still + 1)); else still=0; fi
    before=$now
  done
}

measure () # FILE
{
  local name project=$scratch/project pid i

  name=$(basename "$1")
  rm -rf "$project"
  mkdir -p "$project/images"
  cp --reflink=auto "$1" "$project/images/"
  "$build/src/labelwright" new "$project/a.labelwright" --images "$project/images" >/dev/null
  "$build/src/labelwright" "$project/a.labelwright" >/dev/null 2>"$scratch/errors" &
  pid=$!
  until [ -n "$(xdotool search --onlyvisible --pid $pid 2>/dev/null)" ]; do
    kill -0 $pid 2>/dev/null || { cat "$scratch/errors" >&2; return 1; }
    sleep 0.1
  done
  wait_for_rest $pid

  xdotool mousemove 800 500 key ctrl+0
  for ((i = 0; i < 10; i++)); do
    xdotool mousemove 1100 800 mousedown 2 mousemove 900 600 mousemove 500 300 mouseup 2
    sleep 0.2
  done
  wait_for_rest $pid

  awk -v name="$name" -v cpu="$(cpu_ms $pid)" '/^VmRSS/ { rss = $2 / 1024 } /^VmHWM/ { peak = $2 / 1024 }
    END { printf "%-26s %8.0f %8.0f %8.0f\n", name, cpu, rss, peak }' "/proc/$pid/status"
  kill $pid
  wait $pid 2>/dev/null || :
}

printf '%-26s %8s %8s %8s\n' picture "CPU ms" "RSS MB" "peak MB"
for file in "$folder"/*; do measure "$file"; done
