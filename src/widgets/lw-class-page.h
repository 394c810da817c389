/* lw-class-page.h - all that a class says of itself, to be changed
 *
 * Changes are made in the project at once, each a step that can be undone.  The guideline is
 * kept when the entry is left, or after a pause in writing.
 *
 * Signals:
 *   archive-requested (), remove-requested (), merge-requested (), split-requested ()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_PAGE (lw_class_page_get_type ())
G_DECLARE_FINAL_TYPE (LwClassPage, lw_class_page, LW, CLASS_PAGE, GtkBox)

/* NULL for none. */
void lw_class_page_set_project (LwClassPage *self,
                                LwProject   *project);

/* 0 for none.  What was written about the class before is kept first. */
void lw_class_page_set_class (LwClassPage *self,
                              gint64       class_key);

/* Keeps what is being written. */
void lw_class_page_flush (LwClassPage *self);
void lw_class_page_focus_name (LwClassPage *self);
void lw_class_page_focus_guideline (LwClassPage *self);

G_END_DECLS
