/* lw-class-model.h - the classes of a project as a list: tree, search, those used last
 *
 * A GListModel of LwClassItem.  Items stay the same as long as their class is there, so that
 * a selection stays where it is.  A thousand classes cost less than a frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-item.h"
#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_MODEL (lw_class_model_get_type ())
G_DECLARE_FINAL_TYPE (LwClassModel, lw_class_model, LW, CLASS_MODEL, GObject)

LwClassModel *lw_class_model_new (void);

/* One that holds answers to searches only, the best few of them, and nothing without a search. */
LwClassModel *lw_class_model_new_answers (void);

/* NULL for none. */
void lw_class_model_set_project (LwClassModel *self,
                                 LwProject    *project);

/* All classes, the archived ones, too; the default is without them. */
void lw_class_model_set_shows_archived (LwClassModel *self,
                                        gboolean      shows_archived);

/* Best answers first; "" for the tree. */
void        lw_class_model_set_search (LwClassModel *self,
                                       const char   *text);
const char *lw_class_model_get_search (LwClassModel *self);

void lw_class_model_set_folded (LwClassModel *self,
                                gint64        class_key,
                                gboolean      is_folded);

/* Unfolds what it is below. */
void lw_class_model_reveal (LwClassModel *self,
                            gint64        class_key);

/* Remembers that it was used, among the last few; the project knows those of the last time. */
void lw_class_model_note_used (LwClassModel *self,
                               gint64        class_key);

/* (element-type LwClassItem) Those: copies that stay true, in the order in which they came
 * there, so that nothing moves while they are used.  A list of its own, since a change at the
 * top of a long one moves every row of it.  Borrowed; without the archived ones. */
GListModel *lw_class_model_get_recent (LwClassModel *self);

/* (element-type LwTagRow), nullable: of the image on the canvas. */
void lw_class_model_set_tags (LwClassModel *self,
                              const GArray *tags);

/* The place of a class; GTK_INVALID_LIST_POSITION where it is not shown.  0 as a key is never there. */
guint lw_class_model_find (LwClassModel *self,
                           gint64        class_key);

/* What is shown at @position; NULL behind the end.  Borrowed. */
const LwClassInfo *lw_class_model_get_info (LwClassModel *self,
                                            guint         position);

/* Of all, shown or not, without the archived ones unless they are shown. */
guint lw_class_model_get_n_classes (LwClassModel *self);

G_END_DECLS
