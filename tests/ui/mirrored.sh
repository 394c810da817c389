# From right to left: the window is mirrored, the picture and what is drawn on it are not.
#
# GLib translates GTK only where the application itself has the language, so it is given a word.
folder="$UI_SCRATCH/locale/ar/LC_MESSAGES"
mkdir -p "$folder"
msgfmt -o "$folder/labelwright.mo" - <<'PO'
msgid ""
msgstr ""
"Language: ar\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "Classes"
msgstr "أصناف"
PO
wait_for_tree "^\[label\] 'Classes'"
read -r left_x _ left_width _ < <(place_of label '^Classes$')
stop_app

export LW_LOCALEDIR="$UI_SCRATCH/locale" LANGUAGE=ar
start_app "${UI_APP[1]}"
if [ ! -f /usr/share/locale/ar/LC_MESSAGES/gtk40.mo ]; then
  say "GTK's own translations are not installed: not mirrored"
  return 0
fi
wait_for_tree "^\[label\] 'أصناف'"
read -r right_x _ < <(place_of label 'أصناف')
[ "$right_x" -lt "$left_x" ] || fail "the window is not mirrored: the classes are at $right_x, not left of $left_x"
check_names

# Drawn from left to right, on the left half of the picture: that is where it is.
read -r x y width height < <(place_of image '^Image$')
drag $((x + width / 2 - 200)) $((y + height / 2)) $((x + width / 2 - 140)) $((y + height / 2 + 40))
wait_for_tree "^\[image\] 'Image' description='1 box"
drawn=$("${UI_APP[0]}" export "${UI_APP[1]}" "$UI_SCRATCH/out.json" --format coco --annotator Ann >/dev/null 2>&1;
        /usr/bin/python3 -c 'import json, sys; print (int (json.load (open (sys.argv[1]))["annotations"][0]["bbox"][0]))' "$UI_SCRATCH/out.json")
say "the box begins at $drawn of 640"
[ "$drawn" -lt 240 ] || fail "what is drawn on the left is at $drawn"
screenshot mirrored
