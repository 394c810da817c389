# A stranger's first session: photographs in a folder, 20 boxes by pointer and keyboard, closed,
# opened again, everything undone and done again.
#
# The photographs are those of a demonstration, without its project beside them.
cp -r "$UI_HOME/demo/images" "$UI_SCRATCH/photographs"
kill_app
start_app "$UI_SCRATCH/photographs"
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# The name is asked once; the one proposed will do.
wait_for_tree "^\[push button\] '.*Continue"
key Return
wait_for_no_tree "^\[push button\] '.*Continue"

read -r canvas_x canvas_y canvas_width canvas_height < <(place_of image '^Image$')
left=$((canvas_x + canvas_width / 2 - 150))
top=$((canvas_y + canvas_height / 2 - 90))

# The first box asks for its class.
drag "$left" "$top" $((left + 40)) $((top + 30))
wait_for_tree "^\[push button\] '.*Add"
type_text "cell"
key Return
wait_for_tree "^\[image\] 'Image' description='1 box"
wait_for_tree "^\[list item\] 'cell, x "

n=1
for row in 0 1 2; do
  for column in 0 1 2 3 4; do
    [ $row = 0 ] && [ $column = 0 ] && continue
    key Escape
    drag $((left + column * 60)) $((top + row * 50)) $((left + column * 60 + 40)) $((top + row * 50 + 30))
    n=$((n + 1))
  done
done
wait_for_tree "^\[image\] 'Image' description='$n boxes"

# Five more without the pointer: duplicates, moved apart by the arrow keys.
for i in 1 2 3 4 5; do
  key ctrl+d Down Down
done
wait_for_tree "^\[image\] 'Image' description='20 boxes"
wait_for_tree "^\[list item\] '.*, Open, 20 boxes"

# Digits that are typed into an entry are text, not classes; letters do not turn pages.
key ctrl+f
type_text "dw1"
wait_for_tree "^\[label\] 'Not in the list"
expect_tree "^\[image\] 'Image' description='20 boxes"
key Escape
wait_for_tree "^\[label\] '1 of "
check_names
screenshot twenty-boxes

# Closed and opened again: all there, and the history with it.
stop_app
start_app "$UI_SCRATCH/photographs"
wait_for_tree "^\[image\] 'Image' description='20 boxes"
expect_no_tree "^\[push button\] '.*Continue"

i=0
while [ $i -lt 60 ] && ! ui_tree --match "^\[image\] 'Image' description='0 boxes" --timeout 0 >/dev/null; do
  key ctrl+z
  i=$((i + 1))
done
expect_tree "^\[image\] 'Image' description='0 boxes"
screenshot undone

for i in $(seq 60); do
  key ctrl+shift+z
done
wait_for_tree "^\[image\] 'Image' description='20 boxes"

# Done, and on: the next image is another one, and what was done stays done.
key space
wait_for_tree "^\[list item\] '.*, Done, 20 boxes"
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# Shift and a digit: the class of the image as a whole, and back.
key shift+1
wait_for_tree "^\[list item\] '.*, Open, 0 boxes, 1 image class"
key ctrl+z
wait_for_no_tree "^\[list item\] '.*, 1 image class'"
screenshot next-image
stop_app
