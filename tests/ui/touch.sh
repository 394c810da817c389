# Fingers and a pen, on a screen that reports them as a real one does.
coproc HAND { exec /usr/bin/python3 "$UI_TESTS/touch_input.py" "$UI_DEVICES"; }
ui_helpers+=("$HAND_PID")
read -r -t 20 answer <&"${HAND[0]}" || fail "there are no fingers"

# hand WORD...: see touch_input.py
hand ()
{
  echo "$*" >&"${HAND[1]}"
  read -r -t 30 answer <&"${HAND[0]}" || fail "the screen did not take: $*"
}

# Under this server a window has a border of its own, which the tree does not count.
wait_for_tree "^\[image\] 'Image' "
read -r x y width height < <(place_of image '^Image$')
read -r _ _ frame_width _ < <(place_of frame '.*')
border=$(((1600 - frame_width) / 2))
left=$((x + border))
top=$((y + border))
x=$((left + width / 2 - 60))
y=$((top + height / 2 - 40))

# drawn X Y: where the box that a finger draws from there lies, and how large it is: "X Y WIDTH HEIGHT"
drawn ()
{
  local line

  hand down 0 "$1" "$2" glide 0 $(($1 + 120)) $(($2 + 90)) up 0
  wait_for_tree "^\[image\] 'Image' description='1 box; selected"
  line=$(tree | grep -o "'Image' description='1 box; selected[^;]*")
  key ctrl+z
  wait_for_tree "^\[image\] 'Image' description='0 boxes"
  sed -E 's/.*, ([0-9.]+) by ([0-9.]+) pixels at ([0-9.]+), ([0-9.]+).*/\3 \4 \1 \2/' <<<"$line"
}

# near A B: within a pixel and a half
near ()
{
  awk "BEGIN { exit !(($1 - $2) ^ 2 <= 2.25) }" || fail "$3: $1 is not $2"
}

# One finger draws a box.
read -r x_img y_img width_img height_img < <(drawn $x $y)
[ -n "${height_img:-}" ] || fail "a finger drew no box"

# Two that part enlarge, and what was between them stays there.
zoom=$(tree | grep -oE "label\] '[0-9]+%" | grep -oE '[0-9]+')
hand down 0 $((x - 60)) $y down 1 $((x + 60)) $y glide 0 $((x - 120)) $((y - 3)) 1 $((x + 120)) $((y + 3)) up 0 up 1
wait_for_tree "^\[label\] '($((zoom * 2))|$((zoom * 2 - 1))|$((zoom * 2 + 1)))%'"
expect_tree "^\[image\] 'Image' description='0 boxes"
read -r a b c d < <(drawn $x $y)
near "$a" "$x_img" "left edge after a pinch"
near "$b" "$y_img" "top edge after a pinch"
near "$c" "$width_img/2" "width after a pinch"
near "$d" "$height_img/2" "height after a pinch"

# Two that go together move the picture.
hand down 0 $((x - 60)) $y down 1 $((x + 60)) $y glide 0 $((x + 10)) $((y + 50)) 1 $((x + 130)) $((y + 50)) up 1 up 0
read -r a b c d < <(drawn $((x + 70)) $((y + 50)))
near "$a" "$x_img" "left edge after two fingers moved"
near "$b" "$y_img" "top edge after two fingers moved"
near "$c" "$width_img/2" "width after two fingers moved"

# A second finger ends what the first began, and the one that is left begins nothing.
hand down 0 $x $y glide 0 $((x + 100)) $((y + 80))
screenshot one-finger
hand down 1 $((x + 200)) $((y + 80)) glide 0 $((x + 90)) $((y + 80)) 1 $((x + 210)) $((y + 80)) up 1 glide 0 $((x + 30)) $((y - 60))
screenshot two-fingers
hand up 0
expect_tree "^\[push button\] 'Undo' description='Nothing to Undo"
expect_tree "^\[image\] 'Image' description='0 boxes"

# A tap selects, one beside it lets go, two taps fit the picture.
hand down 0 $x $y glide 0 $((x + 120)) $((y + 90)) up 0
wait_for_tree "^\[image\] 'Image' description='1 box; selected"
hand down 0 $((x - 100)) $((y - 100)) up 0
wait_for_no_tree "^\[image\] 'Image' description='1 box; selected"
hand down 0 $((x + 60)) $((y + 45)) up 0
wait_for_tree "^\[image\] 'Image' description='1 box; selected"
# With the finger that holds the box, and back where it was by another.
hand down 0 $((x + 60)) $((y + 45)) glide 0 $((x + 160)) $((y + 45)) down 1 $((x + 260)) $((y + 45)) up 1 up 0
expect_tree "^\[push button\] 'Undo' description='Undo: Draw"

# A finger that rests asks for the menu.
hand down 0 $((x + 60)) $((y + 45)) rest 800 up 0
wait_for_tree "^\[menu item\] 'Duplicate'"
screenshot menu
key Escape
wait_for_no_tree "^\[menu item\] 'Duplicate'"
hand down 0 $((x - 150)) $((y - 150)) up 0 rest 80 down 0 $((x - 150)) $((y - 150)) up 0
wait_for_tree "^\[label\] '$zoom%'"
key ctrl+z
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# Beside the divider a finger draws, on it it moves it; the ends of rows belong to the rows.
hand down 0 $((left + 24)) $((top + 300)) glide 0 $((left + 100)) $((top + 380)) up 0
wait_for_tree "^\[image\] 'Image' description='1 box; selected"
key ctrl+z
wait_for_tree "^\[image\] 'Image' description='0 boxes"
drag $((left + 2)) $((top + 300)) $((left + 100)) $((top + 380))
wait_for_tree "^\[image\] 'Image' description='1 box; "
key ctrl+z
wait_for_tree "^\[image\] 'Image' description='0 boxes"
hand down 0 $((left - 3)) $((top + 400)) glide 0 $((left + 57)) $((top + 410)) up 0
wait_for_no_tree "^\[image\] 'Image' .*at=$((left - border)),"
read -r a b c d < <(place_of image '^Image$')
near "$a" $((left - border + 60)) "left edge of the canvas after a finger moved the divider"
read -r a b c d < <(place_of 'list item' '^0002')
hand down 0 $((a + border + c - 8)) $((b + border + d / 2)) up 0
wait_for_tree "^\[label\] '2 of 6"
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# The tip of a pen is a pointer, its button asks for the menu, its other end deletes what it touches.
give_tool () # DEVICE TYPE SERIAL
{
  xinput set-prop --type=atom --format=32 "$1" "Wacom Tool Type" "$2"
  xinput set-prop --type=int --format=32 "$1" "Wacom Serial IDs" 1 "$3" "$3" "$3" "$3"
}
give_tool "tablet pen" STYLUS 11
give_tool "tablet eraser" ERASER 12
hand pen at $x $y
wait_for_tree "^\[label\] 'x [0-9]+ +y [0-9]+'"
hand pen press pen at $((x + 120)) $((y + 90)) pen release
wait_for_tree "^\[image\] 'Image' description='1 box; selected"
hand pen at $((x + 60)) $((y + 45)) pen press 3 pen release 3
wait_for_tree "^\[menu item\] 'Duplicate'"
key Escape
wait_for_no_tree "^\[menu item\] 'Duplicate'"
hand pen leave eraser at $((x + 60)) $((y + 45)) eraser press eraser at $((x + 200)) $((y + 200)) eraser release eraser leave
wait_for_tree "^\[image\] 'Image' description='0 boxes"
wait_for_tree "^\[push button\] 'Undo' description='Undo: Delete 1 box"
screenshot pen
