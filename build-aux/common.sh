# shellcheck shell=bash
# common.sh - what ./start and ./test share; sourced with the source root as working directory

say ()
{
  printf '%s\n' "$*"
}

die ()
{
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# --- Packages ---

list_packages () # NAME...: of build-aux/packages-NAME.txt
{
  local name

  for name in "$@"; do grep -v '^#' "build-aux/packages-$name.txt"; done
}

list_missing_packages () # NAME...
{
  local package

  for package in $(list_packages "$@"); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# Installs what is missing.  Root is wanted only then: whoever has everything needs nobody's leave.
need_packages () # NAME...
{
  local missing
  local as_root=()

  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian: build-aux/packages-*.txt tells what has to be there."
    return
  fi

  missing=$(list_missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      die "packages are missing and this user may not install them. As root: apt-get install --no-install-recommends $missing"
    fi
    as_root=(sudo)
  fi

  say "Installing from Debian: $missing"
  as_root+=(env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  update_package_lists || say "apt-get update had trouble; going on with the lists that are there."
  # shellcheck disable=SC2086
  "${as_root[@]}" install -y --no-install-recommends $missing </dev/null >"$log_folder/apt.log" 2>&1 ||
    { tail -20 "$log_folder/apt.log" >&2; die "apt-get could not install: $missing"; }
}

# DPkg::Lock::Timeout is about packages; for the lock of the lists apt-get does not wait at all.
update_package_lists ()
{
  local end=$((SECONDS + 300))

  until "${as_root[@]}" update </dev/null >"$log_folder/update.log" 2>&1; do
    grep -q 'Could not get lock' "$log_folder/update.log" && [ $SECONDS -lt $end ] || return 1
    sleep 3
  done
}

# --- Folders ---

# Root that builds in somebody else's tree hands over what it has written, so that the owner can
# build there next time.
hand_over ()
{
  if [ "$(id -u)" = 0 ] && [ "$(stat -c %u .)" != 0 ]; then
    chown -R --reference=. "$@" 2>/dev/null || :
  fi
}

# Sets build_root: the source folder where one can write there, and otherwise one of our own under
# the temporary folder.
choose_build_root () # NAME...: of the build folders that are going to be used
{
  local name usable=1

  [ -w . ] || usable=0
  for name in "$@"; do
    # Something inside that belongs to somebody else fails in the middle of a build.
    if [ -e "$name" ] && [ "$(id -u)" != 0 ] && [ -n "$(find "$name" ! -writable ! -type l -print -quit 2>/dev/null)" ]; then
      usable=0
    fi
  done

  build_root=$PWD
  if [ $usable = 0 ]; then
    build_root=${TMPDIR:-/tmp}/labelwright-$(id -u)-$(pwd | cksum | cut -d' ' -f1)
    mkdir -p -m 700 "$build_root"
    [ -O "$build_root" ] || die "$build_root belongs to somebody else: set TMPDIR to a folder of yours"
    say "The source folder cannot be written by this user: building in $build_root"
  fi
}

# --- Building ---

# A Python in front of Debian's on the PATH often lacks what meson and the checks import.
export PATH=/usr/bin:/bin:$PATH

configure () # FOLDER MESON-OPTIONS...
{
  local folder=$1

  shift
  # A folder that was made for another place, or half made, is started afresh.
  if [ -f "$folder/build.ninja" ] && grep -qF "\"source\": \"$PWD\"" "$folder/meson-info/meson-info.json" 2>/dev/null; then
    return 0
  fi
  rm -rf "$folder"
  meson setup "$folder" "$@" >"$log_folder/configure.log" 2>&1 </dev/null ||
    { tail -20 "$log_folder/configure.log" >&2; return 1; }
}

compile () # FOLDER
{
  meson compile -C "$1" >"$log_folder/compile.log" 2>&1 </dev/null ||
    { grep -E -A12 'error|FAILED|warning' "$log_folder/compile.log" | head -100 >&2; return 1; }
}

log_folder=$(mktemp -d)
trap 'rm -rf "$log_folder"' EXIT
