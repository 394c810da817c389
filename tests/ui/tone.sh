# How the picture is shown: by keys and by the controls, kept in the project, and no pixel of it in
# the file.  The truth is on the screen: colours of a small piece of the ground of the picture.
project=${UI_APP[1]}

# Mean of the green channel, 0 to 255, of a piece of the canvas.
green ()
{
  wait_drawn
  import -silent -window root -crop "40x40+$((x + width / 2))+$((y + height / 2))" -depth 8 rgb:- 2>/dev/null |
    od -An -v -t u1 -w3 | awk '{ sum += $2; n++ } END { printf "%d\n", sum / n }'
}

is_darker_than ()
{
  [ "$(green)" -lt "$1" ]
}

is_about ()
{
  local now
  now=$(green)
  [ $((now - $1)) -le 2 ] && [ $(($1 - now)) -le 2 ]
}

wait_for_tree "^\[image\] 'Image'"
read -r x y width height < <(place_of image '^Image$')
click $((x + 5)) $((y + 5))
before=$(green)
say "the ground is $before"

key bracketleft bracketleft bracketleft
wait_until "the picture is darker" is_darker_than $((before - 40))
wait_for_tree "brightness -30 %"
key bracketright bracketright bracketright
wait_until "it is as before" is_about "$before"
key i
wait_until "it is inverted" is_about $((255 - before))
key shift+b
wait_until "it is as in the file" is_about "$before"

# The controls, by keyboard alone: brightness is where the focus can get by Tab.
key b
wait_for_tree "How the picture is shown"
screenshot controls
key alt+r
key Left Left Left Left Left
wait_for_tree "brightness -5 %"
key Escape
key i
wait_for_tree "brightness -5 %, inverted"
screenshot changed
inverted=$(green)

# It belongs to the project.
stop_app
start_app "$project"
wait_for_tree "brightness -5 %, inverted"
wait_until "it is shown as it was left" is_about "$inverted"
key shift+b
wait_until "it is as in the file" is_about "$before"
"${UI_APP[0]}" check "$project" >/dev/null || fail "the project is not whole"
