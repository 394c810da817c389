# shellcheck shell=bash
# lib.sh - what a script of tests/ui can say; sourced by run.sh
#
# Every function that waits gives up after UI_TIMEOUT seconds and fails the run, with a screenshot
# and the accessible tree in UI_OUT.  None sleeps for a fixed time in the hope that it is enough.

UI_TIMEOUT=${UI_TIMEOUT:-30}
UI_PID=
UI_WID=
ui_failures=0
ui_reached_end=0

# A condition that is polled has its output thrown away; what ends the run is heard all the same.
exec 9>&2

# --- Ending ---

say ()
{
  printf '# %s\n' "$*"
}

# Ends the run: what follows in a script builds on what came before.
fail ()
{
  ui_failures=$((ui_failures + 1))
  printf 'FAIL: %s\n' "$*" >&9
  exit 1
}

ui_end ()
{
  local status=$? pid

  trap - EXIT
  exec 2>&9
  if [ $ui_reached_end != 1 ] || [ $ui_failures != 0 ]; then
    [ $status != 0 ] || status=1
    import -silent -window root "$UI_OUT/failure.png" 2>/dev/null
    if app_is_running; then
      timeout 20 /usr/bin/python3 -W ignore "$UI_TESTS/accessible_tree.py" --pid "$UI_PID" >"$UI_OUT/failure-tree.txt" 2>&1
      echo "--- accessible tree:" >&2
      head -200 "$UI_OUT/failure-tree.txt" >&2
    fi
    echo "--- the application said:" >&2
    tail -50 "$UI_OUT/app.log" >&2 2>/dev/null
  elif [ "${UI_ALLOW_WARNINGS:-0}" != 1 ] && grep -E -- '-(WARNING|CRITICAL) \*\*' "$UI_OUT/app.log" >&2; then
    echo "FAIL: the application warned, see above" >&2
    status=1
  fi

  for pid in $UI_PID "${ui_helpers[@]}"; do kill "$pid" 2>/dev/null; done
  for pid in $UI_PID "${ui_helpers[@]}"; do wait "$pid" 2>/dev/null; done
  exit $status
}

# --- Waiting ---

# wait_until WHAT COMMAND...: until COMMAND succeeds.
wait_until ()
{
  local what=$1 end=$((SECONDS + UI_TIMEOUT))

  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "waited $UI_TIMEOUT s in vain until $what"
    sleep 0.05
  done
}

# A child that has ended stays in /proc until it is waited for.
app_is_running ()
{
  [ -n "$UI_PID" ] && grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$UI_PID/status" 2>/dev/null
}

ui_find_window ()
{
  app_is_running || fail "the application has ended"
  UI_WID=$(xdotool search --onlyvisible --pid "$UI_PID" 2>/dev/null | tail -1)
  [ -n "$UI_WID" ]
}

ui_fingerprint ()
{
  import -silent -window root rgb:- 2>/dev/null | md5sum
}

# Until the screen has stopped changing.  Something that never rests, such as a blinking caret, is
# no failure: after three seconds the screen is taken as it is.
wait_drawn ()
{
  local before='' now end=$((SECONDS + 3))

  while [ $SECONDS -lt $end ]; do
    now=$(ui_fingerprint)
    [ "$now" != "$before" ] || return 0
    before=$now
    sleep 0.1
  done
}

# --- The application ---

# start_app [ARGS...]: also after stop_app or kill_app, with the same settings and data.
start_app ()
{
  G_DEBUG=${G_DEBUG:-fatal-criticals} GDK_BACKEND=x11 GSK_RENDERER=${GSK_RENDERER:-cairo} \
  GSETTINGS_BACKEND=keyfile ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0 GTK_A11Y=atspi \
  LC_ALL=${UI_LOCALE:-C.UTF-8} "${UI_APP[0]}" "$@" >>"$UI_OUT/app.log" 2>&1 &
  UI_PID=$!
  wait_until "a window is mapped" ui_find_window
  wait_for_tree '^\[(frame|window)\]'
  wait_drawn
}

# Asks the window to close, as its button does, and waits for the program to end.
stop_app ()
{
  ui_tree --role 'push button' --named '^Close$' --action click --timeout 5 || fail "the window has no close button"
  wait_until "the application has ended" eval '! app_is_running'
  wait "$UI_PID" || fail "the application ended with status $?"
  UI_PID=
}

# What a power cut does.
kill_app ()
{
  kill -9 "$UI_PID"
  wait "$UI_PID" 2>/dev/null
  UI_PID=
}

# --- Input ---

# move X Y: pixels of the screen; without a window manager the window is at 0 0.
move ()
{
  xdotool mousemove --sync "$1" "$2"
}

# click X Y [BUTTON]
click ()
{
  move "$1" "$2"
  xdotool click "${3:-1}"
}

double_click ()
{
  move "$1" "$2"
  xdotool click --repeat 2 --delay 60 1
}

# drag X0 Y0 X1 Y1 [BUTTON]: in several steps, since a gesture begins only after some pixels.
drag ()
{
  local button=${5:-1} i

  move "$1" "$2"
  xdotool mousedown "$button"
  for i in 1 2 3 4; do
    xdotool mousemove $(($1 + ($3 - $1) * i / 5)) $(($2 + ($4 - $2) * i / 5))
  done
  move "$3" "$4"
  xdotool mouseup "$button"
}

# scroll X Y STEPS: positive is away from the user, which zooms in.
scroll ()
{
  move "$1" "$2"
  if [ "$3" -gt 0 ]; then
    xdotool click --repeat "$3" --delay 20 4
  else
    xdotool click --repeat $((-$3)) --delay 20 5
  fi
}

# key NAME...: as xdotool names them, e.g. key ctrl+z Delete
key ()
{
  xdotool key --clearmodifiers --delay 30 "$@"
}

type_text ()
{
  xdotool type --clearmodifiers --delay 15 -- "$1"
}

# --- Looking ---

# screenshot NAME: the whole screen, as UI_OUT/NAME.png
screenshot ()
{
  wait_drawn
  import -silent -window root "$UI_OUT/$1.png" || fail "no screenshot could be taken"
}

ui_tree ()
{
  timeout $((UI_TIMEOUT + 15)) /usr/bin/python3 -W ignore "$UI_TESTS/accessible_tree.py" \
    --pid "$UI_PID" --timeout "$UI_TIMEOUT" "$@"
}

# What a screen reader can know, one line an object:
#   [push button] 'Undo' description='Undo (Ctrl+Z)' at=12,8,34,34 states=focusable,sensitive actions=click
tree ()
{
  ui_tree
}

# expect_tree PATTERN: an extended regular expression that some line must match now.
expect_tree ()
{
  ui_tree --match "$1" --timeout 0 >/dev/null || fail "nothing matches $1"
}

expect_no_tree ()
{
  ui_tree --gone "$1" --timeout 0 >/dev/null || fail "something matches $1"
}

wait_for_tree ()
{
  ui_tree --match "$1" >/dev/null || fail "waited $UI_TIMEOUT s in vain for $1"
}

wait_for_no_tree ()
{
  ui_tree --gone "$1" >/dev/null || fail "waited $UI_TIMEOUT s in vain until nothing matches $1"
}

# activate ROLE NAME-PATTERN: what a screen reader's user does instead of clicking.
activate ()
{
  ui_tree --role "$1" --named "$2" --action any || fail "no $1 named $2 can be activated"
}

# place_of ROLE NAME-PATTERN: "X Y WIDTH HEIGHT" in the window.
place_of ()
{
  ui_tree --role "$1" --named "$2" --place || fail "no $1 named $2"
}

# click_on ROLE NAME-PATTERN: with the pointer, in the middle of it.
click_on ()
{
  local x y width height

  read -r x y width height < <(place_of "$1" "$2")
  [ -n "${height:-}" ] || fail "no $1 named $2 to click on"
  click $((x + width / 2)) $((y + height / 2))
}

# A button that is announced as its picture, or not at all, is a button that is not there for
# whoever cannot see it.
check_names ()
{
  ui_tree --check-names || fail "buttons without a name"
}
