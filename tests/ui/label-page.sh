# Twenty boxes drawn, closed, opened again, undone to the last and done again: what a stranger would
# try.  The truth is asked of the project file by the command line, not of the window.
project=${UI_APP[1]}

n_boxes ()
{
  "${UI_APP[0]}" info "$project" --json | /usr/bin/python3 -c 'import json, sys; print (json.load (sys.stdin)["boxes"])'
}

has_boxes ()
{
  [ "$(n_boxes)" = "$1" ]
}

wait_for_boxes ()
{
  wait_until "there are $1 boxes (now $(n_boxes))" has_boxes "$1"
}

wait_for_tree "^\[image\] 'Image'"
check_names
read -r x y width height < <(place_of image '^Image$')
say "the canvas is at $x $y, $width by $height"
n_before=$(n_boxes)

key w
for row in 0 1 2 3; do
  for column in 0 1 2 3 4; do
    left=$((x + width * (column + 2) / 9))
    top=$((y + height * (row + 2) / 8))
    drag $left $top $((left + width / 14)) $((top + height / 12))
  done
done
wait_for_boxes $((n_before + 20))
screenshot twenty-boxes

stop_app
start_app "$project"
wait_for_tree "^\[image\] 'Image'"
for i in $(seq 20); do key ctrl+z; done
wait_for_boxes "$n_before"
for i in $(seq 20); do key ctrl+shift+z; done
wait_for_boxes $((n_before + 20))

# What was drawn an instant ago survives the end of the process.
key w
drag $((x + width / 9)) $((y + height / 2)) $((x + width / 7)) $((y + height * 2 / 3))
wait_for_boxes $((n_before + 21))
kill_app
has_boxes $((n_before + 21)) || fail "a box was lost by kill -9"
"${UI_APP[0]}" check "$project" >/dev/null || fail "the project is not whole after kill -9"
