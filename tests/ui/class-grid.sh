# The class grid: fifty images get their classes by keys, one step for each key.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
wait_for_tree "^\[image\] 'Image' description='[0-9]+ box"

click 700 500
key g
wait_for_tree "^\[(list|table|grid|panel|tree table)\] 'Images and their classes'"
wait_for_tree "'0001.jpg, Not looked at, no class'.*selected"
screenshot grid

# One image, and the next ones by arrows.
key 1
wait_for_tree "'0001.jpg, Open, Red cell'"
key Right 2
wait_for_tree "'0002.jpg, Open, White cell'"
key 2
wait_for_tree "'0002.jpg, Open, no class'"

# All at once are one step, and back.
key ctrl+a
wait_for_tree "^\[label\] '50 of 50 marked'"
key 3
wait_for_tree "'0050.jpg, Open, Platelet'"
wait_for_tree "'0001.jpg, Open, Red cell, Platelet'"
wait_for_tree "^\[push button\] 'Undo' description='Undo: Set class of 50 images"
screenshot fifty
key ctrl+z
wait_for_no_tree "'[0-9]*.jpg, [A-Za-z ]*, (Red cell, )?Platelet'"

# Keys that mean boxes on the canvas mean nothing here.
key d Delete w
expect_tree "'0001.jpg, Open, Red cell'"

# Those without a class only; sizes; by the pointer.
activate 'push button' '^Without a Class'
wait_for_no_tree "'0001.jpg, Open, Red cell'"
key ctrl+minus
screenshot small
key ctrl+plus
check_names

# Enter opens; the grid comes back at the image of the canvas.
key Home
key Return
wait_for_tree "$focused"
key g
wait_for_tree "'0002.jpg, [A-Za-z ]*, no class'.*selected"
key Escape
wait_for_tree "$focused"
