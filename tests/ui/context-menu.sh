# The menu of the canvas: by pointer and by key, for a box and for none; focus comes back.
wait_for_tree "^\[image\] 'Image' description='0 boxes"
read -r x y width height < <(place_of image '^Image$')
cx=$((x + width / 2)) cy=$((y + height / 2))
key Escape
drag $((cx - 40)) $((cy - 30)) $((cx + 40)) $((cy + 30))
wait_for_tree "^\[image\] 'Image' description='1 box"
key Escape Escape

# A right click selects what it is about; the class is two levels down.
click $cx $cy 3
wait_for_tree "^\[menu item\] 'Delete"
wait_for_tree "^\[menu item\] 'Duplicate"
screenshot menu
key Escape
wait_for_no_tree "^\[menu item\] 'Duplicate"
expect_tree "^\[image\] 'Image' .*states=[a-z,]*focused"

key shift+F10
wait_for_tree "^\[menu item\] 'Class"
activate 'menu item' '^Class'
wait_for_tree "^\[menu item\] 'Platelet"
screenshot classes
activate 'menu item' '^Platelet'
wait_for_tree "^\[list item\] 'Platelet, x "
wait_for_tree "^\[image\] 'Image' .*states=[a-z,]*focused"

# A mark, from the menu into the inspector.
key Menu
wait_for_tree "^\[menu item\] 'Truncated"
key t
wait_for_tree "^\[check box\] 'Truncated"
wait_for_no_tree "^\[menu item\] 'Truncated"
# The menu that closes may hold the pointer until the frame after.
wait_drawn
click $cx $cy 3
wait_for_tree "^\[menu item\] 'Truncated"
activate 'menu item' '^Duplicate'
wait_for_tree "^\[image\] 'Image' description='2 boxes"

# Beside all boxes it is about the image.
key Escape Escape
click $((x + 30)) $((y + height / 2)) 3
wait_for_tree "^\[menu item\] 'Select All"
activate 'menu item' '^Select All'
wait_for_tree "^\[label\] 'Selected \(2\)"
key Delete
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# What is undone and done again from another image is shown there, and selected.
key ctrl+z
wait_for_tree "^\[image\] 'Image' description='2 boxes"
wait_for_tree "^\[label\] 'Selected \(2\)"
key d
wait_for_tree "^\[label\] '2 of 6"
key ctrl+z
wait_for_tree "^\[label\] '1 of 6"
wait_for_tree "^\[image\] 'Image' description='1 box"
key d
wait_for_tree "^\[label\] '2 of 6"
key ctrl+shift+z
wait_for_tree "^\[label\] '1 of 6"
wait_for_tree "^\[image\] 'Image' description='2 boxes"
wait_for_tree "^\[label\] 'Selected' "
expect_tree "^\[spin button\]"
screenshot came-back
