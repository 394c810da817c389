#!/bin/sh
# check-potfiles.sh SOURCE-ROOT: fails if a file with text for users is not listed in
# po/POTFILES.in, if one is listed that does not exist, or if xgettext cannot take a text whole.
# All of these compile and run, and the text stays English for ever.
cd "${1:?usage: check-potfiles.sh SOURCE-ROOT}" || exit 2

bad=0
listed=$(grep -v '^#' po/POTFILES.in)

for file in $listed; do
  [ -f "$file" ] || { echo "po/POTFILES.in lists $file, which does not exist" >&2; bad=1; }
done

marked=$( { grep -rlE '\b(Q_|C_|N_|NC_|_|ngettext|g_dngettext) ?\("|g_dgettext' src --include='*.c' --include='*.h'
            [ -z "$(find ui -name '*.ui')" ] || grep -rlE 'translatable="(yes|true)"' ui --include='*.ui'
            find data -name '*.desktop.in' -o -name '*.metainfo.xml.in' -o -name '*.mime.xml.in'; } | sort -u)

for file in $marked; do
  echo "$listed" | grep -qxF "$file" ||
    { echo "$file has text to translate: list it in po/POTFILES.in" >&2; bad=1; }
done

# "%" G_GINT64_FORMAT is a macro to the compiler and the end of the text to xgettext.
warnings=$(xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=ngettext:1,2 \
             --flag=_:1:pass-c-format --flag=g_set_error:4:c-format --flag=g_strdup_printf:1:c-format \
             -L C -o /dev/null $(echo "$marked" | grep '\.[ch]$') 2>&1)
[ -z "$warnings" ] ||
  { echo "$warnings" >&2; echo "a format macro ends a text: use PRId64 or PRIu64, which xgettext knows" >&2; bad=1; }

exit $bad
