# The window of the classes, the guideline beside the canvas, and the classes' own keys.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
wait_for_tree "^\[list item\] 'Red cell, boxes: 0"
read -r x y width height < <(place_of image '^Image$')
drag $((x + 200)) $((y + 200)) $((x + 300)) $((y + 280))
wait_for_tree "^\[list item\] 'Red cell, boxes: 1"
key Escape
drag $((x + 400)) $((y + 200)) $((x + 500)) $((y + 300))
wait_for_tree "^\[list item\] 'Red cell, boxes: 2"
key Escape

in_editor ()
{
  wait_for_tree "^\[entry\] 'Find a class to edit'"
}

# By the keyboard, because places are those of another window.
choose ()
{
  key ctrl+f
  type_text "$1"
  wait_for_tree "^\[list item\] '[^']*$1, boxes: .*focus.*selected"
  key Return
  wait_for_tree "^\[entry\] 'Find a class to edit' value=''"
}

key ctrl+l
in_editor
wait_for_tree "^\[list item\] 'Platelet, boxes"
screenshot editor
check_names

# The order: one step down and up, below its neighbour and out again; all of it can be undone.
choose "White cell"
key alt+Up
wait_for_tree "^\[push button\] 'Undo' .*sensitive"
key alt+Down
key alt+Right
wait_for_tree "^\[push button\] 'Below the class: Red cell'"
screenshot nested
key alt+Left
wait_for_tree "^\[push button\] 'Below the class: At the top'"
key alt+Right
wait_for_tree "^\[push button\] 'Below the class: Red cell'"

leave_editor ()
{
  key Escape
  wait_for_no_tree "^\[entry\] 'Find a class to edit'"
  wait_for_tree "$focused"
}

# The guideline is written from beside the canvas, and is there when the window is left.
leave_editor
key 2
wait_for_tree "^\[list item\] 'White cell, boxes: .*selected"
key shift+F1
wait_for_tree "^\[label\] 'Nobody has written yet"
screenshot no-guideline
activate 'push button' '^Write the Guideline'
in_editor
wait_for_tree "^\[text\] 'Guideline' .*focused"
type_text "With a nucleus. Whole cells only."
leave_editor
wait_for_tree "^\[label\] 'With a nucleus. Whole cells only.*' at=[1-9]"
key shift+F1
wait_for_no_tree "^\[label\] 'With a nucleus. Whole cells only.*' at=[1-9]"
key ctrl+l
in_editor
choose "Platelet"

# A name is taken back by Esc, and kept when the field is left.
wait_for_tree "^\[list item\] 'Platelet, boxes: .*focused.*selected"
key F2 ctrl+a
type_text "Thrombocyte"
wait_for_tree "^\[text\] 'Name' description='Thrombocyte'"
key Escape
wait_for_tree "^\[text\] 'Name' description='Platelet'"
key ctrl+a
type_text "Thrombocyte"
key Tab Tab
wait_for_tree "^\[list item\] 'Thrombocyte, boxes"
key ctrl+z
wait_for_tree "^\[list item\] 'Platelet, boxes"

# With another name it is not what is searched for.
key ctrl+f
type_text "Plate"
wait_for_tree "^\[list item\] 'Platelet, boxes: .*selected"
key Down F2 ctrl+a
type_text "Thrombocyte"
wait_for_tree "^\[text\] 'Name' description='Thrombocyte'"
key Return
wait_for_tree "^\[label\] 'No Class Selected' .*at=[0-9]+,[0-9]+,[1-9]"
key ctrl+f ctrl+a BackSpace
choose "Thrombocyte"
key ctrl+z
wait_for_tree "^\[list item\] 'Platelet, boxes: .*focused.*selected"

# Any colour; who listens goes on listening when the dialog has gone.
activate 'push button' '^Any other colour'
wait_for_tree "'Colour of the Class'"
activate 'radio button' '^Dark Purple$'
activate 'push button' '^Select$'
wait_for_no_tree "'Colour of the Class'"
wait_for_tree "^\[push button\] 'Undo' description='Undo: Colour class"
key ctrl+z

# A key of its own.
activate 'push button' '^Set Key'
wait_for_tree "^\[label\] 'Press the key"
key d
wait_for_tree "^\[label\] 'D: That is the key of .*Next image"
key y
wait_for_no_tree "^\[label\] 'Press"
wait_for_tree "^\[push button\] 'No Key of Its Own' .*at=[1-9]"
wait_for_tree "^\[label\] 'Y'"

# Several at once.
choose "Red cell"
key shift+Down
wait_for_tree "^\[label\] '2 Classes'"
screenshot several
choose "Red cell"

# A class in use is not removed: it is merged instead.
activate 'push button' '^Remove$'
wait_for_tree "^\[label\] 'The Class Is in Use'"
key alt+m
wait_for_tree "^\[push button\] 'Class that takes over"
screenshot merge
activate 'push button' '^Class that takes over'
type_text "plate"
key Return
wait_for_tree "^\[push button\] 'Class that takes over: Platelet'"
activate 'push button' '^Merge$'
wait_for_tree "^\[push button\] 'Undo' description='Undo: Merge class"
wait_for_tree "^\[list item\] 'Platelet, boxes: [1-9].*selected"
wait_for_no_tree "^\[list item\] 'Red cell, boxes"
screenshot merged
# What had the focus has gone and come back: keys are heard all the same.
key ctrl+z
wait_for_tree "^\[list item\] 'Red cell, boxes: [1-9]"
wait_for_tree "^\[list item\] '[^']*, boxes: .*focused"
leave_editor

# The class's own key labels; the guideline follows what is selected.
key y
wait_for_tree "^\[list item\] 'Platelet, boxes: .*selected"
key shift+F1 Tab
key F2
type_text "white"
wait_for_tree "^\[list item\] '(Red cell/)?White cell, boxes: .*selected"
key Return
wait_for_tree "^\[label\] 'With a nucleus. Whole cells only.*'"

# An example, from the keyboard.
key ctrl+shift+e
wait_for_tree "^\[image\] 'Example: "
wait_drawn
screenshot guideline
check_names
key shift+F1
wait_for_no_tree "^\[label\] 'With a nucleus.*' at=[1-9]"
