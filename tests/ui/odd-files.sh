# What people really point at: names with blanks and umlauts, pictures that are none, a folder
# without any, a text file, a project that has gone, and annotations from elsewhere.
folder="$UI_SCRATCH/Fotos & <Bilder> äöü"
long=$(printf 'x%.0s' $(seq 200)).jpg
mkdir -p "$folder" "$UI_SCRATCH/empty"
cp "$UI_HOME/demo/images/0001.jpg" "$folder/Bild 1 ÄÖ & <x>.jpg"
cp "$UI_HOME/demo/images/0002.jpg" "$folder/$long"
: >"$folder/zero.jpg"
head -c 3000 "$UI_HOME/demo/images/0003.jpg" >"$folder/cut.jpg"
echo "not a picture" >"$folder/text.png"
echo "hello" >"$UI_SCRATCH/note.txt"
kill_app

# What cannot be shown says why, and the next one is shown.
start_app "$folder"
wait_for_tree "^\[label\] 'Bild 1 ÄÖ & <x>.jpg'"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
key d
wait_for_tree "^\[image\] 'Image' description='cut.jpg is cut off"
key d
wait_for_tree "^\[image\] 'Image' description='text.png is not a picture"
key d
wait_for_tree "^\[label\] '4 of 5"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
key d
wait_for_tree "^\[image\] 'Image' description='zero.jpg is empty"
screenshot unreadable

# At the last image Space marks it, and says that there is no other.
key space
wait_for_tree "^\[list item\] 'zero.jpg, Done"
wait_for_tree "^\[label\] 'This is the last image"
check_names

# The same project while somebody else has it: to look at only.
kill_app
/usr/bin/python3 -c 'import fcntl, os, struct, sys, time
fd = os.open (sys.argv[1], os.O_RDWR)
fcntl.fcntl (fd, fcntl.F_OFD_SETLK, struct.pack ("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
print (flush=True)
time.sleep (600)' "$folder"/*.labelwright-lock >"$UI_SCRATCH/locked" &
ui_helpers+=($!)
wait_until "the project is locked" test -s "$UI_SCRATCH/locked"
start_app "$folder"
wait_for_tree "^\[label\] '.*(read.only|looked at|open elsewhere)"
read -r x y width height < <(place_of image '^Image$')
drag $((x + 200)) $((y + 200)) $((x + 300)) $((y + 300))
screenshot read-only
expect_tree "^\[image\] 'Image' description='0 boxes"
kill_app

# No pictures: said, with what to do about it.
start_app "$UI_SCRATCH/empty"
wait_for_tree "^\[image\] 'Image' description='There are no images in this project. Put"
screenshot empty
kill_app

# A text file: one message, no project made around it.
start_app "$UI_SCRATCH/note.txt"
wait_for_tree "^\[label\] 'note.txt is neither"
expect_tree "^\[push button\] 'Try the Demonstration"
! ls "$UI_SCRATCH"/*.labelwright 2>/dev/null || fail "a project was made for a text file"
screenshot text-file
kill_app

# Recent projects: what is left, which has gone, and off the list with it.
mv "$folder" "$UI_SCRATCH/away"
start_app
wait_for_tree "^\[label\] 'No longer there'"
wait_for_tree "^\[label\] 'No images'"
wait_for_tree "^\[label\] '6 of 6 left'"
screenshot recent
activate 'push button' '^Remove Fotos & <Bilder> äöü from This List'
wait_for_no_tree "^\[label\] 'No longer there'"
kill_app

# Annotations from elsewhere, beside their pictures: what an import would do is shown first.
mkdir "$UI_SCRATCH/coco"
cp "$UI_HOME"/demo/images/000[12].jpg "$UI_SCRATCH/coco"
cat >"$UI_SCRATCH/coco/instances.json" <<'JSON'
{ "images": [ { "id": 1, "file_name": "0001.jpg", "width": 640, "height": 480 } ],
  "annotations": [ { "id": 1, "image_id": 1, "category_id": 7, "bbox": [ 20, 30, 60, 40 ] } ],
  "categories": [ { "id": 7, "name": "cell" } ] }
JSON
start_app "$UI_SCRATCH/coco/instances.json"
wait_for_tree "^\[push button\] '_?Import"
screenshot import
check_names
activate 'push button' '^_?Import'
wait_for_tree "^\[image\] 'Image' description='1 box"
screenshot imported
