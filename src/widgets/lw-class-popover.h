/* lw-class-popover.h - the list of classes, to be chosen from once
 *
 * Opens with the focus in the search entry, and closes with what was chosen or with Esc.
 *
 * Signals:
 *   class-chosen (int64 class_key)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_POPOVER (lw_class_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwClassPopover, lw_class_popover, LW, CLASS_POPOVER, GtkPopover)

GtkWidget *lw_class_popover_new (void);

/* NULL for none. */
void lw_class_popover_set_project (LwClassPopover *self,
                                   LwProject      *project);

/* Pops up with that class selected; 0 for none. */
void lw_class_popover_open (LwClassPopover *self,
                            gint64          class_key);

G_END_DECLS
