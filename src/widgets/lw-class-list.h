/* lw-class-list.h - classes to choose from: a tree, and typing finds
 *
 * A search entry above a list.  In the entry the arrows move in the list, Enter takes what is
 * selected, Esc first clears what was typed and then goes back.  In the list Left and Right
 * fold and unfold.
 *
 * Signals:
 *   chosen (int64 class_key)      the user took it
 *   selected (int64 class_key)    the arrows are at it
 *   dismissed ()                  the user wants back, having chosen nothing
 *   tag-toggled (int64 class_key) for the image as a whole
 *   colour-chosen (int64 class_key, guint colour)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-model.h"

G_BEGIN_DECLS

#define LW_TYPE_CLASS_LIST (lw_class_list_get_type ())
G_DECLARE_FINAL_TYPE (LwClassList, lw_class_list, LW, CLASS_LIST, GtkBox)

/* Properties:
 *   shows-tags (boolean, construct only)   with the whole-image switch and the colour chooser
 *   always-searches (boolean, construct only) the entry is there however few classes there are
 */
/* NULL for none. */
void lw_class_list_set_project (LwClassList *self,
                                LwProject   *project);

/* What is shown: the tree, or the answers to a search. */
LwClassModel *lw_class_list_get_model (LwClassList *self);

/* Shown or not, without the archived ones. */
guint lw_class_list_get_n_classes (LwClassList *self);

/* See lw_class_model_note_used() and lw_class_model_set_tags(). */
void lw_class_list_note_used (LwClassList *self,
                              gint64       class_key);
void lw_class_list_set_tags (LwClassList  *self,
                             const GArray *tags);

/* What is selected, as far as it is shown; 0 for none. */
gint64 lw_class_list_get_selected (LwClassList *self);

/* Selects and brings into view; no signal. */
void lw_class_list_set_selected (LwClassList *self,
                                 gint64       class_key);

/* The entry, with what was typed into it selected. */
void lw_class_list_focus_search (LwClassList *self);
void lw_class_list_clear_search (LwClassList *self);
void lw_class_list_set_editable (LwClassList *self,
                                 gboolean     editable);

G_END_DECLS
