# An image is flagged with a note, found again, and the flag goes and comes by undo.
wait_for_tree "^\[image\] 'Image'"
key d
wait_for_tree "^\[label\] '2 of 6"
key shift+f
wait_for_tree "^\[text\] 'Note'.*focused"
check_names
type_text "two cells overlap"
screenshot note
key Return
wait_for_tree "^\[list item\] '0002.jpg, Not looked at.*flagged"
wait_for_tree "^\[label\] 'two cells overlap'"
expect_tree "^\[image\] 'Image'.*focused"
screenshot flagged
key ctrl+z
wait_for_no_tree "^\[list item\] '0002.jpg, Not looked at.*flagged"
key ctrl+shift+z
wait_for_tree "^\[list item\] '0002.jpg, Not looked at.*flagged"

# By number, by name, and round the list to what is flagged.
key ctrl+g
wait_for_tree "^\[entry\] 'Number or name of an image'.*focused"
type_text "5"
wait_for_tree "^\[list item\] '5 · 0005.jpg · Not looked at'"
check_names
screenshot go-to
key Return
wait_for_tree "^\[label\] '5 of 6"
expect_no_tree "^\[label\] 'two cells overlap'"
key alt+g
wait_for_tree "^\[label\] '2 of 6"
wait_for_tree "^\[label\] 'two cells overlap'"
key alt+g
wait_for_tree "^\[label\] 'No other image of the list is flagged.'"
key ctrl+g
wait_for_tree "^\[entry\] 'Number or name of an image'.*focused"
type_text "0004"
wait_for_tree "^\[list item\] '4 · 0004.jpg"
key Return
wait_for_tree "^\[label\] '4 of 6"
key space
wait_for_tree "^\[label\] '5 of 6"
key alt+n
wait_for_tree "^\[label\] '6 of 6"
key alt+n
wait_for_tree "^\[label\] '1 of 6"
key alt+g alt+f
wait_for_no_tree "^\[list item\] '0002.jpg, Not looked at.*flagged"
check_names
