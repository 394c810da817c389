# Files that are dragged from another window, onto the start page and onto a project.
/usr/bin/python3 -c 'import gi; gi.require_version ("Gtk", "4.0")' 2>/dev/null ||
  { echo "gir1.2-gtk-4.0 is not installed: skipped" >&2; exit 77; }

# drop FATE Y PATH...: in the middle of the window, at that height
drop ()
{
  local fate=$1 y_to=$2 source source_pid i

  shift 2
  GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none timeout 60 /usr/bin/python3 "$UI_TESTS/drag_source.py" "$@" \
    >"$UI_OUT/drop.txt" 2>>"$UI_OUT/drag_source.log" &
  source_pid=$!
  wait_until "there is something to drag" xdotool search --onlyvisible --name '^drag source$'
  source=$(xdotool search --onlyvisible --name '^drag source$' | tail -1)
  xdotool windowmove --sync "$source" 1400 860
  wait_drawn

  move 1480 900
  xdotool mousedown 1
  # Both programs are asked at each step, and answer in their own time: what is let go before has not
  # been accepted.
  for i in 1 2 3 4 5 6 7 8; do
    move $((1480 - 110 * i)) $((900 + (y_to - 900) * i / 8))
    sleep 0.03
  done
  wait_drawn
  move 601 "$y_to"
  wait_drawn
  [ "${shot:-}" = '' ] || screenshot "$shot"
  xdotool mouseup 1
  wait "$source_pid"
  grep -qx "$fate" "$UI_OUT/drop.txt" || fail "the drag of $* ended otherwise than $fate"
}

"${UI_APP[0]}" demo "$UI_SCRATCH/demo" --no-open --images 3 >"$UI_OUT/demo.log" 2>&1
mkdir "$UI_SCRATCH/photographs" "$UI_SCRATCH/empty"
cp "$UI_SCRATCH/demo/images/"* "$UI_SCRATCH/photographs"
echo "a few words" >"$UI_SCRATCH/notes.txt"

# What is nothing for the program says so, and nothing is begun.
drop refused 20 "$UI_SCRATCH/photographs"
drop taken 600 "$UI_SCRATCH/notes.txt"
wait_for_tree "^\[label\] 'notes.txt is neither"
drop taken 600 "$UI_SCRATCH/photographs" "$UI_SCRATCH/empty"
wait_for_tree "^\[label\] '2 things were dropped"
[ "$(ls "$UI_SCRATCH/photographs")" = "$(ls "$UI_SCRATCH/demo/images")" ] || fail "a project was made"

# Pictures are their folder.
shot=start drop taken 600 "$UI_SCRATCH/photographs/"*.jpg
wait_for_tree "^\[frame\] 'photographs'"
wait_for_tree "^\[list item\] '0003.jpg"

# Labels come into the project that is open, after they have been looked at; what is dropped behind
# a question waits for nothing.
shot=project drop taken 500 "$UI_SCRATCH/demo/truth.coco.json"
wait_for_tree "'Import Labels'"
wait_for_tree "^\[label\] 'Boxes'"
drop refused 800 "$UI_SCRATCH/demo/demo.labelwright"
activate 'push button' '^Import$'
wait_for_tree "^\[list item\] '0001.jpg, .* [1-9][0-9]* box"
wait_for_no_tree "'Import Labels'"

# Another project takes its place.
drop taken 500 "$UI_SCRATCH/demo/demo.labelwright"
wait_for_tree "^\[frame\] 'demo'"
