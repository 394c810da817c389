/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-order.h"

#include "lw-arrange.h"

/* More changes than this are cheaper as one stretch of rows. */
#define MAX_SINGLE_CHANGES 64

struct _LwBoxOrder
{
  GObject parent_instance;

  LwBoxModel *boxes;
  LwBoxSort   sort;
  GArray     *keys;  /* (element-type gint64): of the model as it was last seen, in its order */
  GArray     *shown; /* (element-type LwShownBox): in the order of the list */
};

enum
{
  SIGNAL_REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwBoxOrder, lw_box_order, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return LW_TYPE_BOX_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LW_BOX_ORDER (model)->shown->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LwBoxOrder *self = LW_BOX_ORDER (model);

  return position < self->shown->len ? lw_box_item_new () : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- Sorting --- */

typedef struct
{
  double rank;
  guint  position; /* in the model: ties stay in the order of the boxes' making */
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;

  return x->position < y->position ? -1 : x->position > y->position;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const char *const *x = a, *const *y = b;

  return g_utf8_collate (*x, *y);
}

/* Interned name to its rank.  There are thousands of boxes and few names, and collating is slow. */
static GHashTable *
rank_names (LwBoxModel *boxes)
{
  GHashTable *ranks = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < lw_box_model_get_n_boxes (boxes); i++)
    {
      char *name = (char *) lw_box_model_get_box (boxes, i)->class_name;

      if (g_hash_table_add (ranks, name))
        g_ptr_array_add (names, name);
    }

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (ranks, names->pdata[i], GUINT_TO_POINTER (i));

  return ranks;
}

static double
negative_area (const LwShownBox *box)
{
  return -(box->rect.x1 - box->rect.x0) * (box->rect.y1 - box->rect.y0);
}

static void
rank_by_reading (LwBoxOrder *self,
                 Place      *places,
                 guint       n_places)
{
  g_autofree LwRect   *rects = g_new (LwRect, MAX (n_places, 1));
  g_autofree uint32_t *order = g_new (uint32_t, MAX (n_places, 1));

  for (guint i = 0; i < n_places; i++)
    rects[i] = lw_box_model_get_box (self->boxes, i)->rect;

  lw_reading_order (rects, n_places, order);
  for (guint i = 0; i < n_places; i++)
    places[order[i]].rank = i;
}

static void
rank (LwBoxOrder *self,
      Place      *places,
      guint       n_places)
{
  g_autoptr (GHashTable) ranks = self->sort == LW_BOX_SORT_CLASS ? rank_names (self->boxes) : NULL;

  for (guint i = 0; i < n_places; i++)
    {
      const LwShownBox *box = lw_box_model_get_box (self->boxes, i);

      places[i] = (Place){ .position = i };
      if (self->sort == LW_BOX_SORT_NEWEST)
        places[i].rank = -(double) i;
      else if (self->sort == LW_BOX_SORT_CLASS)
        places[i].rank = GPOINTER_TO_UINT (g_hash_table_lookup (ranks, box->class_name));
      else if (self->sort == LW_BOX_SORT_SIZE)
        places[i].rank = negative_area (box);
    }

  if (self->sort == LW_BOX_SORT_READING)
    rank_by_reading (self, places, n_places);
}

/* (element-type LwShownBox): all of the model as they are to be shown. */
static GArray *
dup_sorted (LwBoxOrder *self)
{
  const guint       n_boxes = lw_box_model_get_n_boxes (self->boxes);
  GArray           *sorted = g_array_sized_new (FALSE, FALSE, sizeof (LwShownBox), MAX (n_boxes, 1));
  g_autofree Place *places = g_new (Place, MAX (n_boxes, 1));

  rank (self, places, n_boxes);
  if (self->sort != LW_BOX_SORT_OLDEST)
    qsort (places, n_boxes, sizeof (Place), compare_places);

  for (guint i = 0; i < n_boxes; i++)
    g_array_append_vals (sorted, lw_box_model_get_box (self->boxes, places[i].position), 1);

  return sorted;
}

/* --- Following --- */

static gint64
key_at (const GArray *boxes,
        guint         i)
{
  return g_array_index (boxes, LwShownBox, i).key;
}

/* All rows from @first on become those of @sorted, but for those at the end that are the same.  The
 * list makes 200 widgets for what it does not know, and takes 10 ms for it: rows that are there
 * on both sides stay, with other boxes. */
static void
replace_rest (LwBoxOrder *self,
              GArray     *sorted,
              guint       first)
{
  GArray *before = self->shown;
  guint   n_before = before->len - first, n_after = sorted->len - first, n_both;

  while (n_before > 0 && n_after > 0 &&
         lw_shown_box_equal (&g_array_index (before, LwShownBox, first + n_before - 1),
                             &g_array_index (sorted, LwShownBox, first + n_after - 1)))
    {
      n_before--;
      n_after--;
    }

  self->shown = g_array_ref (sorted);
  g_array_unref (before);
  n_both = MIN (n_before, n_after);
  if (n_before != n_after)
    g_list_model_items_changed (G_LIST_MODEL (self), first + n_both, n_before - n_both, n_after - n_both);
  if (n_both > 0)
    g_signal_emit (self, signals[SIGNAL_REPLACED], 0, first, n_both);
}

static gboolean
is_at (const GArray *boxes,
       guint         i,
       GHashTable   *changed)
{
  const gint64 *key = i < boxes->len ? &g_array_index (boxes, LwShownBox, i).key : NULL;

  return key != NULL && g_hash_table_contains (changed, key);
}

/* Row by row; @changed: (element-type gint64), all others are what they were.  Returns how many rows
 * are as they should be: less than all where the others have changed their order. */
static guint
follow_changed (LwBoxOrder *self,
                GArray     *sorted,
                GHashTable *changed)
{
  guint i = 0;

  while (i < self->shown->len || i < sorted->len)
    {
      const gboolean is_old = is_at (self->shown, i, changed);
      const gboolean is_new = is_at (sorted, i, changed);

      if (is_old && is_new)
        g_array_index (self->shown, LwShownBox, i) = g_array_index (sorted, LwShownBox, i);
      else if (is_old)
        g_array_remove_index (self->shown, i);
      else if (is_new)
        g_array_insert_val (self->shown, i, g_array_index (sorted, LwShownBox, i));
      else if (i >= self->shown->len || i >= sorted->len || key_at (self->shown, i) != key_at (sorted, i))
        return i;

      if (is_old || is_new)
        g_list_model_items_changed (G_LIST_MODEL (self), i, is_old, is_new);
      i += is_new || !is_old;
    }

  return i;
}

static void
follow_keys (LwBoxOrder *self,
             guint       position,
             guint       n_removed,
             guint       n_added)
{
  g_autofree gint64 *added = g_new (gint64, MAX (n_added, 1));

  for (guint i = 0; i < n_added; i++)
    added[i] = lw_box_model_get_box (self->boxes, position + i)->key;

  if (n_removed > 0)
    g_array_remove_range (self->keys, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->keys, position, added, n_added);
}

static void
boxes_changed_cb (LwBoxOrder *self,
                  guint       position,
                  guint       n_removed,
                  guint       n_added)
{
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) sorted = dup_sorted (self);
  const gboolean is_small = n_removed + n_added <= MAX_SINGLE_CHANGES;
  guint          n_kept = 0;

  for (guint i = 0; is_small && i < n_removed; i++)
    g_hash_table_add (changed, g_memdup2 (&g_array_index (self->keys, gint64, position + i), sizeof (gint64)));
  for (guint i = 0; is_small && i < n_added; i++)
    g_hash_table_add (changed, g_memdup2 (&lw_box_model_get_box (self->boxes, position + i)->key, sizeof (gint64)));

  follow_keys (self, position, n_removed, n_added);

  if (is_small)
    n_kept = follow_changed (self, sorted, changed);
  replace_rest (self, sorted, n_kept);
}

/* --- Object --- */

static void
lw_box_order_dispose (GObject *object)
{
  LwBoxOrder *self = LW_BOX_ORDER (object);

  if (self->boxes != NULL)
    g_signal_handlers_disconnect_by_data (self->boxes, self);
  g_clear_object (&self->boxes);

  G_OBJECT_CLASS (lw_box_order_parent_class)->dispose (object);
}

static void
lw_box_order_finalize (GObject *object)
{
  LwBoxOrder *self = LW_BOX_ORDER (object);

  g_array_unref (self->keys);
  g_array_unref (self->shown);

  G_OBJECT_CLASS (lw_box_order_parent_class)->finalize (object);
}

static void
lw_box_order_class_init (LwBoxOrderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lw_box_order_dispose;
  object_class->finalize = lw_box_order_finalize;

  signals[SIGNAL_REPLACED] =
      g_signal_new ("replaced", LW_TYPE_BOX_ORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
lw_box_order_init (LwBoxOrder *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->shown = g_array_new (FALSE, FALSE, sizeof (LwShownBox));
}

LwBoxOrder *
lw_box_order_new (LwBoxModel *boxes)
{
  LwBoxOrder *self;

  g_return_val_if_fail (LW_IS_BOX_MODEL (boxes), NULL);

  self = g_object_new (LW_TYPE_BOX_ORDER, NULL);
  self->boxes = g_object_ref (boxes);
  g_signal_connect_swapped (boxes, "items-changed", G_CALLBACK (boxes_changed_cb), self);
  boxes_changed_cb (self, 0, 0, lw_box_model_get_n_boxes (boxes));

  return self;
}

LwBoxSort
lw_box_order_get_sort (LwBoxOrder *self)
{
  g_return_val_if_fail (LW_IS_BOX_ORDER (self), LW_BOX_SORT_OLDEST);

  return self->sort;
}

void
lw_box_order_set_sort (LwBoxOrder *self,
                       LwBoxSort   sort)
{
  g_autoptr (GArray) sorted = NULL;

  g_return_if_fail (LW_IS_BOX_ORDER (self));

  if (self->sort == sort)
    return;

  self->sort = sort;
  sorted = dup_sorted (self);
  replace_rest (self, sorted, 0);
}

const LwShownBox *
lw_box_order_get_box (LwBoxOrder *self,
                      guint       position)
{
  g_return_val_if_fail (LW_IS_BOX_ORDER (self) && position < self->shown->len, NULL);

  return &g_array_index (self->shown, LwShownBox, position);
}
