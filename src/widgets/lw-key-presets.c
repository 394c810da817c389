/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-presets.h"

#include <glib/gi18n-lib.h>

/* CVAT: F and D turn pages, N draws, Ctrl with a digit is a class, Q occluded, L locks, H
 * hides, F2 opens the settings.  What these take from our own commands gets another key. */
static const LwKeyChoice cvat[] = {
  { "label.next", "f Page_Down" },
  { "label.previous", "d Page_Up" },
  { "label.draw", "n w" },
  { "label.fit", "<Shift>f" },
  { "label.class(0)", "<Control>1 1 KP_1" },
  { "label.class(1)", "<Control>2 2 KP_2" },
  { "label.class(2)", "<Control>3 3 KP_3" },
  { "label.class(3)", "<Control>4 4 KP_4" },
  { "label.class(4)", "<Control>5 5 KP_5" },
  { "label.class(5)", "<Control>6 6 KP_6" },
  { "label.class(6)", "<Control>7 7 KP_7" },
  { "label.class(7)", "<Control>8 8 KP_8" },
  { "label.class(8)", "<Control>9 9 KP_9" },
  { "label.class(9)", "<Control>0 0 KP_0" },
  { "label.actual-size", "<Alt>0" },
  { "label.occluded", "q slash" },
  { "label.edit-class", "Return" },
  { "app.preferences", "F2 <Control>comma" },
};

/* labelImg: the same letters as ours; Ctrl+V takes all boxes of the previous image, Ctrl+E
 * edits the class, Ctrl+F fits and Ctrl+= is the actual size. */
static const LwKeyChoice labelimg[] = {
  { "label.draw", "w" },
  { "label.from-previous", "<Control>v <Control>b" },
  { "label.paste", "<Shift><Control>v" },
  { "label.paste-here", "<Alt>v" },
  { "label.edit-class", "<Control>e Return" },
  { "win.export", "<Shift><Control>e" },
  { "label.fit", "<Control>f f" },
  { "label.search", "<Shift><Control>f" },
  { "label.actual-size", "<Control>equal <Control>0" },
  { "label.zoom-in", "<Control>plus <Control>KP_Add plus" },
};

static const LwKeyPreset presets[] = {
  { N_ ("Labelwright"), NULL, 0 },
  { N_ ("CVAT"), cvat, G_N_ELEMENTS (cvat) },
  { N_ ("labelImg"), labelimg, G_N_ELEMENTS (labelimg) },
};

const LwKeyPreset *
lw_key_presets_list (guint *n_presets)
{
  *n_presets = G_N_ELEMENTS (presets);

  return presets;
}

guint
lw_key_presets_find (LwKeyMap *map)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (lw_key_map_has_chosen (map, presets[i].choices, presets[i].n_choices))
      return i;

  return G_MAXUINT;
}
