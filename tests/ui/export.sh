# Labels out of the window: by keys alone, to a file and to a folder; the report says what is lost.
wait_for_tree "^\[image\] 'Image'"
key ctrl+e
wait_for_tree "^\[label\] 'Not kept are"
screenshot choose
activate 'push button' '^_?Export'
wait_for_tree "^\[push button\] '_?Choose"
key ctrl+a
type_text "$UI_SCRATCH/labels.json"
key Return
wait_for_tree "^\[label\] 'Written to .*labels.json"
check_names
screenshot written
key Escape
wait_for_no_tree "^\[label\] 'Written to"
wait_for_tree "^\[image\] 'Image' .*states=[a-z,]*focused"
/usr/bin/python3 -c 'import json, sys
n = len (json.load (open (sys.argv[1]))["annotations"])
sys.exit (0 if n > 0 else "no labels were written")' "$UI_SCRATCH/labels.json" || fail "the file is not what was asked for"
