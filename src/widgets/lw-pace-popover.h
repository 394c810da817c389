/* lw-pace-popover.h - how much was done, how fast, and how long the rest may take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_PACE_POPOVER (lw_pace_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwPacePopover, lw_pace_popover, LW, PACE_POPOVER, GtkPopover)

/* NULL for none.  Measured anew whenever it is opened.  Borrowed. */
void lw_pace_popover_set_project (LwPacePopover *self,
                                  LwProject     *project);

/* "13 of 60 done · 4.2 boxes a minute": @pace NULL or without enough in it leaves the
 * second half away.  Transfer full. */
char *lw_pace_dup_text (LwImageList  *images,
                        const LwPace *pace);

G_END_DECLS
