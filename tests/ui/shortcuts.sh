# Keys: read, looked for, changed with and without a conflict, taken back, kept; all without
# the pointer.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
wait_for_tree "^\[list item\] '0001.*selected"
key d
wait_for_tree "^\[list item\] '0002.*selected"

# F1 shows the keys as they are, and Esc goes back.
key F1
wait_for_tree "^\[list item\] 'Next image: D, Page Down'"
type_text "previous box"
wait_for_no_tree "^\[list item\] 'Next image: D, Page Down'"
expect_tree "^\[list item\] 'Next and previous box"
check_names
screenshot shortcuts-window

# The keys of the classes stand below.
key ctrl+a
type_text "red cell"
wait_for_tree "^\[list item\] 'Red cell: 1'"
screenshot shortcuts-of-classes
key Escape Escape
wait_for_no_tree "^\[list item\] 'Next image: D, Page Down'"
wait_for_tree "$focused"

# The preferences: what is light can be dark.
key ctrl+comma
wait_for_tree "^\[.*\] 'Preferences'"
check_names
screenshot preferences

# On to the page with the keys.
key Escape
wait_for_tree "$focused"
key F1
wait_for_tree "^\[push button\] '.*Change Keys"
key shift+Tab shift+Tab
key alt+c
wait_for_tree "^\[list item\] 'Delete: Delete"
wait_for_tree "^\[push button\] 'Reset All'"
check_names
screenshot keys-page

# Looked for by pressing it.
type_text "next image"
wait_for_no_tree "^\[list item\] 'Duplicate:"
key Tab Tab Return
wait_for_tree "^\[.*\] 'Press the new keys' .*focused"
screenshot key-dialog

# Free; needed elsewhere; another's, left there; another's, taken over.
key ctrl+F12
wait_for_tree "^\[push button\] 'Remove Ctrl\+F12'"
key Left
wait_for_tree "^\[label\] 'Arrows, Tab, Esc"
key d
wait_for_tree "^\[label\] 'The command has this key already"
key ctrl+n
wait_for_tree "^\[label\] 'Ctrl\+N belongs to .New window"
screenshot key-conflict
key Escape
wait_for_no_tree "^\[label\] 'Ctrl\+N belongs"
wait_for_tree "^\[.*\] 'Press the new keys' .*focused"
key f
wait_for_tree "^\[label\] 'F belongs to .Fit the image"
key Return
wait_for_tree "^\[push button\] 'Remove F'"
key Escape
wait_for_tree "^\[list item\] 'Next image: D, Page Down, Ctrl\+F12, F' .*focused"
wait_for_tree "^\[push button\] '.*Undo'"
screenshot key-changed
check_names

# It works at once, and is told everywhere.
key Escape Escape
wait_for_tree "$focused"
key f
wait_for_tree "^\[list item\] '0003.*selected"
key ctrl+F12
wait_for_tree "^\[list item\] '0004.*selected"
wait_for_tree "^\[push button\] 'Fit the Image' description='Fit the Image'"

# Another start knows it.
stop_app
start_app "${UI_APP[1]}"
wait_for_tree "$focused"
wait_for_tree "^\[push button\] 'Fit the Image' description='Fit the Image'"

# Back with one button.
key ctrl+comma
wait_for_tree "^\[.*\] 'Preferences'"
activate 'page tab' '^Shortcuts'
activate 'push button' '^Reset All'
wait_for_tree "^\[push button\] 'Fit the Image' description='Fit the Image \(F\)'"
# The window below has a button of that name.
key alt+u
wait_for_tree "^\[push button\] 'Fit the Image' description='Fit the Image'"
screenshot reset-undone
