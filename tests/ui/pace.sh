# What is done is counted in the status line; the rest is in words, or why it cannot be said.
wait_for_tree "^\[image\] 'Image'"
wait_for_tree "^\[label\] '0 of 6 done'"
key space
wait_for_tree "^\[label\] '1 of 6 done'"
key space
wait_for_tree "^\[label\] '2 of 6 done'"
click_on 'label' '^2 of 6 done$'
wait_for_tree "^\[label\] 'How long the 4 images that are left will take can be said after 5 that are done.'"
check_names
screenshot pace

# It can be switched off altogether.
key Escape
wait_for_tree "^\[image\] 'Image'.*focused"
key space space space
wait_for_tree "^\[label\] '5 of 6 done'"
stop_app
printf 'show-pace=false\n' >>"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile"
start_app "${UI_APP[1]}"
wait_for_tree "^\[image\] 'Image'"
expect_no_tree "^\[label\] '5 of 6 done'.*at=[1-9]"
