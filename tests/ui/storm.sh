# Somebody's cat on the keyboard: random pointer, wheel and keys, which must neither end the program
# nor leave a project that the check finds anything wrong with.
#
#   UI_STORM_EVENTS  how many, default 3000
#   UI_STORM_SEED    which, default 1
#   UI_STORM_KEYS    what each gust begins with, as xdotool names it: "g" for the class grid, "ctrl+l"
#                    for the classes; default nothing
#
# With UI_TOUCH=1 fingers and a pen take turns with pointer and keys, and their events count, too.
#
# GTK 4.8 warns about the state of what a menu is opened over, its file chooser, which the menus
# lead to, has a critical of its own, and so has a list that is closed within 50 ms of being
# scrolled, and a popover of a window that was moved out of the screen, and it asks some
# touch for its button; any other critical fails the storm.
events=${UI_STORM_EVENTS:-3000}
seed=${UI_STORM_SEED:-1}
UI_ALLOW_WARNINGS=1
size=${UI_SCREEN:-1600x1000}
kill_app

# Without a window manager GTK moves windows itself, and goes on moving one that has been closed,
# which the X server ends it for.  This one has no keys of its own.
command -v openbox >/dev/null || { echo "openbox is not installed: skipped" >&2; exit 77; }
openbox --config-file "$UI_TESTS/storm-openbox.xml" >"$UI_OUT/openbox.log" 2>&1 &
ui_helpers+=($!)
wait_until "openbox is there" xprop -root _NET_SUPPORTING_WM_CHECK

G_DEBUG=gc-friendly start_app "${UI_APP[1]}"
say "$events events of seed $seed"

# What the screen was sent is not yet what the program has seen: until it has nothing more to do.
is_idle ()
{
  local before after

  app_is_running || return 0
  before=$(cut -d' ' -f14,15 "/proc/$UI_PID/stat")
  sleep 0.3
  after=$(cut -d' ' -f14,15 "/proc/$UI_PID/stat" 2>/dev/null) || return 0
  [ $((${after/ / + } - (${before/ / + }))) -le 3 ]
}

# Somebody who clicks everywhere also closes the window: that is an end in order, and what the
# window has forgotten afterwards is part of the storm.
start_again_if_closed ()
{
  local status

  ! app_is_running || return 0
  wait "$UI_PID"
  status=$?
  [ $status = 0 ] || fail "the application ended with status $status in gust $1"
  say "closed in gust $1"
  G_DEBUG=gc-friendly start_app "${UI_APP[1]}"
}

n_touched=0
if [ -n "${UI_DEVICES:-}" ]; then
  coproc HAND { exec /usr/bin/python3 "$UI_TESTS/touch_input.py" "$UI_DEVICES"; }
  ui_helpers+=("$HAND_PID")
  read -r -t 20 n_touched <&"${HAND[0]}" || fail "there are no fingers"
fi

# touch SEED: a gust of fingers
touch ()
{
  local line

  /usr/bin/python3 "$UI_TESTS/touch_storm.py" "$1" 40 "${size%x*}" "${size#*x}" >"$UI_OUT/touch-gust.txt"
  while read -r line; do
    echo "$line" >&"${HAND[1]}"
    read -r -t 60 n_touched <&"${HAND[0]}" || fail "the screen took no more fingers in gust $1"
  done <"$UI_OUT/touch-gust.txt"
}

# In gusts, so that an end of the program is noticed near its cause.
gust=500
for ((sent = 0; sent + n_touched < events; sent += gust)); do
  # Some drag has moved it.
  xdotool windowmove "$UI_WID" 0 0 windowsize "$UI_WID" "${size%x*}" "${size#*x}"
  /usr/bin/python3 "$UI_TESTS/storm.py" "$seed-$sent" $gust "${size%x*}" "${size#*x}" ${UI_STORM_KEYS:-} >"$UI_OUT/gust.txt"
  timeout 120 xdotool - <"$UI_OUT/gust.txt" >/dev/null 2>>"$UI_OUT/xdotool.log" || fail "the screen took no more events in gust $seed-$sent"
  [ -z "${UI_DEVICES:-}" ] || touch "$seed-$sent"
  wait_until "the application has seen all of gust $seed-$sent" is_idle
  start_again_if_closed "$seed-$sent"
  [ -z "${UI_STORM_LOOK:-}" ] || screenshot "gust-$sent"
done

[ -z "${UI_DEVICES:-}" ] || say "$n_touched events of fingers and pens among them"

# It still listens: the last key is answered by a frame.
wait_drawn
screenshot after-storm
app_is_running || fail "the application ended after the storm"
wait_for_tree '^\[(frame|window|dialog)\]'

kill_app
if grep -- '-CRITICAL \*\*' "$UI_OUT/app.log" | grep -v -e gtk_tree_ -e gdk_frame_clock_get_frame_time -e gdk_monitor_get_geometry -e gdk_button_event_get_button >&2; then
  fail "the application has said something critical"
fi
"${UI_APP[0]}" check "${UI_APP[1]}" || fail "the project was damaged by seed $seed"
