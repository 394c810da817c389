# The page without a project: it says what to do, and every control has a name.
wait_for_tree "^\[frame\] '.*Labelwright"
wait_for_tree '^\[push button\]'
check_names
screenshot start-page
stop_app
