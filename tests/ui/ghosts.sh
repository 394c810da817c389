# The boxes of others behind one's own: shown by a key, chosen by name, said on hover, never hit.
wait_for_tree "^\[list item\] "
wait_drawn
key a a
wait_drawn
read -r x y width height < <(place_of image '^Image$')
move $((x + 30)) $((y + 30))
wait_drawn
before=$(ui_fingerprint)
expect_tree "^\[image\] 'Image' description='0 boxes"

key shift+o
wait_drawn
[ "$(ui_fingerprint)" != "$before" ] || fail "no ghosts are shown"
shown=$(ui_fingerprint)
screenshot ghosts

# They are nobody's to click on.
expect_tree "^\[image\] 'Image' description='0 boxes"
click $((x + width / 2)) $((y + height / 2))
expect_no_tree "^\[image\] 'Image' description='0 boxes; selected"
screenshot ghost-hovered

# One person's can be left out.
key shift+v
wait_for_tree "^\[menu item\] 'Other Annotators"
activate 'menu item' '^Other Annotators'
wait_for_tree "^\[menu item\] 'Mira Lindqvist'"
screenshot ghosts-menu
activate 'menu item' '^Mira Lindqvist'
wait_drawn
key Escape Escape
move $((x + 30)) $((y + 30))
wait_drawn
screenshot ghosts-left-out
grep -q "^hidden-ghosts=\['Mira Lindqvist'\]" "$XDG_CONFIG_HOME/glib-2.0/settings/keyfile" || fail "the choice is not kept"
