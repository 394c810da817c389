#!/bin/bash
# check-layers-selftest.sh SOURCE-ROOT: does the layer check see what it is there for?  Each row
# plants one line in an otherwise clean tree.
set -u
check=$1/tests/check-layers.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0

plant () # WANTED-EXIT FILE LINE
{
  rm -rf "$scratch/src"
  mkdir -p "$scratch"/src/{base,store,formats,image,demo,model,app,cli,widgets}
  for header in base/lw-rect store/lw-store formats/lw-format image/lw-pixels app/lw-project widgets/lw-canvas; do
    echo '#include <glib.h>' >"$scratch/src/$header.h"
  done
  echo "$3" >>"$scratch/src/$2"
  "$check" "$scratch" 2>/dev/null
  found=$?
  [ "$found" = "$1" ] || { echo "exit $found instead of $1 for '$3' in $2" >&2; bad=1; }
}

plant 0 base/lw-rect.c '#include <math.h>'
plant 0 store/lw-store.c '#include <sqlite3.h>'
plant 0 store/lw-store.c '#include "lw-rect.h"'
plant 0 store/lw-store.c '/* never #include <gtk/gtk.h> here */'
plant 0 app/lw-project.c '#include "lw-store.h"'
plant 0 widgets/lw-canvas.c '#include <gtk/gtk.h>'
plant 0 image/lw-pixels.c '#include <tiffio.h>'
plant 0 model/lw-blas.c '#include <cblas.h>'
plant 1 base/lw-rect.c '#include <gio/gio.h>'
plant 1 base/lw-rect.c '#include "lw-store.h"'
plant 1 store/lw-store.c '#include <gtk/gtk.h>'
plant 1 store/lw-store.c '#include "lw-format.h"'
plant 1 formats/lw-format.c '  #  include "lw-pixels.h"'
plant 1 image/lw-pixels.c '#include <sqlite3.h>'
plant 1 image/lw-pixels.c '#include <cairo-gobject.h> /* nothing */ 
#include <gdk/gdk.h>'
plant 1 model/lw-blas.c '#include <glib.h>'
plant 1 image/lw-pixels.c '#include <cblas.h>'
plant 1 app/lw-project.c '#include "lw-canvas.h"'
plant 1 app/lw-project.c '#include <adwaita.h>'
plant 1 cli/lw-cli.c '#include <gtk/gtk.h>'
plant 1 cli/lw-cli.c '#include "lw-canvas.h"'
plant 1 widgets/lw-canvas.c '#include <sqlite3.h>'
plant 1 widgets/lw-canvas.c '#include <jpeglib.h>'
plant 1 app/lw-project.c '#include <webp/decode.h>'
plant 1 widgets/lw-canvas.c '#include "../store/lw-store.h"'
plant 1 widgets/lw-canvas.c '#include "store/lw-store.h"'

mkdir "$scratch/src/stray"
"$check" "$scratch" 2>/dev/null && { echo "a folder that is not in the table passes" >&2; bad=1; }
exit $bad
