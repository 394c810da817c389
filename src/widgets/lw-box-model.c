/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-model.h"

struct _LwBoxModel
{
  GObject parent_instance;

  GArray     *boxes;  /* (element-type LwShownBox) */
  GHashTable *by_key; /* key -> LwShownBox, both in boxes; empty until somebody asks */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwBoxModel, lw_box_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return LW_TYPE_BOX_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return lw_box_model_get_n_boxes (LW_BOX_MODEL (model));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LwBoxModel *self = LW_BOX_MODEL (model);

  return position < self->boxes->len ? lw_box_item_new () : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lw_box_model_finalize (GObject *object)
{
  LwBoxModel *self = LW_BOX_MODEL (object);

  g_hash_table_unref (self->by_key);
  g_array_unref (self->boxes);

  G_OBJECT_CLASS (lw_box_model_parent_class)->finalize (object);
}

static void
lw_box_model_class_init (LwBoxModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_box_model_finalize;
}

static void
lw_box_model_init (LwBoxModel *self)
{
  self->boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));
  self->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
}

LwBoxModel *
lw_box_model_new (void)
{
  return g_object_new (LW_TYPE_BOX_MODEL, NULL);
}

guint
lw_box_model_get_n_boxes (LwBoxModel *self)
{
  g_return_val_if_fail (LW_IS_BOX_MODEL (self), 0);

  return self->boxes->len;
}

const LwShownBox *
lw_box_model_get_box (LwBoxModel *self,
                      guint       position)
{
  g_return_val_if_fail (LW_IS_BOX_MODEL (self), NULL);
  g_return_val_if_fail (position < self->boxes->len, NULL);

  return &g_array_index (self->boxes, LwShownBox, position);
}

/* All that are selected are looked for by whoever acts on them, one by one. */
static void
ensure_by_key (LwBoxModel *self)
{
  if (g_hash_table_size (self->by_key) > 0)
    return;

  for (guint i = 0; i < self->boxes->len; i++)
    {
      LwShownBox *box = &g_array_index (self->boxes, LwShownBox, i);

      g_hash_table_insert (self->by_key, &box->key, box);
    }
}

const LwShownBox *
lw_box_model_find_box (LwBoxModel *self,
                       gint64      key)
{
  g_return_val_if_fail (LW_IS_BOX_MODEL (self), NULL);

  ensure_by_key (self);

  return g_hash_table_lookup (self->by_key, &key);
}

LwBoxChange
lw_box_model_compare (LwBoxModel   *self,
                      const GArray *boxes)
{
  const guint n_old = self->boxes->len;
  const guint n_shorter = MIN (n_old, boxes->len);
  guint       first = 0, n_tail = 0;

  while (first < n_shorter &&
         lw_shown_box_equal (lw_box_model_get_box (self, first), &g_array_index (boxes, LwShownBox, first)))
    first++;

  while (n_tail < n_shorter - first &&
         lw_shown_box_equal (lw_box_model_get_box (self, n_old - 1 - n_tail),
                             &g_array_index (boxes, LwShownBox, boxes->len - 1 - n_tail)))
    n_tail++;

  return (LwBoxChange){ first, n_old - first - n_tail, boxes->len - first - n_tail };
}

void
lw_box_model_take_boxes (LwBoxModel        *self,
                         GArray            *boxes,
                         const LwBoxChange *change)
{
  g_return_if_fail (LW_IS_BOX_MODEL (self));

  g_hash_table_remove_all (self->by_key);
  g_array_unref (self->boxes);
  self->boxes = boxes;

  if (change->n_removed + change->n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), change->first, change->n_removed, change->n_added);
}
