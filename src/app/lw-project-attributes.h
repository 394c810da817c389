/* lw-project-attributes.h - what boxes can be asked about, and changing it
 *
 * Values are texts as LwAttributeType says.  A box that has none has the default of the
 * attribute, or nothing.  Main thread; every edit is a step of the current annotator.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

/* Those that a box of @class_key is asked: of all classes first, then of the classes
 * above it from the top, then its own, each by position; without archived ones.  0: only
 * those of all classes.  (element-type LwAttributeRow), transfer container: the rows are
 * valid until classes-changed. */
GPtrArray *lw_project_list_class_attributes (LwProject *self,
                                             gint64     class_key);

/* --- Values as people read them --- */

/* Translated: "Yes" and "No" for a flag, otherwise the value itself.  Transfer full. */
char *lw_attribute_dup_shown (const LwAttributeRow *attribute,
                              const char           *value);

/* "blood group: AB": the name and what @box has, or by default; NULL where that is
 * nothing.  For captions.  Transfer full. */
char *lw_attribute_dup_caption (const LwAttributeRow *attribute,
                                const LwBoxRow       *box);

/* What @box has, or the default; NULL for nothing.  Transfer full. */
char *lw_attribute_dup_value (const LwAttributeRow *attribute,
                              const char           *box_attributes);

/* --- Editing --- */

/* See lw_store_add_attribute() for what is taken and refused.  @key may be NULL. */
gboolean lw_project_add_attribute (LwProject            *self,
                                   const LwAttributeRow *row,
                                   gint64               *key,
                                   GError              **error);

/* Type, name, choices, default and whether it is archived are taken.  LW_ERROR_CONFLICT
 * for another type while boxes have values, or for a choice less that a box has. */
gboolean lw_project_update_attribute (LwProject            *self,
                                      const LwAttributeRow *row,
                                      GError              **error);

/* One place up (@direction -1) or down (1) among those of the same class; FALSE without
 * an error at the end. */
gboolean lw_project_move_attribute (LwProject *self,
                                    gint64     attribute_key,
                                    int        direction,
                                    GError   **error);

/* LW_ERROR_CONFLICT while a box has a value. */
gboolean lw_project_remove_attribute (LwProject *self,
                                      gint64     attribute_key,
                                      GError   **error);

/* Boxes of all annotators that have @value (NULL: any); reads as many boxes
 * as have a value.  -1 with @error set. */
gint64 lw_project_count_values (LwProject  *self,
                                gint64      attribute_key,
                                const char *value,
                                GError    **error);

/* A choice gets another name, as default, too, and in the same step, with
 * @changes_boxes, in the boxes of all annotators; otherwise those keep the old word.
 * Where they are many a worker does it, and the project is busy meanwhile. */
void     lw_project_rename_choice_async (LwProject          *self,
                                         gint64              attribute_key,
                                         const char         *choice,
                                         const char         *name,
                                         gboolean            changes_boxes,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean lw_project_rename_choice_finish (LwProject    *self,
                                          GAsyncResult *result,
                                          GError      **error);

G_END_DECLS
