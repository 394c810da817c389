/* lw-canvas-boxes.c - the boxes and which of them are selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

/* Far outside of every picture, and still a pixel that fits an int at the highest zoom of the
 * finest screen. */
#define FAR_IMG 4e6

static void
item_free (gpointer data)
{
  LwCanvasItem *item = data;

  if (item == NULL)
    return;

  g_clear_pointer ((GRefString **) &item->box.caption, g_ref_string_release);
  g_free (item);
}

LwRect
lw_canvas_bring_near (LwRect rect)
{
  return (LwRect){
    CLAMP (rect.x0, -FAR_IMG, FAR_IMG),
    CLAMP (rect.y0, -FAR_IMG, FAR_IMG),
    CLAMP (rect.x1, -FAR_IMG, FAR_IMG),
    CLAMP (rect.y1, -FAR_IMG, FAR_IMG),
  };
}

static void
set_item_box (LwCanvasItem      *item,
              const LwCanvasBox *box)
{
  GRefString *caption = box->caption != NULL ? g_ref_string_new_intern (box->caption) : NULL;

  g_clear_pointer ((GRefString **) &item->box.caption, g_ref_string_release);
  item->box = *box;
  item->box.rect = lw_canvas_bring_near (box->rect);
  item->box.caption = caption;
}

static LwCanvasItem *
append_item (LwCanvas          *self,
             const LwCanvasBox *box)
{
  LwCanvasItem *item = g_new0 (LwCanvasItem, 1);

  if (self->free_slots->len > 0)
    {
      item->slot = g_array_index (self->free_slots, guint32, self->free_slots->len - 1);
      g_array_set_size (self->free_slots, self->free_slots->len - 1);
      self->items->pdata[item->slot] = item;
    }
  else
    {
      item->slot = self->items->len;
      g_ptr_array_add (self->items, item);
    }

  set_item_box (item, box);
  g_hash_table_insert (self->by_key, &item->box.key, item);
  lw_box_index_set (self->index, item->slot, box->rect);

  return item;
}

static gboolean
forget_selected (LwCanvas *self,
                 gint64    key)
{
  for (guint i = 0; i < self->selection->len; i++)
    if (g_array_index (self->selection, gint64, i) == key)
      {
        g_array_remove_index (self->selection, i);
        return TRUE;
      }

  return FALSE;
}

static void
selection_changed (LwCanvas *self)
{
  if (lw_canvas_has_crowd (self))
    lw_canvas_overlay_invalidate (&self->overlay);
  self->burst_end_us = 0;
  /* What was said before is about something else. */
  lw_canvas_forget_news (self);
  self->has_selection_news = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  lw_canvas_queue_describe (self);
  lw_canvas_update_hover (self);
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_SELECTION_CHANGED], 0);
}

static void
boxes_changed (LwCanvas *self)
{
  g_clear_pointer (&self->order, g_array_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  lw_canvas_queue_describe (self);
  lw_canvas_say_changed (self, LW_CANVAS_CHANGED_BOXES);
}

static gboolean
is_same_selection (LwCanvas     *self,
                   const GArray *keys)
{
  if (keys->len != self->selection->len)
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) != g_array_index (self->selection, gint64, i))
      return FALSE;

  return TRUE;
}

static void
take_selection (LwCanvas *self,
                GArray   *keys)
{
  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));

      if (item != NULL)
        item->is_selected = FALSE;
    }

  g_array_unref (self->selection);
  self->selection = keys;

  for (guint i = 0; i < keys->len; i++)
    lw_canvas_find_item (self, g_array_index (keys, gint64, i))->is_selected = TRUE;
}

void
lw_canvas_boxes_init (LwCanvas *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->free_slots = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->index = lw_box_index_new (0, 0);
  self->selection = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->scratch = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
lw_canvas_boxes_finalize (LwCanvas *self)
{
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->items);
  g_array_unref (self->free_slots);
  lw_box_index_free (self->index);
  g_array_unref (self->selection);
  g_array_unref (self->scratch);
  g_clear_pointer (&self->order, g_array_unref);
}

void
lw_canvas_boxes_reindex (LwCanvas *self)
{
  lw_box_index_reset (self->index, self->view.width_img, self->view.height_img);

  for (guint i = 0; i < self->items->len; i++)
    {
      LwCanvasItem *item = self->items->pdata[i];

      if (item != NULL)
        lw_box_index_set (self->index, item->slot, item->box.rect);
    }
}

LwCanvasItem *
lw_canvas_find_item (LwCanvas *self,
                     gint64    key)
{
  return g_hash_table_lookup (self->by_key, &key);
}

/* A caption lies on top of every box. */
static void
put_caption_first (LwCanvas *self,
                   double    x_view,
                   double    y_view)
{
  LwCanvasItem *item = lw_canvas_overlay_find_caption (self, x_view, y_view);

  if (item == NULL)
    return;

  for (guint i = 0; i < self->scratch->len; i++)
    if (g_array_index (self->scratch, guint32, i) == item->slot)
      {
        g_array_remove_index (self->scratch, i);
        break;
      }
  g_array_insert_val (self->scratch, 0, item->slot);
}

void
lw_canvas_find_hits (LwCanvas *self,
                     double    x_view,
                     double    y_view)
{
  /* Two screen pixels of slack: the line of a box belongs to it on both sides. */
  double slack_img = 2 / fmax (self->view.zoom, 1e-6);
  double x_img, y_img;
  guint  n_kept = 0;

  g_array_set_size (self->scratch, 0);
  if (!self->has_picture)
    return;

  lw_view_to_img (&self->view, x_view, y_view, &x_img, &y_img);
  lw_box_index_hit (self->index, x_img, y_img, slack_img, self->scratch);

  for (guint i = 0; i < self->scratch->len; i++)
    {
      guint32       slot = g_array_index (self->scratch, guint32, i);
      LwCanvasItem *item = self->items->pdata[slot];

      if (!(item->box.flags & LW_CANVAS_BOX_HIDDEN))
        g_array_index (self->scratch, guint32, n_kept++) = slot;
    }
  g_array_set_size (self->scratch, n_kept);
  put_caption_first (self, x_view, y_view);
}

void
lw_canvas_toggle_selected (LwCanvas *self,
                           gint64    key)
{
  LwCanvasItem *item = lw_canvas_find_item (self, key);

  if (item->is_selected)
    forget_selected (self, key);
  else
    g_array_append_val (self->selection, key);

  item->is_selected = !item->is_selected;
  selection_changed (self);
}

static void
remove_all (LwCanvas *self)
{
  lw_canvas_drag_cancel (self);
  self->hovered = NULL;
  g_hash_table_remove_all (self->by_key);
  g_ptr_array_set_size (self->items, 0);
  g_array_set_size (self->free_slots, 0);
  lw_canvas_boxes_reindex (self);
}

static void
append_all (LwCanvas          *self,
            const LwCanvasBox *boxes,
            gsize              n_boxes)
{
  for (gsize i = 0; i < n_boxes; i++)
    {
      if (lw_canvas_find_item (self, boxes[i].key) != NULL)
        g_critical ("box key %" G_GINT64_FORMAT " is not unique", boxes[i].key);
      else
        append_item (self, &boxes[i]);
    }
}

static void
show_all (LwCanvas *self)
{
  self->is_filling = FALSE;
  lw_canvas_overlay_invalidate (&self->overlay);
  boxes_changed (self);
  lw_canvas_update_hover (self);
}

void
lw_canvas_begin_boxes (LwCanvas *self)
{
  const gboolean had_selection = self->selection->len > 0;

  g_return_if_fail (LW_IS_CANVAS (self));

  g_array_set_size (self->selection, 0);
  remove_all (self);
  self->is_filling = TRUE;
  g_clear_pointer (&self->order, g_array_unref);

  if (had_selection)
    selection_changed (self);
}

void
lw_canvas_append_boxes (LwCanvas          *self,
                        const LwCanvasBox *boxes,
                        gsize              n_boxes,
                        gboolean           is_last)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (boxes != NULL || n_boxes == 0);

  append_all (self, boxes, n_boxes);
  if (is_last)
    show_all (self);
}

void
lw_canvas_set_boxes (LwCanvas          *self,
                     const LwCanvasBox *boxes,
                     gsize              n_boxes)
{
  g_autoptr (GArray) before = NULL;

  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (boxes != NULL || n_boxes == 0);

  before = g_steal_pointer (&self->selection);
  self->selection = g_array_new (FALSE, FALSE, sizeof (gint64));
  remove_all (self);
  append_all (self, boxes, n_boxes);

  for (guint i = 0; i < before->len; i++)
    {
      gint64        key = g_array_index (before, gint64, i);
      LwCanvasItem *item = lw_canvas_find_item (self, key);

      if (item == NULL || item->box.flags & LW_CANVAS_BOX_HIDDEN)
        continue;
      item->is_selected = TRUE;
      g_array_append_val (self->selection, key);
    }

  show_all (self);
  if (self->selection->len != before->len)
    selection_changed (self);
}

void
lw_canvas_add_box (LwCanvas          *self,
                   const LwCanvasBox *box)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (box != NULL);

  if (lw_canvas_find_item (self, box->key) != NULL)
    {
      lw_canvas_update_box (self, box);
      return;
    }

  append_item (self, box);
  lw_canvas_overlay_damage (&self->overlay, box->rect);
  boxes_changed (self);
  lw_canvas_update_hover (self);
}

void
lw_canvas_update_box (LwCanvas          *self,
                      const LwCanvasBox *box)
{
  LwCanvasItem *item;

  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (box != NULL);

  item = lw_canvas_find_item (self, box->key);
  g_return_if_fail (item != NULL);

  if (item->is_lifted)
    lw_canvas_drag_cancel (self);

  lw_canvas_overlay_damage (&self->overlay, item->box.rect);
  set_item_box (item, box);
  lw_box_index_set (self->index, item->slot, box->rect);
  lw_canvas_overlay_damage (&self->overlay, box->rect);
  boxes_changed (self);
  lw_canvas_update_hover (self);

  if (item->is_selected && box->flags & LW_CANVAS_BOX_HIDDEN)
    lw_canvas_toggle_selected (self, box->key);
}

void
lw_canvas_remove_box (LwCanvas *self,
                      gint64    key)
{
  LwCanvasItem *item;
  gboolean      was_selected;

  g_return_if_fail (LW_IS_CANVAS (self));

  item = lw_canvas_find_item (self, key);
  if (item == NULL)
    return;

  if (item->is_lifted)
    lw_canvas_drag_cancel (self);
  if (self->hovered == item)
    self->hovered = NULL;

  was_selected = forget_selected (self, key);
  lw_canvas_overlay_damage (&self->overlay, item->box.rect);
  lw_box_index_remove (self->index, item->slot);
  g_hash_table_remove (self->by_key, &key);
  self->items->pdata[item->slot] = NULL;
  g_array_append_val (self->free_slots, item->slot);
  item_free (item);

  boxes_changed (self);
  lw_canvas_update_hover (self);
  if (was_selected)
    selection_changed (self);
}

guint
lw_canvas_get_n_boxes (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), 0);

  return g_hash_table_size (self->by_key);
}

gboolean
lw_canvas_get_box_area (LwCanvas     *self,
                        gint64        key,
                        GdkRectangle *area)
{
  LwCanvasItem *item;
  LwRect        rect;

  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  item = lw_canvas_find_item (self, key);
  if (item == NULL || self->view.zoom <= 0)
    return FALSE;

  rect = lw_view_rect_to_view (&self->view, item->box.rect);
  rect = lw_rect_clip (rect, self->view.width_view, self->view.height_view);
  if (!lw_rect_is_valid (rect))
    return FALSE;

  area->x = (int) floor (rect.x0);
  area->y = (int) floor (rect.y0);
  area->width = (int) ceil (rect.x1) - area->x;
  area->height = (int) ceil (rect.y1) - area->y;

  return TRUE;
}

const gint64 *
lw_canvas_get_selection (LwCanvas *self,
                         gsize    *n_keys)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), NULL);

  *n_keys = self->selection->len;

  return (const gint64 *) (const void *) self->selection->data;
}

void
lw_canvas_set_selection (LwCanvas     *self,
                         const gint64 *keys,
                         gsize         n_keys)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (keys != NULL || n_keys == 0);

  for (gsize i = 0; i < n_keys; i++)
    {
      LwCanvasItem *item = lw_canvas_find_item (self, keys[i]);

      if (item == NULL || item->is_listed || item->box.flags & LW_CANVAS_BOX_HIDDEN)
        continue;
      item->is_listed = TRUE;
      g_array_append_val (wanted, keys[i]);
    }

  for (guint i = 0; i < wanted->len; i++)
    lw_canvas_find_item (self, g_array_index (wanted, gint64, i))->is_listed = FALSE;

  if (is_same_selection (self, wanted))
    return;

  if (self->drag.grip.kind == LW_CANVAS_GRIP_MOVE || self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE)
    lw_canvas_drag_cancel (self);
  take_selection (self, g_steal_pointer (&wanted));
  selection_changed (self);
}
