# The history says what was done where, and goes back and forward over several images at once.
project=${UI_APP[1]}

n_boxes ()
{
  "${UI_APP[0]}" info "$project" --json | /usr/bin/python3 -c 'import json, sys; print (json.load (sys.stdin)["boxes"])'
}

has_boxes ()
{
  [ "$(n_boxes)" = "$1" ]
}

wait_for_tree "^\[image\] 'Image'"
read -r x y width height < <(place_of image '^Image$')
n_before=$(n_boxes)
drag $((x + 200)) $((y + 200)) $((x + 260)) $((y + 240))
drag $((x + 300)) $((y + 200)) $((x + 360)) $((y + 240))
key space
wait_for_tree "^\[label\] '2 of 6"
drag $((x + 200)) $((y + 300)) $((x + 260)) $((y + 340))
wait_until "three boxes are drawn" has_boxes $((n_before + 3))

key ctrl+h
wait_for_tree "^\[list item\] '.* · 0002.jpg, [0-9:]*, the last step that is done'"
expect_tree "^\[list item\] 'Mark image as done · 0001.jpg, "
expect_tree "^\[list item\] 'Beginning"
check_names
screenshot history

# To the very beginning, by keyboard; then two steps forward.
key End Return
wait_until "all is undone" has_boxes "$n_before"
wait_for_tree "^\[list item\] 'Beginning, , the last step that is done'"
wait_for_tree "^\[list item\] '.* · 0001.jpg, [0-9:]*, undone'"
screenshot undone
key Up Up Return
wait_until "two boxes are back" has_boxes $((n_before + 2))
key Escape
wait_for_tree "^\[label\] '1 of 6"
wait_for_tree "^\[image\] 'Image'.*focused"
wait_for_tree "^\[list item\] '0001.jpg, Open, 2 boxes"
screenshot forward

# A new step ends what was undone.
drag $((x + 200)) $((y + 300)) $((x + 260)) $((y + 340))
wait_until "a third box is drawn" has_boxes $((n_before + 3))
key ctrl+h
wait_for_tree "^\[list item\] '.* · 0001.jpg, [0-9:]*, the last step that is done'"
expect_no_tree "^\[list item\] .*, undone'"
key Escape
