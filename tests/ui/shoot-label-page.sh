# A project at work.  The pictures and the boxes come a moment after the window.  It opens on the first
# image that is left to do; the one before has boxes, if any has.
wait_for_tree "^\[list item\] "
wait_drawn
if ! ui_tree --match "^\[image\] 'Image' description='[1-9]" --timeout 2 >/dev/null; then
  key a
  ui_tree --match "^\[image\] 'Image' description='[1-9]" --timeout 5 >/dev/null || say "no boxes on these images"
fi
screenshot label-page
