/* lw-guideline-pane.h - what a class means, beside the canvas
 *
 * Signals:
 *   edit-requested (int64 class_key)  the guideline is to be written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_GUIDELINE_PANE (lw_guideline_pane_get_type ())
G_DECLARE_FINAL_TYPE (LwGuidelinePane, lw_guideline_pane, LW, GUIDELINE_PANE, GtkBox)

/* NULL for none. */
void lw_guideline_pane_set_project (LwGuidelinePane *self,
                                    LwProject       *project);

/* 0 for none. */
void   lw_guideline_pane_set_class (LwGuidelinePane *self,
                                    gint64           class_key);
gint64 lw_guideline_pane_get_class (LwGuidelinePane *self);

G_END_DECLS
