#!/bin/bash
# wayland.sh APP: a first look and a first box under Wayland compositors without a screen
#
# Under weston: the window comes up, with names.  Under mutter also with pointer and keys, which
# weston has no way to be given: a box is drawn, undone, an image done.  Exit status 77 where neither
# is installed.
#
#   UI_OUT  folder for logs; default: a scratch folder that is removed
set -u

app=${1:?usage: wayland.sh APP}
if [ -z "${UI_STAGE:-}" ]; then
  command -v mutter >/dev/null || command -v weston >/dev/null ||
    { echo "neither mutter nor weston is installed: skipped" >&2; exit 77; }
  command -v dbus-run-session >/dev/null && /usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null ||
    { echo "dbus, python3-gi or gir1.2-atspi-2.0 is not installed: skipped" >&2; exit 77; }

  UI_TESTS=$(dirname "$(readlink -f "$0")")
  UI_SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/labelwright-wayland.XXXXXX")
  UI_OUT=${UI_OUT:-$UI_SCRATCH/out}
  mkdir -p "$UI_OUT" "$UI_SCRATCH"/home/{config/glib-2.0/settings,data,cache,state} "$UI_SCRATCH/run"
  chmod 700 "$UI_SCRATCH/run"
  UI_OUT=$(readlink -f "$UI_OUT")
  rm -f "$UI_OUT"/*.log "$UI_OUT"/failure*
  trap 'rm -rf "$UI_SCRATCH"' EXIT

  export UI_TESTS UI_SCRATCH UI_OUT HOME=$UI_SCRATCH/home XDG_CONFIG_HOME=$UI_SCRATCH/home/config \
         XDG_DATA_HOME=$UI_SCRATCH/home/data XDG_CACHE_HOME=$UI_SCRATCH/home/cache \
         XDG_STATE_HOME=$UI_SCRATCH/home/state XDG_RUNTIME_DIR=$UI_SCRATCH/run UI_STAGE=inside
  unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
  dbus-run-session --config-file="$UI_TESTS/session.conf" -- "$0" "$@"
  exit $?
fi

. "$UI_TESTS/lib.sh"
UI_APP=("$(readlink -f "$app")")
ui_helpers=()
trap ui_end EXIT

# start_compositor SOCKET COMMAND...
start_compositor ()
{
  local socket=$1

  shift
  "$@" >"$UI_OUT/$1.log" 2>&1 &
  compositor=$!
  ui_helpers+=("$compositor")
  wait_until "$1 is there" test -S "$XDG_RUNTIME_DIR/$socket"
  export WAYLAND_DISPLAY=$socket
}

# start_wayland_app PROJECT
start_wayland_app ()
{
  G_DEBUG=fatal-criticals GDK_BACKEND=wayland GSK_RENDERER=cairo GSETTINGS_BACKEND=keyfile ADW_DISABLE_PORTAL=1 \
  GTK_USE_PORTAL=0 GTK_A11Y=atspi LC_ALL=C.UTF-8 "${UI_APP[0]}" "$1" >>"$UI_OUT/app.log" 2>&1 &
  UI_PID=$!
  wait_for_tree "^\[image\] 'Image' description='0 boxes"
}

input ()
{
  timeout 60 /usr/bin/python3 -W ignore "$UI_TESTS/wayland_input.py" "$@" || fail "no input: $*"
}

end_app ()
{
  kill "$UI_PID"
  wait "$UI_PID" 2>/dev/null
  UI_PID=
}

printf '[io/github/labelwright/Labelwright]\nannotator-name=%s\nis-maximized=true\n' "'Ann'" \
  >"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile"
demo=$UI_SCRATCH/demo/demo.labelwright
"${UI_APP[0]}" demo "$UI_SCRATCH/demo" --no-open --images 6 >"$UI_OUT/demo.log" 2>&1 || fail "the demonstration cannot be made"
/usr/libexec/at-spi-bus-launcher --launch-immediately >"$UI_OUT/at-spi.log" 2>&1 &
ui_helpers+=($!)

if command -v weston >/dev/null; then
  start_compositor lw-weston weston --backend=headless-backend.so --use-pixman --width=1600 --height=1000 \
    --socket=lw-weston --idle-time=0 --no-config
  start_wayland_app "$demo"
  wait_for_tree "^\[list item\] '0001"
  check_names
  end_app
  kill $compositor
  say "weston: the window is there, with names"
fi

if command -v mutter >/dev/null; then
  start_compositor lw-mutter mutter --headless --wayland --no-x11 --virtual-monitor 1600x1000 --wayland-display lw-mutter
  start_wayland_app "$demo"

  # Maximised, the window begins in the corner of the screen.
  wait_for_tree "^\[frame\] .*at=0,0,1600,1000"
  read -r x y width height < <(place_of image '^Image$')
  left=$((x + width / 2 - 120))
  top=$((y + height / 2 - 90))
  input at $left $top press at $((left + 40)) $((top + 30)) at $((left + 120)) $((top + 80)) release
  wait_for_tree "^\[image\] 'Image' description='[^']*1 box"
  wait_for_tree "^\[list item\] 'Red cell, x "

  # The arrows move it, 2 is another class, Delete takes it away, and by W it is drawn without the pointer.
  input key 0xff53 key 0x32
  wait_for_tree "^\[list item\] 'White cell, x "
  input key 0xffff
  wait_for_tree "^\[image\] 'Image' description='[^']*0 boxes"
  input key 0x77 key 0xff0d key 0xff53 key 0xff54 key 0xff53 key 0xff54 key 0xff53 key 0xff54 key 0xff0d
  wait_for_tree "^\[image\] 'Image' description='[^']*1 box"

  # Popovers are surfaces of their own here: one opens, and Esc closes it.
  input key 0xff1b key 0xff1b key 0xffc7
  wait_for_tree "^\[menu item\] 'About"
  input key 0xff1b
  wait_for_no_tree "^\[menu item\] 'About"
  input key 0x20
  wait_for_tree "^\[list item\] '0001.jpg, Done"
  wait_for_tree "^\[list item\] '0002.jpg.*selected"
  check_names
  end_app
  say "mutter: a box by pointer, one by keys, a menu, an image done"
fi

ui_reached_end=1
