# Classes: added, renamed, refused twice, removed to the last; and three hundred of them.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
cp -r "$UI_HOME/demo/images" "$UI_SCRATCH/photographs"
stop_app
start_app "$UI_SCRATCH/photographs"
wait_for_tree "^\[image\] 'Image' description='0 boxes"

# Drawing without a class, and thinking better of it.
read -r x y width height < <(place_of image '^Image$')
drag $((x + 200)) $((y + 200)) $((x + 260)) $((y + 240))
wait_for_tree "^\[push button\] 'Add'"
key Escape
wait_for_no_tree "^\[push button\] 'Add'"
wait_for_tree "$focused"
expect_tree "^\[image\] 'Image' description='0 boxes"
expect_tree "^\[label\] 'No classes yet"

add_class ()
{
  activate 'push button' '^Add a Class'
  wait_for_tree "^\[label\] 'What the thing in the box"
  type_text "$1"
  key Return
  wait_for_no_tree "^\[label\] 'What the thing in the box"
  wait_for_tree "$focused"
}
add_class cell
wait_for_tree "^\[list item\] 'cell, boxes: 0"
add_class cell
wait_for_tree "^\[label\] '.*cell.*(already|there is)"

long=$(printf 'very-long-name-of-a-class-%.0s' 1 2 3 4 5 6)
add_class "$long"
wait_for_tree "^\[list item\] '$long, boxes: 0"
screenshot long-name

# The name of a menu item may hold what is a mnemonic elsewhere; renaming keeps the class.
click_on 'push button' '^Current Class'
wait_for_tree "^\[menu item\] 'Rename"
key r
wait_for_tree "^\[label\] 'All its labels keep"
key ctrl+a
type_text "a_b"
key Return
wait_for_tree "^\[list item\] 'a_b, boxes: 0"
wait_for_tree "$focused"

# Both go, the last one, too; undone they come back.
# The pointer has to move: a click where a menu has just closed belongs to nobody.
for name in a_b cell; do
  move 600 600
  click_on 'push button' '^Current Class'
  wait_for_tree "^\[menu item\] 'Remove"
  key m
  wait_for_no_tree "^\[list item\] '$name, boxes"
done
wait_for_tree "^\[label\] 'No classes yet"
screenshot no-class
kill_app

# Three hundred classes: ten have a digit, all can be reached and drawn with.
/usr/bin/python3 - "$UI_SCRATCH/photographs" <<'PY'
import json, os, sys
names = sorted (os.listdir (sys.argv[1]))
images = [{"id": i, "file_name": n, "width": 640, "height": 480} for i, n in enumerate (names) if n.endswith ("jpg")]
classes = [{"id": i, "name": "class %03d" % i} for i in range (300)]
boxes = [{"id": 1, "image_id": images[0]["id"], "category_id": 299, "bbox": [20, 20, 50, 60]}]
json.dump ({"images": images, "annotations": boxes, "categories": classes}, open (sys.argv[1] + "/many.json", "w"))
PY
"${UI_APP[0]}" import "$UI_SCRATCH"/photographs/*.labelwright "$UI_SCRATCH/photographs/many.json" --format coco --annotator Ann >/dev/null ||
  fail "three hundred classes cannot be imported"
start_app "$UI_SCRATCH/photographs"
wait_for_tree "^\[entry\] 'Find a class'"
key slash
type_text "cl 299"
wait_for_tree "^\[list item\] 'class 299, boxes: 1, .*selected"
key Escape Escape
wait_for_tree "$focused"
key 0
wait_for_tree "^\[list item\] 'class 009, boxes: 0, .*selected"
screenshot three-hundred
read -r _ y _ < <(place_of 'list item' '^class 009, boxes')
[ "$y" -lt 250 ] || fail "the class that a key chose is out of sight, at $y"
key Escape
read -r x y width height < <(place_of image '^Image$')
drag $((x + 300)) $((y + 300)) $((x + 360)) $((y + 340))
wait_for_tree "^\[list item\] 'class 009, boxes: 1"
key Menu
wait_for_tree "^\[menu item\] 'Class"
activate 'menu item' '^Class'
wait_for_tree "^\[menu item\] 'More"
screenshot menu-of-many
activate 'menu item' '^More'
type_text "class 29"
wait_for_tree "^\[list item\] 'class 290, boxes: 0, .*selected"
screenshot popover-of-many
key Return
wait_for_tree "^\[list item\] 'class 290, x "
wait_for_tree "$focused"
check_names

# A menu that is left gives the focus back.
key F10
wait_for_tree "^\[menu item\] 'About"
key Escape
wait_for_tree "$focused"

# Full screen leaves the canvas and one line, and what is asked for; the way back is F11 or Esc.
key F11
wait_for_no_tree "^\[push button\] 'Main Menu' .*at=[1-9]"
wait_for_no_tree "^\[push button\] 'Done and Next' .*at=[1-9]"
screenshot full-screen
expect_tree "$focused"
key F9
wait_for_tree "^\[list item\] '0002.jpg.* at=[1-9]"
key Escape Escape
wait_for_tree "^\[push button\] 'Main Menu' .*at=[1-9]"
wait_for_tree "^\[push button\] 'Done and Next.*at=[1-9]"

# A column that is hidden stays hidden the next time.
key shift+F9
stop_app
start_app "$UI_SCRATCH/photographs"
wait_for_tree "$focused"
expect_no_tree "^\[push button\] 'Add a Class' .*at=[1-9]"
key shift+F9
wait_for_tree "^\[push button\] 'Add a Class' .*at=[1-9]"
