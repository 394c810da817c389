# What is drawn beside the boxes: rulers, mini-map, magnifier, captions, patterns.  Each by its
# key and from the menu, and none of them moves the picture.
zoom_text ()
{
  ui_tree | sed -n "s/^ *\[label\] '\([0-9]*%\)'.*/\1/p" | head -1
}

wait_for_tree "^\[list item\] "
wait_drawn
ui_tree --match "^\[image\] 'Image' description='[1-9]" --timeout 2 >/dev/null || key a
wait_for_tree "^\[image\] 'Image' description='[1-9]"
read -r x y width height < <(place_of image '^Image$')
move $((x + width / 2)) $((y + height / 2))

# Zoomed in, a map shows where one is, and a click on it goes elsewhere.
key ctrl+plus ctrl+plus ctrl+plus ctrl+plus
screenshot mini-map
here=$(ui_fingerprint)
click $((x + width - 60)) $((y + height - 40))
move $((x + 40)) $((y + 40))
wait_drawn
[ "$(ui_fingerprint)" != "$here" ] || fail "a click on the mini-map does not pan"
screenshot mini-map-clicked

# Each switch is seen at once and kept for the next start.
for switch in shift+r shift+p shift+g; do
  here=$(ui_fingerprint)
  key $switch
  wait_drawn
  [ "$(ui_fingerprint)" != "$here" ] || fail "$switch changes nothing"
done
key z
wait_drawn
move $((x + width / 2)) $((y + height / 2))
screenshot everything
key z

# Nothing of it zooms.
key ctrl+0
wait_drawn
[ "$(zoom_text)" = 100% ] || fail "actual size is $(zoom_text)"
for switch in shift+r shift+m shift+c shift+r shift+m shift+c; do
  key $switch
  wait_drawn
  [ "$(zoom_text)" = 100% ] || fail "after $switch the zoom is $(zoom_text)"
done

key shift+v
wait_for_tree "^\[menu item\] 'Rulers'.*"
screenshot menu
key Escape
wait_for_no_tree "^\[menu item\] 'Rulers'"
check_names

stop_app
start_app "${UI_APP[1]}"
wait_for_tree "^\[list item\] "
wait_drawn
screenshot restarted
grep -q '^show-rulers=true' "$XDG_CONFIG_HOME/glib-2.0/settings/keyfile" || fail "rulers are not remembered"
key shift+r shift+p shift+g
wait_drawn
