/* lw-history-popover.h - all steps that can be undone and redone, and going to one of them
 *
 * Signals:
 *   jump-requested (int64 group_key)   0: back to the beginning
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_HISTORY_POPOVER (lw_history_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwHistoryPopover, lw_history_popover, LW, HISTORY_POPOVER, GtkPopover)

/* NULL for none. */
void lw_history_popover_set_project (LwHistoryPopover *self,
                                     LwProject        *project);

G_END_DECLS
