#!/bin/bash
# run.sh SCRIPT -- APP [ARGS...]: a stranger's session in the window, under a screen of its own
#
# The argument @demo stands for a small demonstration project, which is made first.
#
# Starts Xvfb on a free display, a private bus, the accessibility bus, then APP; waits until its
# window is drawn, and sources SCRIPT, which drives it with the functions of lib.sh.  Everything
# that was started is ended again.  Exit status: 0 when SCRIPT got to its end and nothing failed,
# 77 when a tool is missing.
#
#   UI_OUT      folder for screenshots and logs; default: a scratch folder that is removed
#   UI_HOME     folder for settings, data and cache of the application; default: an empty one
#   UI_SETTINGS lines for the application's settings, e.g. "annotator-name='Ann'"
#   UI_SCREEN   size of the screen, default 1600x1000
#   UI_TOUCH=1  an Xorg in place of Xvfb, with fingers and a pen: touch_input.py "$UI_DEVICES" ...
#   UI_WM=1     starts openbox as well, for what needs a window manager
#   UI_TIMEOUT  seconds that any one wait may take, default 30
set -u

if [ -z "${UI_STAGE:-}" ]; then
  script=${1:-}
  if [ ! -f "$script" ] || [ "${2:-}" != -- ] || [ $# -lt 3 ]; then
    echo "usage: run.sh SCRIPT -- APP [ARGS...]" >&2
    exit 2
  fi

  for tool in Xvfb xdotool import dbus-run-session xprop; do
    command -v $tool >/dev/null || { echo "$tool is not installed: skipped" >&2; exit 77; }
  done
  if [ "${UI_TOUCH:-0}" = 1 ]; then
    for file in /usr/lib/xorg/modules/drivers/dummy_drv.so /usr/lib/xorg/modules/input/inputtest_drv.so /usr/bin/xinput; do
      [ -e $file ] ||
        { echo "xserver-xorg-core, xserver-xorg-video-dummy or xinput is not installed: skipped" >&2; exit 77; }
    done
  fi
  /usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null ||
    { echo "python3-gi or gir1.2-atspi-2.0 is not installed: skipped" >&2; exit 77; }

  UI_SCRIPT=$(readlink -f "$script")
  UI_TESTS=$(dirname "$(readlink -f "$0")")
  UI_SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/labelwright-ui.XXXXXX")
  UI_OUT=${UI_OUT:-$UI_SCRATCH/out}
  UI_HOME=${UI_HOME:-$UI_SCRATCH/home}
  export UI_SCRIPT UI_TESTS UI_SCRATCH UI_OUT UI_HOME
  shift 2

  mkdir -p "$UI_OUT" "$UI_HOME"/{config,data,cache,state} "$UI_SCRATCH/run"
  chmod 700 "$UI_SCRATCH/run"
  UI_OUT=$(readlink -f "$UI_OUT")
  rm -f "$UI_OUT"/*.log "$UI_OUT"/failure*

  # The user's home stays the user's: programs that look at HOME see an empty one, too.
  export HOME=$UI_HOME XDG_CONFIG_HOME=$UI_HOME/config XDG_DATA_HOME=$UI_HOME/data \
         XDG_CACHE_HOME=$UI_HOME/cache XDG_STATE_HOME=$UI_HOME/state XDG_RUNTIME_DIR=$UI_SCRATCH/run
  if [ -n "${UI_SETTINGS:-}" ]; then
    mkdir -p "$XDG_CONFIG_HOME/glib-2.0/settings"
    printf '[io/github/labelwright/Labelwright]\n%s\n' "$UI_SETTINGS" >"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile"
  fi
  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS DESKTOP_STARTUP_ID

  # The server chooses the number itself, so that two runs never race for one.  Without -noreset it
  # starts afresh, and turns clients away meanwhile, whenever the last one has gone.
  mkfifo "$UI_SCRATCH/display"
  if [ "${UI_TOUCH:-0}" = 1 ]; then
    export UI_DEVICES=$UI_SCRATCH/devices
    mkdir "$UI_DEVICES"
    sed "s|@FOLDER@|$UI_DEVICES|" "$UI_TESTS/touch-xorg.conf" >"$UI_SCRATCH/xorg.conf"
    server=(Xorg -config "$UI_SCRATCH/xorg.conf" -logfile "$UI_OUT/xorg.log")
  else
    server=(Xvfb -screen 0 "${UI_SCREEN:-1600x1000}x24")
  fi
  "${server[@]}" -displayfd 3 -nolisten tcp -noreset 3>"$UI_SCRATCH/display" >"$UI_OUT/server.log" 2>&1 &
  server_pid=$!
  trap 'kill $server_pid 2>/dev/null; wait $server_pid 2>/dev/null; rm -rf "$UI_SCRATCH"' EXIT
  trap 'exit 130' INT TERM
  read -r -t 30 number <"$UI_SCRATCH/display" || { echo "${server[0]} does not start:" >&2; cat "$UI_OUT/server.log" >&2; exit 1; }

  export DISPLAY=:$number UI_STAGE=inside
  # The bus starts after the screen: what it activates inherits DISPLAY from it.
  dbus-run-session --config-file="$UI_TESTS/session.conf" -- "$0" "$@"
  exit $?
fi

. "$UI_TESTS/lib.sh"

UI_APP=()
for argument in "$@"; do
  if [ "$argument" = @demo ]; then
    argument=$UI_HOME/demo/demo.labelwright
    "$1" demo "$UI_HOME/demo" --no-open --images "${UI_DEMO_IMAGES:-6}" >"$UI_OUT/demo.log" 2>&1 ||
      { cat "$UI_OUT/demo.log" >&2; echo "the demonstration cannot be made" >&2; exit 1; }
  fi
  UI_APP+=("$argument")
done
ui_helpers=()
trap ui_end EXIT

/usr/libexec/at-spi-bus-launcher --launch-immediately >"$UI_OUT/at-spi.log" 2>&1 &
ui_helpers+=($!)

if [ "${UI_WM:-0}" = 1 ]; then
  openbox >"$UI_OUT/openbox.log" 2>&1 &
  ui_helpers+=($!)
  wait_until "openbox is there" xprop -root _NET_SUPPORTING_WM_CHECK
fi

start_app "${UI_APP[@]:1}"
. "$UI_SCRIPT"
ui_reached_end=1
