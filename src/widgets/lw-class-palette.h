/* lw-class-palette.h - the classes: which one is drawn with, how often each is used
 *
 * Adds, renames, recolours and removes classes of the project itself; what
 * concerns the image on the canvas it asks for:
 *   class-chosen (int64 class_key)  the user picked it; it is current already
 *   current-changed ()              for whatever reason
 *   tag-toggled (int64 class_key)   for the image as a whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_PALETTE (lw_class_palette_get_type ())
G_DECLARE_FINAL_TYPE (LwClassPalette, lw_class_palette, LW, CLASS_PALETTE, GtkBox)

/* NULL for none. */
void lw_class_palette_set_project (LwClassPalette *self,
                                   LwProject      *project);

/* What boxes are drawn with; 0 where there is no class. */
gint64 lw_class_palette_get_current (LwClassPalette *self);
void   lw_class_palette_set_current (LwClassPalette *self,
                                     gint64          class_key);

/* Something was labelled with it: in a long list it stands on top from now on. */
void lw_class_palette_note_used (LwClassPalette *self,
                                 gint64          class_key);

/* The search entry. */
void lw_class_palette_focus_search (LwClassPalette *self);

/* (element-type LwTagRow): of the image on the canvas. */
void lw_class_palette_set_tags (LwClassPalette *self,
                                GArray         *tags);
void lw_class_palette_set_editable (LwClassPalette *self,
                                    gboolean        editable);

/* Those that are offered. */
guint lw_class_palette_get_n_classes (LwClassPalette *self);

G_END_DECLS
