# Everything that can be acted on has a name that is not the name of a class, on every page, in
# every popover and every dialog; and Esc goes back from each.
focused="^\[image\] 'Image' .*states=[a-z,]*focused"
bad=

# looked at NAME: what is open now.
look_at ()
{
  ui_tree --check-names 2>"$UI_OUT/unnamed" || { say "on $1:"; cat "$UI_OUT/unnamed" >&2; bad="$bad $1"; }
}

wait_for_tree "^\[list item\] '0001"
look_at label-page

read -r x y width height < <(place_of image '^Image$')
drag $((x + 200)) $((y + 200)) $((x + 260)) $((y + 240))
wait_for_tree "^\[image\] 'Image' description='[^']*1 box"
look_at one-box

key F10
wait_for_tree "^\[menu item\] 'About"
look_at main-menu
key Escape
wait_for_tree "$focused"

key Menu
wait_for_tree "^\[menu item\] 'Duplicate"
look_at canvas-menu
key Escape
wait_for_tree "$focused"

key b
look_at tone
key Escape
wait_for_tree "$focused"

key ctrl+shift+f
look_at filter
key Escape Escape
wait_for_tree "$focused"

key ctrl+a F2
look_at class-list
key Escape Escape
wait_for_tree "$focused"

for dialog in "ctrl+e Export" "ctrl+comma Preferences" "F1 Shortcuts"; do
  key "${dialog%% *}"
  wait_for_tree "^\[(frame|dialog|filler)\] '.*${dialog#* }"
  look_at "${dialog#* }"
  key Escape
  wait_for_no_tree "^\[(frame|dialog|filler)\] '.*${dialog#* }"
  wait_for_tree "$focused"
done

activate 'push button' '^Add a Class'
wait_for_tree "^\[label\] 'What the thing in the box"
look_at add-class
key Escape
wait_for_tree "$focused"

activate 'push button' '^Back to the Start Page'
wait_for_tree "^\[list item\] 'demo"
look_at start-page
[ -z "$bad" ] || fail "without names:$bad"
