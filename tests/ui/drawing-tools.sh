# Four points, frames, alignment, snapping, locks, hiding, keys in a row: with pointer and keys, and
# heard through what a screen reader is told of the canvas.
wait_for_tree "^\[image\] 'Image' description='0 boxes"
read -r x y width height < <(place_of image '^Image$')
cx=$((x + width / 2)) cy=$((y + height / 2))

canvas_says ()
{
  wait_for_tree "^\[image\] 'Image' description='[^']*$1"
}

# --- Four points: by pointer, one taken back, then by keys ---
key Escape x
canvas_says 'Four points'
click $cx $((cy - 60))
click $((cx - 80)) $cy
canvas_says 'Point 2 of 4'
click $((x + 40)) $((y + 40))
canvas_says 'Point 3 of 4'
screenshot four-points
key BackSpace
canvas_says 'Point 2 of 4'
click $((cx + 80)) $((cy + 10))
click $((cx + 5)) $((cy + 60))
canvas_says '1 box;.*drawn, '
key Return shift+Right Return shift+Down Return Left Return
canvas_says 'drawn, 10 by 10 at'
canvas_says '2 boxes;'
key Escape Escape
key ctrl+a Delete
canvas_says '0 boxes'

# --- From the middle, and a square ---
move $cx $cy
xdotool mousedown 1
move $((cx + 20)) $((cy + 10)); move $((cx + 40)) $((cy + 20))
xdotool keydown alt; xdotool keydown shift
move $((cx + 60)) $((cy + 20))
screenshot from-the-middle
xdotool mouseup 1
xdotool keyup shift; xdotool keyup alt
canvas_says 'drawn, ([0-9.]+) by \1 at'
key ctrl+a Delete
canvas_says '0 boxes'

# --- A frame selects; what is selected comes into line, and one undo takes it back ---
key Escape
for i in 0 1 2; do
  drag $((cx - 150 + 110 * i)) $((cy - 40 + 7 * i)) $((cx - 90 + 110 * i)) $((cy + 10 + 9 * i))
  key Escape
done
canvas_says '3 boxes'
xdotool keydown shift
drag $((cx - 200)) $((cy - 100)) $((cx + 200)) $((cy + 100))
xdotool keyup shift
canvas_says '3 boxes selected'
screenshot three-selected
key alt+Up
canvas_says 'Align top edges'
screenshot aligned
key ctrl+z
# The topmost was there already: two were moved, and came back.
wait_for_tree "^\[label\] 'Selected \(2\)"
key ctrl+a
canvas_says '3 boxes selected'
xdotool keydown ctrl; xdotool keydown shift
drag $((cx - 200)) $((cy - 100)) $((cx + 40)) $((cy + 100))
xdotool keyup shift; xdotool keyup ctrl
canvas_says '1 box selected'
key shift+i
canvas_says '2 boxes selected'
key s
canvas_says '3 boxes selected'
key Escape v
canvas_says 'Selecting'
drag $((cx - 200)) $((cy - 100)) $((cx - 80)) $((cy + 100))
canvas_says '1 box selected'
key Escape

# --- A lock keeps it: from the pointer, from keys, from Delete ---
key l
canvas_says '1 box locked'
wait_for_tree "^\[check box\] 'Locked'.*states=[a-z,]*checked"
key Left
canvas_says '1 locked box stays'
drag $((cx - 120)) $((cy - 20)) $((cx - 120)) $((cy + 90))
canvas_says '1 locked box stays'
screenshot locked
key Delete
canvas_says '1 locked box is kept'
canvas_says '3 boxes'
key l
canvas_says '1 box unlocked'

# --- Keys in a row are one step ---
key Right Right Right Right Right
canvas_says ': [0-9.]+ by [0-9.]+ at'
key ctrl+z
canvas_says 'Undone: Move box'
wait_for_tree "^\[label\] 'Selected' "
key ctrl+shift+z
canvas_says 'Done again: Move box'

# --- Hidden and shown ---
key h
canvas_says 'boxes are hidden'
screenshot hidden
key h
canvas_says 'All boxes are shown'
key Escape alt+h
canvas_says 'is hidden, on this'
key alt+h
canvas_says 'is shown'

# --- Cut, and put down elsewhere, through the clipboard of the desktop ---
key ctrl+a ctrl+x
canvas_says '0 boxes'
key d
wait_for_tree "^\[label\] '2 of 6"
key ctrl+v
canvas_says '3 boxes added'
move $((x + 120)) $((y + 120))
key ctrl+shift+v
canvas_says '6 boxes;.*3 boxes added'
# What is taken from the image before is not taken again.
key d ctrl+b
canvas_says '6 boxes;.*6 boxes added'
key ctrl+b
canvas_says '6 boxes;.*are here already'
key a
canvas_says '6 boxes'
screenshot pasted

# --- Snapping: said when it is turned on ---
key e
canvas_says 'Edges snap'
key e
canvas_says 'Edges do not snap'
check_names

# --- Numbers: kept by Enter, given up by Escape, and what was cut is said ---
key Escape
click $((x + 30)) $((y + height - 20))
key ctrl+a Delete
drag $((cx - 30)) $((cy - 20)) $((cx + 40)) $((cy + 30))
canvas_says '1 box; selected'
click_on 'spin button' '^Width in pixels'
key ctrl+a
type_text 12.5
key Return
canvas_says '12.5 by [0-9.]+ at'
key ctrl+a
type_text x
key Return
canvas_says '.x. is not a number'
key ctrl+a
type_text 99
key Escape
wait_for_tree "^\[image\] 'Image' .*states=[a-z,]*focused"
canvas_says 'selected: [A-Za-z ]+, 12.5 by'
