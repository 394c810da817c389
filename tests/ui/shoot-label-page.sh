# A project at work: the picture has to be there, and its thumbnails.
wait_for_tree '^\[image\]'
screenshot label-page
