# Classes of a whole image: one at a time looks like it, and one that is required is asked for.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
wait_for_tree "^\[image\] 'Image' description='[0-9]+ box"
red='The whole image is Red cell'
white='The whole image is White cell'

# click_in ROLE NAME-PATTERN: in the window in front, whose places are its own.
click_in ()
{
  local x y width height X Y

  eval "$(xdotool getactivewindow getwindowgeometry --shell | grep '^[XY]=')"
  read -r x y width height < <(place_of "$1" "$2")
  [ -n "${height:-}" ] || fail "no $1 named $2 to click on"
  click $((X + x + width / 2)) $((Y + y + height / 2))
}

# Any number of classes: check boxes.
expect_tree "^\[check box\] '$red'"
expect_no_tree "^\[radio button\] '$red'"
click 700 500
key shift+1 shift+2
wait_for_tree "^\[check box\] '$red'.*states=[a-z,]*checked"
wait_for_tree "^\[check box\] '$white'.*states=[a-z,]*checked"
key ctrl+z ctrl+z
wait_for_no_tree "^\[check box\] '$red'.*states=[a-z,]*checked"

# One at a time, and required.
key ctrl+t
wait_for_tree "^\[label\] 'One at a Time'"
screenshot rules
click_in 'label' '^One at a Time'
wait_for_tree "^\[check box\] 'One at a Time'.*states=[a-z,]*checked"
click_in 'label' '^Required'
wait_for_tree "^\[check box\] 'Required'.*states=[a-z,]*checked"
key Escape
wait_for_tree "$focused"
wait_for_tree "^\[radio button\] '$red'"
expect_no_tree "^\[check box\] '$red'"
wait_for_tree "^\[list item\] 'Red cell.*, the image needs one of these'"
screenshot asked

# Without one it cannot be done, and why is said.
key space
wait_for_tree "^\[label\] '.* is not done yet: it needs an image class."
screenshot refused
expect_no_tree "^\[list item\] '[^']*, Done"

# By the pointer: another one replaces it, and a second click takes it away.
click_on 'radio button' "^$red"
wait_for_tree "^\[radio button\] '$red'.*states=[a-z,]*checked"
wait_for_no_tree "the image needs one of these"
click_on 'radio button' "^$white"
wait_for_tree "^\[radio button\] '$white'.*states=[a-z,]*checked"
expect_no_tree "^\[radio button\] '$red'.*states=[a-z,]*checked"
screenshot single
move 700 300
click_on 'radio button' "^$white"
wait_for_tree "^\[list item\] 'White cell.*, the image needs one of these'"
key shift+2
wait_for_tree "^\[radio button\] '$white'.*states=[a-z,]*checked"
check_names

# Now it can be done, and the next image is asked anew.
click 700 500
key space
wait_for_tree "^\[list item\] '[^']*, Done"
wait_for_tree "^\[list item\] 'White cell.*, the image needs one of these'"
