#!/bin/sh
# check-layers.sh SOURCE-ROOT: fails if a module includes what it must not.
#
# The table is the architecture.  The dependency lists of src/meson.build hide the headers of
# other modules as well; this check also catches what every compile can see, such as
# /usr/include/sqlite3.h, and a path that climbs out of its folder.

# module    modules below that it may see         libraries whose headers it may include
table='
base        -                                     glib
quality     base                                  -
model       base                                  blas
store       base                                  glib gio sqlite3 jansson
formats     base                                  glib gio jansson libxml yaml
image       base                                  glib gio gdk-pixbuf cairo jpeg png tiff webp
demo        base                                  glib cairo
app         base,quality,store,formats,image,demo glib gio gdk-pixbuf cairo jansson
cli         base,quality,store,formats,image,demo,app glib gio cairo jansson
widgets     base,quality,store,formats,image,demo,app glib gio gdk-pixbuf cairo gdk gsk gtk adwaita pango graphene
main.c      base,app,cli,widgets                  glib gio
'

cd "${1:?usage: check-layers.sh SOURCE-ROOT}/src" || exit 2

for folder in */; do
  case $table in
    *"
${folder%/} "*) ;;
    *) echo "src/$folder is not in the table of $0" >&2; exit 1 ;;
  esac
done

# "store/lw-sql.c:3:sqlite3.h", one include a line
find . -name '*.[ch]' | sort | xargs grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null |
  sed -nE 's|^\./([^:]*:[0-9]+):[^<"]*[<"]([^>"]*)[>"].*|\1:\2|p' |
  awk -F: -v table="$table" -v headers="$(find . -name '*.h' | sed 's|^\./||')" '
    # What library a header belongs to; "" for the C library and for what no rule is about.
    function library (header,   top)
    {
      if (header ~ /^(glib|glib-object|gmodule)\.h$|^(glib|gobject)\//) return "glib"
      if (header ~ /^cblas|^openblas/) return "blas"
      top = header
      sub (/[\/.].*/, "", top)
      sub (/^cairo-.*/, "cairo", top)
      sub (/^gdk-pixbuf-.*/, "gdk-pixbuf", top)
      sub (/^(jpeglib|jerror)$/, "jpeg", top)
      sub (/^tiffio$/, "tiff", top)
      return top ~ /^(gio|gdk|gdk-pixbuf|gsk|gtk|adwaita|pango|pangocairo|graphene|cairo|jpeg|png|tiff|webp|sqlite3|jansson|libxml|yaml|libsoup|curl)$/ ? top : ""
    }

    function refuse (why)
    {
      printf "src/%s:%s: %s includes %s: %s\n", $1, $2, module, $3, why
      bad = 1
    }

    BEGIN {
      n = split (table, rows, "\n")
      for (i = 1; i <= n; i++)
        {
          n_words = split (rows[i], words, " ")
          n_below = split (words[2], below, ",")
          for (j = 1; j <= n_below; j++)
            sees[words[1], below[j]] = 1
          for (j = 3; j <= n_words; j++)
            may_use[words[1], words[j]] = 1
        }
      n = split (headers, paths, "\n")
      for (i = 1; i <= n; i++)
        {
          split (paths[i], parts, "/")
          home[parts[2]] = parts[1]
        }
    }

    {
      module = $1
      sub (/\/.*/, "", module)
      name = $3
      sub (/.*\//, "", name)
      used = library($3)

      if ($3 ~ /^\.\.?\// || ((name in home) && $3 ~ /\//))
        refuse("headers of ours are named without a folder")
      else if ((name in home) && home[name] != module && !((module, home[name]) in sees))
        refuse("src/" home[name] " is not below it")
      else if (used != "" && !((module, used) in may_use))
        refuse(used " is not for this module")
      n_includes++
    }

    END {
      if (n_includes == 0)
        {
          print "no includes found: is this the source root?"
          bad = 1
        }
      exit bad
    }' >&2
