/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-item.h"

struct _LwClassItem
{
  GObject parent_instance;

  LwClassInfo info;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassItem, lw_class_item, G_TYPE_OBJECT)

static void
clear_info (LwClassInfo *info)
{
  g_free (info->name);
  g_free (info->folded);
  g_free (info->folded_path);
  g_free (info->path);
  g_free (info->key_label);
}

static void
lw_class_item_finalize (GObject *object)
{
  clear_info (&LW_CLASS_ITEM (object)->info);

  G_OBJECT_CLASS (lw_class_item_parent_class)->finalize (object);
}

static void
lw_class_item_class_init (LwClassItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_class_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LW_TYPE_CLASS_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
lw_class_item_init (LwClassItem *self)
{
}

LwClassItem *
lw_class_item_new (void)
{
  return g_object_new (LW_TYPE_CLASS_ITEM, NULL);
}

const LwClassInfo *
lw_class_item_get_info (LwClassItem *self)
{
  return &self->info;
}

static gboolean
is_equal (const LwClassInfo *a,
          const LwClassInfo *b)
{
  return a->key == b->key && a->colour == b->colour && a->depth == b->depth && a->has_children == b->has_children &&
         a->is_folded == b->is_folded && a->has_tree == b->has_tree && a->is_archived == b->is_archived && a->place == b->place &&
         a->is_tagged == b->is_tagged && a->is_single == b->is_single && a->is_asked == b->is_asked && a->n_boxes == b->n_boxes && a->n_tags == b->n_tags &&
         a->is_recent == b->is_recent && a->is_found == b->is_found && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->path, b->path) == 0 && g_strcmp0 (a->key_label, b->key_label) == 0;
}

void
lw_class_item_set_info (LwClassItem       *self,
                        const LwClassInfo *info)
{
  LwClassInfo old = self->info;

  g_return_if_fail (LW_IS_CLASS_ITEM (self));

  if (is_equal (&old, info))
    return;

  self->info = *info;
  self->info.name = g_strdup (info->name);
  self->info.folded = g_strdup (info->folded);
  self->info.folded_path = g_strdup (info->folded_path);
  self->info.path = g_strdup (info->path);
  self->info.key_label = g_strdup (info->key_label);
  clear_info (&old);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
