/* lw-box-inspector.h - what is selected: class, place, flags, who made it
 *
 * Shows, and asks for changes:
 *   class-chosen (int64 class_key)     for all that is selected
 *   rect-changed (const LwRect *rect)  of the one box
 *   flags-changed (guint mask, guint flags)   for all that is selected: those of the mask
 *   value-chosen (int64 attribute_key, string value, GArray boxes)   see lw-attribute-rows.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-attribute-rows.h"
#include "lw-box-item.h"
#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_BOX_INSPECTOR (lw_box_inspector_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxInspector, lw_box_inspector, LW, BOX_INSPECTOR, GtkBox)

/* Names of classes and annotators; NULL for none. */
void lw_box_inspector_set_project (LwBoxInspector *self,
                                   LwProject      *project);

/* What is selected: the first of them, copied, or NULL, and how many. */
void lw_box_inspector_set_boxes (LwBoxInspector   *self,
                                 const LwShownBox *first,
                                 guint             n_boxes);

/* Whether they are of more than one class, so that none is said. */
void lw_box_inspector_set_class_is_mixed (LwBoxInspector *self,
                                          gboolean        is_mixed);

/* Which flags all of them have, and which any. */
void lw_box_inspector_set_flags (LwBoxInspector *self,
                                 LwBoxFlags      all,
                                 LwBoxFlags      any);

/* For what the boxes are asked about.  Borrowed. */
LwAttributeRows *lw_box_inspector_get_rows (LwBoxInspector *self);

/* Bounds of the numbers; 0 by 0 while it is not known. */
void lw_box_inspector_set_image_size (LwBoxInspector *self,
                                      int             width_px,
                                      int             height_px);
void lw_box_inspector_set_editable (LwBoxInspector *self,
                                    gboolean        editable);

/* Sizes are said in the world's units, too. */
void lw_box_inspector_set_scale (LwBoxInspector *self,
                                 const LwScale  *scale);

G_END_DECLS
