# The folder of the images has been moved: the window says so, asks where they are, finds them, and
# takes that back.
project=${UI_APP[1]}
folder=$(dirname "$project")

wait_for_tree "^\[image\] 'Image'"
expect_no_tree "Find the Images"

stop_app
mv "$folder/images" "$folder/moved"
start_app "$project"
wait_for_tree "Find the Images"
check_names
screenshot missing

click_on 'push button' 'Find the Images'
wait_for_tree "^\[filler\] 'Find the Images'"
type_text "$folder/moved"
screenshot chooser
key Return
wait_for_no_tree "^\[push button\] 'Find the Images"
wait_for_tree "images found"
screenshot found

key ctrl+z
wait_for_tree "Find the Images"
"${UI_APP[0]}" check "$project" >/dev/null || fail "the project is not whole"
