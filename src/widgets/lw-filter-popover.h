/* lw-filter-popover.h - which images are listed, in what order: all that can be chosen
 *
 * Signals:
 *   filter-changed ()   the user chose something: see lw_filter_popover_dup_filter()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_FILTER_POPOVER (lw_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwFilterPopover, lw_filter_popover, LW, FILTER_POPOVER, GtkPopover)

/* Shows @filter of @project; no signal.  Its text is kept, and given back. */
void lw_filter_popover_set_filter (LwFilterPopover     *self,
                                   LwProject           *project,
                                   const LwImageFilter *filter);

/* Transfer full. */
LwImageFilter *lw_filter_popover_dup_filter (LwFilterPopover *self);

G_END_DECLS
