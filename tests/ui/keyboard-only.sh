# A whole piece of work without the pointer: open, draw, class, done, next, undo, export; and what
# has the focus can be seen from its ring at each step.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
stop_app

# The project is the first of the recent ones: from the start page it is some Tabs away.
start_app
wait_for_tree "^\[list item\] 'demo"
for i in $(seq 12); do
  key Tab
  ui_tree --match "^\[list item\] 'demo.*focused" --timeout 1 >/dev/null && break
done
wait_for_tree "^\[list item\] 'demo.*focused"
screenshot focus-on-start-page
key Return
wait_for_tree "^\[list item\] '0001.*selected"
wait_for_tree "$focused"

# Two boxes, of the second and of the first class.
key 2 w
wait_for_tree "^\[push button\] 'Draw Boxes.*pressed"
key Return shift+Right shift+Right shift+Down shift+Down Return
wait_for_tree "^\[list item\] 'White cell, x "
key shift+Right shift+Right shift+Right shift+Right Return shift+Right shift+Right shift+Down Return
wait_for_tree "^\[list item\] '0001.jpg, Open, 2 boxes"
key Escape
key 1
wait_for_tree "^\[list item\] 'Red cell, x "

# Done, back, on, and undone from there.
key space
wait_for_tree "^\[list item\] '0001.jpg, Done, 2 boxes"
wait_for_tree "^\[list item\] '0002.*selected"
key a
wait_for_tree "^\[list item\] '0001.*selected"
key d
wait_for_tree "^\[list item\] '0002.*selected"
key ctrl+z ctrl+z
wait_for_tree "^\[list item\] '0001.jpg, (Open|Done), 2 boxes"
wait_for_no_tree "^\[list item\] 'Red cell, x "
key ctrl+shift+z
wait_for_tree "^\[list item\] 'Red cell, x "

# Every part of the page is some Tabs from the canvas, and Esc goes back to it.
key ctrl+f
wait_for_tree "^\[(entry|text)\] 'Find images.*focused"
key Escape
wait_for_tree "$focused"
key F10
wait_for_tree "^\[menu item\] 'About"
key Escape
wait_for_tree "$focused"

# Out with it.
key ctrl+e
wait_for_tree "^\[label\] 'Not kept are"
key Return
if ui_tree --match "^\[push button\] '_?Choose" --timeout 3 >/dev/null; then :; else
  key Tab Tab Tab
  key Return
fi
wait_for_tree "^\[push button\] '_?Choose"
key ctrl+a
type_text "$UI_SCRATCH/labels.json"
key Return
wait_for_tree "^\[label\] 'Written to .*labels.json"
key Escape
wait_for_tree "$focused"
grep -q '"bbox"' "$UI_SCRATCH/labels.json" || fail "no box was written"
screenshot done
