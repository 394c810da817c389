# A project at work.  The pictures and the boxes come a moment after the window; a project without
# boxes is photographed, too.
wait_for_tree "^\[list item\] "
ui_tree --match "^\[image\] 'Image' description='[1-9]" --timeout 5 >/dev/null || say "no boxes on the first image"
screenshot label-page
