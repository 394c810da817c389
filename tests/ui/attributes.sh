# Attributes: made in their window, set in the inspector by pointer and keyboard, for one and for many.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
wait_for_tree "^\[image\] 'Image' description='[0-9]+ box"

# click_in ROLE NAME-PATTERN: in the window in front, whose places are its own.
click_in ()
{
  local x y width height X Y

  eval "$(xdotool getactivewindow getwindowgeometry --shell | grep '^[XY]=')"
  read -r x y width height < <(place_of "$1" "$2")
  [ -n "${height:-}" ] || fail "no $1 named $2 to click on"
  click $((X + x + width / 2)) $((Y + y + height / 2))
}

add_attribute ()
{
  activate 'push button' '^Add an Attribute'
  wait_for_tree "^\[label\] 'What each box is asked about"
  type_text "$1"
  key Return
  wait_for_no_tree "^\[label\] 'What each box is asked about"
  wait_for_tree "^\[label\] '$1'"
}

click 700 500
key ctrl+t
wait_for_tree "^\[label\] 'Nothing is asked yet'"
screenshot none-yet

# A choice, its words, and which of them by default.
add_attribute blood
wait_for_tree "^\[label\] 'Yes or no'"
wait_drawn
click_in 'combo box' '^What It Is'
wait_for_tree "^\[label\] 'Number' .*at=[0-9]+,[0-9]+,[1-9]"
key Down Return
wait_for_tree "^\[label\] 'Choice: First choice'"
wait_drawn
click_in text '^Choice$'
key ctrl+a
type_text A
key Return
wait_for_tree "^\[label\] 'Choice: A'"
for word in B AB; do
  wait_drawn
  click_in text '^Add a choice'
  type_text $word
  key Return
  wait_for_tree "^\[label\] 'Choice: A.*, $word'"
done
click_in 'combo box' '^By Default'
wait_for_tree "^\[label\] 'AB' .*at=[0-9]+,[0-9]+,[1-9]"
key Down Return
wait_for_tree "^\[label\] 'Choice: A, B, AB; by default A'"
screenshot choice
key ctrl+z
wait_for_tree "^\[label\] 'Choice: A, B, AB'"
key ctrl+shift+z
wait_for_tree "^\[label\] 'Choice: A, B, AB; by default A'"
add_attribute ripe
add_attribute age
wait_drawn
click_in 'combo box' '^What It Is'
wait_for_tree "^\[label\] 'Number' .*at=[0-9]+,[0-9]+,[1-9]"
key Down Down Return
wait_for_tree "^\[label\] 'Number'"
check_names
key Escape
wait_for_tree "$focused"

# A box says nothing of its own yet.
read -r x y width height < <(place_of image '^Image$')
drag $((x + 300)) $((y + 200)) $((x + 360)) $((y + 260))
wait_for_tree "^\[list item\] 'Red cell, x "
expect_tree "^\[label\] 'A \(default\)'"
expect_tree "^\[check box\] 'ripe'"
screenshot by-default
click_on 'combo box' '^blood'
wait_for_tree "^\[label\] 'AB' .*at=[0-9]+,[0-9]+,[1-9]"
key Down Down Return
wait_for_tree "^\[push button\] 'Undo' description='Undo: Set blood"
wait_for_tree "$focused"
wait_drawn
click_on 'check box' '^ripe'
wait_for_tree "^\[check box\] 'ripe'.*states=[a-z,]*checked"
screenshot set

# By keys: Tab leads from the drop-down on; undo takes each back.
click_on 'combo box' '^blood'
wait_for_tree "^\[label\] 'A \(default\)' .*at=[0-9]+,[0-9]+,[1-9]"
key Escape
key ctrl+z
wait_for_tree "^\[push button\] 'Undo' description='Undo: Set blood"
key ctrl+shift+z

# A second box; both together differ, and a change is for both in one step.
key Escape Escape
drag $((x + 500)) $((y + 200)) $((x + 560)) $((y + 260))
wait_for_tree "^\[label\] 'A \(default\)'"
key q
wait_for_tree "^\[check box\] 'Occluded'.*states=[a-z,]*checked"
key ctrl+a
wait_for_tree "^\[label\] 'Selected \(2\)'"
expect_tree "^\[label\] '\(several\)'"
screenshot several
key q
wait_for_tree "^\[check box\] 'Occluded'.*states=[a-z,]*checked"
key q
wait_for_no_tree "^\[check box\] 'Occluded'.*states=[a-z,]*checked"
key ctrl+a
click_on 'combo box' '^blood'
wait_for_tree "^\[label\] 'AB' .*at=[0-9]+,[0-9]+,[1-9]"
key End Return
wait_for_no_tree "^\[label\] '\(several\)'"
key ctrl+z
wait_for_tree "^\[label\] '\(several\)'"

# A number is typed; what is none is put back, and so is everything by Esc.
key Escape
click $((x + 530)) $((y + 230))
wait_for_tree "^\[label\] 'Selected'"
click_on text '^age'
type_text 'old'
key Return
expect_tree "^\[text\] 'age'.*states=[a-z,-]*focused"
screenshot no-number
key Escape
wait_for_tree "$focused"
click_on text '^age'
type_text '2.50'
key Return
wait_for_tree "$focused"
wait_for_tree "^\[push button\] 'Undo' description='Undo: Set age"
click_on text '^age'
key ctrl+a
type_text '7'
# Left for another box: the number is for the one that it was typed for.
click $((x + 330)) $((y + 230))
wait_for_tree "^\[push button\] 'Undo' description='Undo: Set age"
wait_drawn
screenshot other-box

# The words of boxes go along with the word for them.
key ctrl+t
wait_for_tree "^\[push button\] 'Add an Attribute'"
wait_drawn
click_in 'list item' '^blood'
wait_drawn
click_in text '^Choice$'
key ctrl+a
type_text O
key Return
wait_for_tree "^\[label\] 'Choice: O, B, AB"
screenshot renamed
key Escape
check_names
