# The walk: one attribute through all boxes, by keys; undo leads back, Esc brings the view back.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
project=$UI_HOME/demo/demo.labelwright
wait_for_tree "^\[image\] 'Image' description='[0-9]+ box"

# Nothing to ask yet: the way to the attributes.
click 700 500
key ctrl+shift+t
wait_for_tree "^\[label\] 'No attributes yet: first say what boxes are asked about"
screenshot none-yet
key Escape
wait_for_tree "$focused"

stop_app
"${UI_APP[0]}" attribute "$project" add Stain --type choice --choice weak --choice strong --annotator Ann || fail "no attribute Stain"
"${UI_APP[0]}" attribute "$project" add Ripe --type flag --annotator Ann || fail "no attribute Ripe"
"${UI_APP[0]}" attribute "$project" add Age --type number --annotator Ann || fail "no attribute Age"
start_app "$project"
wait_for_tree "^\[image\] 'Image' description='[0-9]+ box"
wait_drawn

# Two boxes here, the lower one first, and one in the next image.
read -r x y width height < <(place_of image '^Image$')
drag $((x + 300)) $((y + 400)) $((x + 360)) $((y + 460))
wait_for_tree "^\[list item\] 'Red cell, x "
key Escape
drag $((x + 500)) $((y + 200)) $((x + 560)) $((y + 260))
wait_for_tree "^\[label\] 'Selected'"
key Escape
key d
wait_for_tree "^\[label\] '2 of 6"
drag $((x + 300)) $((y + 300)) $((x + 360)) $((y + 360))
wait_for_tree "^\[list item\] 'Red cell, x "
key a
wait_for_tree "^\[label\] '1 of 6"
zoom=$(ui_tree | sed -n "s/.*\[label\] '\([0-9]*%\)' .*/\1/p" | head -1)
[ -n "$zoom" ] || fail "no zoom is said"

key ctrl+shift+t
wait_for_tree "^\[list item\] 'Stain, All classes'"
screenshot chooser
key Return
wait_for_tree "^\[label\] 'Stain · 1 of 3 · not set'"
screenshot first
expect_tree "^\[push button\] 'weak'"
expect_no_tree "^\[label\] '$zoom'"
check_names

# A key for each box, and on through the images.
key 2
wait_for_tree "^\[label\] 'Stain · 2 of 3 · not set'"
wait_for_tree "^\[label\] 'Red cell 1 of 3: strong. Red cell 2 of 3: not set'"
key 1
wait_for_tree "^\[label\] 'Stain · 3 of 3 · not set'"
wait_for_tree "^\[label\] '2 of 6"
screenshot next-image

# Undo goes back to the box, and to its image.
key ctrl+z
wait_for_tree "^\[label\] 'Stain · 2 of 3 · not set'"
wait_for_tree "^\[label\] '1 of 6"
key Left
wait_for_tree "^\[label\] 'Stain · 1 of 3 · strong'"
key BackSpace
wait_for_tree "^\[label\] 'Stain · 1 of 3 · not set'"
key Left
wait_for_tree "^\[label\] 'This is the first box of the walk'"
click_on 'push button' '^strong$'
wait_for_tree "^\[label\] 'Stain · 2 of 3 · not set'"
key Tab
wait_for_tree "^\[label\] 'Stain · 3 of 3 · not set'"
key 7
expect_tree "^\[label\] 'Stain · 3 of 3 · not set'"
key 2
wait_for_tree "^\[label\] 'The walk is at its end: 3 boxes, 2 with a value, 1 without'"
screenshot end
key shift+Tab
wait_for_tree "^\[label\] 'Stain · 3 of 3 · strong'"
key a
wait_for_tree "^\[label\] '1 of 6"
key Escape
wait_for_tree "$focused"
wait_for_tree "^\[label\] '$zoom'"
expect_no_tree "^\[label\] 'Stain · .*at=[0-9]+,[0-9]+,[1-9]"

# Only what is without a value, from the start.
key ctrl+shift+t
wait_for_tree "^\[list item\] 'Stain, All classes'.*focused"
key Return
wait_for_tree "^\[label\] 'Stain · 1 of 1 · not set'"
key Escape Escape
wait_for_tree "$focused"

# Yes or no; then a number, which is typed.
key ctrl+shift+t
wait_for_tree "^\[list item\] 'Stain, All classes'.*focused"
key Down Return
wait_for_tree "^\[label\] 'Ripe · 1 of 3 · not set'"
key y
wait_for_tree "^\[label\] 'Red cell 1 of 3: Yes"
key 2
wait_for_tree "^\[label\] 'Red cell 2 of 3: No"
wait_for_tree "^\[label\] 'Ripe · 3 of 3 · not set'"
key Escape
# One that is selected is where it begins; here it begins with the first.
key Escape a
wait_for_tree "^\[label\] '1 of 6"
key ctrl+shift+t
wait_for_tree "^\[list item\] 'Ripe, All classes'.*focused"
key Down Return
wait_for_tree "^\[label\] 'Age · 1 of 3 · not set'"
type_text 'old'
key Return
wait_for_tree "^\[text\] 'Age'.*focused"
key ctrl+a
type_text '2.50'
screenshot number
key Return
wait_for_tree "^\[label\] 'Red cell 1 of 3: 2.5"
wait_for_tree "^\[label\] 'Age · 2 of 3 · not set'"
key Return
wait_for_tree "^\[label\] 'Age · 3 of 3 · not set'"
key ctrl+z
wait_for_tree "^\[label\] 'Age · 1 of 3 · not set'"
key Escape
wait_for_tree "$focused"
