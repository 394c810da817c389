# Two thousand images: the list keeps up, and its filters work together.
folder="$UI_SCRATCH/many"
mkdir "$folder"
for i in $(seq -w 0 1999); do
  ln "$UI_HOME/demo/images/000$((10#$i % 6 + 1)).jpg" "$folder/image-$i.jpg"
done
kill_app
start_app "$folder"
wait_for_tree "^\[label\] '1 of 2000"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
read -r x y width height < <(place_of image '^Image$')

# A box, so that there is a class, and an image that is done.
drag $((x + 300)) $((y + 300)) $((x + 360)) $((y + 340))
wait_for_tree "^\[push button\] '.*Add"
type_text "cell"
key Return
wait_for_tree "^\[image\] 'Image' description='1 box"
key space
wait_for_tree "^\[label\] '2 of 2000"
screenshot many

# The end of the list, by its own keys; the canvas follows.
click_on 'list item' '^image-0003.jpg'
wait_for_tree "^\[label\] '4 of 2000"
key End
wait_for_tree "^\[list item\] 'image-1999.jpg"
wait_for_tree "^\[label\] '2000 of 2000"
screenshot last
key space
wait_for_tree "^\[list item\] 'image-1999.jpg, Done"
wait_for_tree "^\[label\] 'This is the last image"

# A part of the name finds half of them at once; one key shows all again.
key ctrl+f
type_text "image-0"
wait_for_tree "^\[label\] 'Not in the list"
wait_for_tree "^\[label\] '1000 of 2000 images'"
screenshot found
key Escape
wait_for_tree "^\[label\] '2000 of 2000"
