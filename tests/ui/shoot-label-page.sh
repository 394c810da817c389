# A project at work, with the boxes of whoever has some.
wait_for_tree "^\[list item\] '0001"
wait_for_tree "^\[push button\] '.*Show It|^\[image\] 'Image' description='[1-9]"
if ui_tree --role 'push button' --named 'Show It' --timeout 0 --place >/dev/null 2>&1; then
  activate 'push button' 'Show It'
  wait_for_tree "^\[image\] 'Image' description='[1-9]"
fi
screenshot label-page
