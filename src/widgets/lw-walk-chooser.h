/* lw-walk-chooser.h - which attribute to walk through the boxes with, and which boxes
 *
 * Offers the attributes of all classes that are not archived, the last one first chosen.
 * Without any it leads to the window of the attributes, by the action "label.attributes".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project-attributes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signals:
 *   chosen (int64 attribute_key, boolean only_without, boolean is_onward)
 *     is_onward: from this image on through the list, otherwise only this one
 */
#define LW_TYPE_WALK_CHOOSER (lw_walk_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LwWalkChooser, lw_walk_chooser, LW, WALK_CHOOSER, GtkPopover)

GtkWidget *lw_walk_chooser_new (void);

/* Fills it anew and pops it up. */
void lw_walk_chooser_open (LwWalkChooser *self,
                           LwProject     *project);

G_END_DECLS
