# A stack of microscope pictures: one TIFF of three pages with 12 of 16 bits, each an image of its
# own, and a picture whose end is missing.
folder="$UI_SCRATCH/stack"
mkdir -p "$folder"
kill_app
/usr/bin/python3 - "$folder" <<'PYTHON'
import struct
import sys

W, H, PAGES = 300, 200, 3


def page(number):
    return b"".join(struct.pack("<H", 1000 + (x + 10 * y) // 4 + 500 * number) for y in range(H) for x in range(W))


pixels = [page(number) for number in range(PAGES)]
out = bytearray(b"II*\0" + struct.pack("<I", 8 + sum(len(p) for p in pixels)))
places = []
for p in pixels:
    places.append(len(out))
    out += p
for number, p in enumerate(pixels):
    tags = [(256, W), (257, H), (258, 16), (259, 1), (262, 1), (273, places[number]), (277, 1), (278, H), (279, len(p))]
    out += struct.pack("<H", len(tags))
    for tag, value in tags:
        out += struct.pack("<HHII", tag, 4, 1, value)
    out += struct.pack("<I", len(out) + 4 if number + 1 < PAGES else 0)

open(sys.argv[1] + "/cells.tif", "wb").write(out)
open(sys.argv[1] + "/half.tif", "wb").write(out[:len(pixels[0])])
PYTHON

start_app "$folder"
wait_for_tree "^\[list item\] 'cells.tif#page=3"
wait_for_tree "^\[label\] '1 of 4"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
screenshot first

# A box on the second page is on that page alone.
key d
wait_for_tree "^\[label\] '2 of 4"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
read -r x y width height < <(place_of image '^Image$')
drag $((x + width / 2)) $((y + height / 2)) $((x + width / 2 + 60)) $((y + height / 2 + 50))
wait_for_tree "^\[push button\] '.*Add"
type_text "cell"
key Return
wait_for_tree "^\[list item\] 'cells.tif#page=2, .*1 box"
screenshot second
key d
wait_for_tree "^\[label\] '3 of 4"
wait_for_tree "^\[image\] 'Image' description='0 boxes"
key d
wait_for_tree "^\[image\] 'Image' description='half.tif is cut off"
screenshot cut-off
check_names
