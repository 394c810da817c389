# What a newcomer sees first.
wait_for_tree '^\[push button\]'
screenshot start-page
