#!/bin/bash
# bench-window.sh BUILD [FOLDER]: what the window costs, and labelme on the same files beside it
#
# Makes two pictures of 12 megapixels with 10,000 boxes each in FOLDER (default: a
# scratch folder), as a project of ours and as labelme files, and prints:
#
#   start       processor time until the window is drawn, and memory, of an empty window
#   12 MP       the same with a picture and its 10,000 boxes
#   next image  time from the key to the end of the frame that shows all of it, the picture being a
#               neighbour, and the longest that the main thread worked meanwhile without a pause, of
#               its own processor time (ours only: labelme does not say)
#
# Both programs run under Xvfb; "drawn" is when the screen has stopped changing.  Needs the packages
# of ./test; labelme only if it is to be measured (apt-get install labelme).
set -euo pipefail

build=$(readlink -f "${1:?usage: bench-window.sh BUILD [FOLDER]}")
source_root=$(dirname "$(dirname "$(readlink -f "$0")")")
scratch=$(mktemp -d)
folder=${2:-$scratch/data}
trap 'rm -rf "$scratch"' EXIT
n_runs=${N_RUNS:-5}

export GSETTINGS_SCHEMA_DIR=$build/data
labelwright=$build/src/labelwright

# --- The files ---

make_files ()
{
  mkdir -p "$folder/images"
  /usr/bin/python3 - "$folder" <<'PYTHON'
import json, random, subprocess, sys

folder = sys.argv[1]
random.seed(7)
width, height, n_boxes = 4000, 3000, 10000
coco = {"images": [], "annotations": [], "categories": [{"id": i + 1, "name": f"class {i}"} for i in range(5)]}

for k in range(2):
    name = f"picture-{k}.jpg"
    subprocess.run(["convert", "-size", "1000x750", "-seed", str(k), "plasma:fractal", "-resize", "4000x3000!", "-quality", "90",
                    f"{folder}/images/{name}"], check=True)
    coco["images"].append({"id": k + 1, "file_name": name, "width": width, "height": height})
    shapes = []
    for i in range(n_boxes):
        w, h = random.randint(10, 120), random.randint(10, 120)
        x, y, c = random.randint(0, width - w), random.randint(0, height - h), random.randrange(5)
        coco["annotations"].append({"id": k * n_boxes + i + 1, "image_id": k + 1, "category_id": c + 1, "bbox": [x, y, w, h],
                                    "area": w * h, "iscrowd": 0})
        shapes.append({"label": f"class {c}", "points": [[x, y], [x + w, y + h]], "group_id": None, "shape_type": "rectangle",
                       "flags": {}})
    json.dump({"version": "5.1.1", "flags": {}, "shapes": shapes, "imagePath": name, "imageData": None, "imageHeight": height,
               "imageWidth": width}, open(f"{folder}/images/picture-{k}.json", "w"))

json.dump(coco, open(f"{folder}/many.json", "w"))
coco["annotations"] = coco["annotations"][::100]
json.dump(coco, open(f"{folder}/few.json", "w"))
PYTHON
  for name in many few; do
    "$labelwright" new "$folder/$name.labelwright" --images "$folder/images" >/dev/null
    "$labelwright" import "$folder/$name.labelwright" "$folder/$name.json" --images "$folder/images" --annotator Bench >/dev/null
  done
}

# --- Measuring a program from outside ---

cpu_ms () # PID: user and system time of all its threads
{
  awk -v hz="$(getconf CLK_TCK)" '{ sub (/.*\) /, ""); print ($12 + $13) * 1000 / hz }' "/proc/$1/stat"
}

screen ()
{
  import -silent -window root rgb:- 2>/dev/null | md5sum
}

# Prints "cpu_ms resident_mb peak_mb" once the window is there and the screen has been still for a while.
measure_once () # COMMAND...
{
  local pid before after still=0 home

  home=$(mktemp -d "$scratch/home.XXXXXX")
  HOME=$home XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache XDG_DATA_HOME=$home/data \
    "$@" >/dev/null 2>"$scratch/errors" &
  pid=$!
  until [ -n "$(xdotool search --onlyvisible --pid $pid 2>/dev/null)" ]; do
    kill -0 $pid 2>/dev/null || { cat "$scratch/errors" >&2; return 1; }
    sleep 0.05
  done
  before=$(screen)
  while [ $still -lt 5 ]; do
    sleep 0.2
    after=$(screen)
    if [ "$before" = "$after" ]; then still=$((still + 1)); else still=0; fi
    before=$after
  done
  printf '%s %s\n' "$(cpu_ms $pid)" \
    "$(awk '/^VmRSS/ { rss = $2 / 1024 } /^VmHWM/ { peak = $2 / 1024 } END { printf "%.0f %.0f", rss, peak }' /proc/$pid/status)"
  kill $pid 2>/dev/null
  wait $pid 2>/dev/null || :
}

measure () # NAME COMMAND...: medians
{
  local name=$1 i

  shift
  for ((i = 0; i < n_runs; i++)); do measure_once "$@" || return 0; done |
    /usr/bin/python3 -c '
import statistics, sys
rows = [list(map(float, line.split())) for line in sys.stdin]
if rows:
    cpu, rss, peak = (statistics.median(column) for column in zip(*rows))
    print(f"{sys.argv[1]:34} {cpu:8.0f} {rss:8.0f} {peak:8.0f}")' "$name"
}

ours () # NAME ARGS...
{
  local name=$1

  shift
  measure "$name" env GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=memory ADW_DISABLE_PORTAL=1 GTK_A11Y=none \
    "$labelwright" "$@"
}

# Goes forth and back between the two pictures; the frame after each is printed by the window itself.
next_image () # PROJECT DESCRIPTION
{
  local pid window i log=$scratch/next.log home

  : >"$log"
  home=$(mktemp -d "$scratch/home.XXXXXX")
  mkdir -p "$home/config/glib-2.0/settings"
  printf "[io/github/labelwright/Labelwright]\nannotator-name='Bench'\n" >"$home/config/glib-2.0/settings/keyfile"
  HOME=$home XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache XDG_DATA_HOME=$home/data LABELWRIGHT_DEBUG=startup,frames,busy \
    GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=keyfile ADW_DISABLE_PORTAL=1 GTK_A11Y=none \
    "$labelwright" "$1" 2>>"$log" &
  pid=$!
  until window=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -1) && [ -n "$window" ]; do
    kill -0 $pid 2>/dev/null || { cat "$log" >&2; return 1; }
    sleep 0.1
  done
  sleep 5
  xdotool windowfocus "$window"
  echo "--- it is open" >>"$log"
  for ((i = 0; i < 10; i++)); do
    xdotool key d; sleep 1
    xdotool key a; sleep 1
  done
  kill $pid
  wait $pid 2>/dev/null || :
  /usr/bin/python3 - "$log" "$2" <<'PYTHON'
import re, statistics, sys
opening, text = open(sys.argv[1]).read().split("--- it is open")
first = re.search(r"first frame: CPU ([\d.]+)", opening)
times = [tuple(map(float, m)) for m in re.findall(r"next image: CPU ([\d.]+) ms, wall ([\d.]+)", text)]
# Less than half a frame is not printed.
busy = max(map(float, re.findall(r"busy: CPU ([\d.]+)", text)), default=8)
if times:
    cpu, wall = zip(*times)
    print(f"{sys.argv[2]}: first frame after {first.group(1)} ms of CPU; next image: median {statistics.median(cpu):.0f} ms of CPU, "
          f"{statistics.median(wall):.0f} ms on the clock, slowest {max(wall):.0f} ms, longest stretch of the main thread {busy:.0f} ms ({len(times)} times)")
PYTHON
}

if [ -z "${BENCH_DISPLAY:-}" ]; then
  export BENCH_DISPLAY=1
  rm -rf "$scratch"
  exec xvfb-run -a -s '-screen 0 1600x1000x24' "$0" "$build" ${2:+"$2"}
fi

[ -f "$folder/few.labelwright" ] || make_files
printf '%-34s %8s %8s %8s\n' "median of $n_runs" "CPU ms" "RSS MB" "peak MB"
ours "Labelwright, empty"
command -v labelme >/dev/null && measure "labelme, empty" labelme
ours "Labelwright, 12 MP, 10,000 boxes" "$folder/many.labelwright"
command -v labelme >/dev/null && measure "labelme, 12 MP, 10,000 boxes" labelme "$folder/images/picture-0.json"
next_image "$folder/few.labelwright" "12 MP, 100 boxes"
next_image "$folder/many.labelwright" "12 MP, 10,000 boxes"
