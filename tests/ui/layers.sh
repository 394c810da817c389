# Labels of others: said to whoever has none, taken back with the first label, and one click away.
wait_for_tree "^\[label\] 'You have no labels here yet; Mira Lindqvist has a layer, too"
read -r x y width height < <(place_of image '^Image$')
drag $((x + width / 2)) $((y + height / 2)) $((x + width / 2 + 60)) $((y + height / 2 + 40))
wait_for_tree "^\[image\] 'Image' description='1 box"
wait_for_no_tree "^\[label\] 'You have no labels here yet"

# Whoever has labels is told nothing.
stop_app
start_app "${UI_APP[1]}"
wait_for_tree "^\[image\] 'Image' description='1 box"
wait_for_tree "^\[label\] '1 of 6 · 6 left"
expect_no_tree "^\[label\] 'You have no labels here yet"

# Another annotator, and back.
click_on 'push button' '^Annotator: Ann'
screenshot annotators
wait_for_tree "\[menu item\] 'Mira Lindqvist"
activate 'menu item' '^Mira Lindqvist'
wait_for_tree "^\[push button\] 'Annotator: Mira Lindqvist"
wait_for_no_tree "^\[image\] 'Image' description='1 box"
screenshot mira
