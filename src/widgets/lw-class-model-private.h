/* lw-class-model-private.h - what the parts of the list of classes share
 *
 * lw-class-model.c is the list and what of it is shown, -items what each item says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-model.h"

G_BEGIN_DECLS

struct _LwClassModel
{
  GObject parent_instance;

  LwProject  *project;
  GPtrArray  *order;  /* (element-type LwClassItem) all, as in the tree; owned */
  GHashTable *by_key; /* key -> item in order, borrowed */
  GListStore *recent; /* (element-type LwClassItem) copies of those used last */
  GPtrArray  *shown;  /* (element-type LwClassItem) */
  GHashTable *folded; /* (element-type gint64) keys */
  GHashTable *tagged; /* (element-type gint64) keys */
  GHashTable *asking; /* (element-type gint64) keys of classes, 0 for the top: a child is needed */
  LwTagRule   top_rule;
  gboolean    has_image;
  char       *search; /* folded; "" for none */
  gboolean    has_tree;
  gboolean    shows_archived;
  gboolean    is_answers; /* see lw_class_model_new_answers() */
};

/* --- lw-class-model.c --- */

void lw_class_model_update_shown (LwClassModel *self);

/* --- lw-class-model-items.c --- */

void lw_class_model_add_key (GHashTable *keys,
                             gint64      key);

/* All anew, from the project. */
void lw_class_model_update_items (LwClassModel *self);

/* Of all items what has been counted, and what the image on the canvas has and needs. */
void lw_class_model_update_counts (LwClassModel *self);
void lw_class_model_update_tags (LwClassModel *self);

/* Of one: @info says what the image has and needs of it. */
void lw_class_model_set_tag (LwClassModel     *self,
                             const LwClassRow *row,
                             LwClassInfo      *info);

G_END_DECLS
