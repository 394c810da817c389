# What is listed, and in what order: chosen by keyboard, said above the list, taken away again.
project=${UI_APP[1]}

wait_for_tree "^\[image\] 'Image'"
read -r x y width height < <(place_of image '^Image$')
key space
wait_for_tree "^\[list item\] '0001.jpg, Done"

key ctrl+shift+f
wait_for_tree "^\[check box\] 'Done'"
check_names
screenshot popover
key alt+d
wait_for_tree "^\[push button\] 'Stop showing only: Done'"
wait_for_tree "^\[label\] '1 of 6 images'"
wait_for_no_tree "^\[list item\] '0002.jpg"
key Escape
screenshot done-only

# With a class that nothing has, nothing is left: the list says why, and one button helps.
key ctrl+shift+f
wait_for_tree "^\[label\] 'Any class'"
key alt+c
wait_drawn
key End Return
wait_for_tree "^\[push button\] 'Stop showing only: With"
key alt+b
wait_drawn
key Home Down Return
wait_for_tree "^\[push button\] 'Stop showing only: No boxes'"
wait_for_tree "^\[label\] 'No image is like this: Done, With .*, No boxes.'"
screenshot nothing-popover
key Escape
screenshot nothing
activate 'push button' '^Show _?All'
# The button is held down for a moment, as a finger would.
wait_for_no_tree "^\[push button\] 'Stop showing only: "

# A chip takes its own part away.
key ctrl+shift+f
wait_drawn
key alt+d alt+f
wait_for_tree "^\[push button\] 'Stop showing only: Flagged'"
key Escape
wait_for_tree "^\[label\] '0 of 6 images'"
activate 'push button' '^Stop showing only: Flagged'
wait_for_tree "^\[label\] '1 of 6 images'"
activate 'push button' '^Stop showing only: Done'
wait_for_no_tree "^\[push button\] 'Stop showing only: "

# Backwards as added: next goes the way that is shown, and an edit moves no row.
key ctrl+shift+f
wait_drawn
key Tab space
wait_for_tree "^\[label\] '6 images · As added, reversed'"
key Escape
click_on 'list item' '^0006.jpg'
wait_for_tree "^\[label\] '1 of 6 "
key d
wait_for_tree "^\[label\] '2 of 6 "
expect_tree "^\[list item\] '0005.jpg.*states=.*selected"
screenshot reversed

# By name as it is typed, and all again by a key.
key ctrl+f
type_text "0003"
wait_for_tree "^\[label\] '1 of 6 images"
key Escape
wait_for_tree "^\[label\] '2 of 6 "
key ctrl+shift+f
wait_drawn
key alt+n
wait_for_tree "^\[push button\] 'Stop showing only: Not looked at'"
key Escape ctrl+shift+a
wait_for_no_tree "^\[push button\] 'Stop showing only"
check_names
