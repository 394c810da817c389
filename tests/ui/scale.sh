# How long a pixel is: typed, measured on a box, said everywhere, kept with the project.
wait_for_tree "^\[list item\] "
wait_drawn
ui_tree --match "^\[image\] 'Image' description='[1-9]" --timeout 2 >/dev/null || key a
wait_for_tree "^\[image\] 'Image' description='[1-9]"
read -r x y width height < <(place_of image '^Image$')
click $((x + 30)) $((y + 30))

key ctrl+k
wait_for_tree "^\[label\] 'A pixel is'"
wait_for_tree "^\[label\] 'Type a length above 0"
type_text 0,25
wait_for_tree "^\[label\] '100 pixels are 25.0 µm"
screenshot asked
key Return
wait_for_no_tree "^\[label\] 'A pixel is'"
move $((x + width / 2)) $((y + height / 2))
wait_for_tree "^\[label\] 'x [0-9]+  y [0-9]+  \([0-9.]+ µm, [0-9.]+ µm\)"
screenshot scaled

# A box says its size, and is what the next scale is measured on.
key Tab
wait_for_tree "^\[image\] 'Image' description='[^']*; selected"
wait_for_tree "^\[label\] '[0-9.]+ × [0-9.]+ µm'"
screenshot box
key ctrl+k
wait_for_tree "^\[label\] '(A pixel is|100 pixels are 25.0 µm.)"
screenshot measured
key Escape
wait_for_tree "^\[image\] 'Image' description='[^']*; selected"

stop_app
start_app "${UI_APP[1]}"
wait_for_tree "^\[list item\] "
wait_drawn
key ctrl+k
wait_for_tree "^\[label\] '100 pixels are 25.0 µm"
activate 'push button' 'No Scale$'
wait_for_no_tree "^\[label\] '100 pixels are 25.0 µm"
move $((x + width / 2)) $((y + height / 2))
move $((x + width / 2 + 9)) $((y + height / 2))
wait_for_tree "^\[label\] 'x [0-9]+  y [0-9]+'"
