/* lw-canvas-select.c - frames that select, the next box in reading order and the one below
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include "lw-arrange.h"

#include <glib/gi18n-lib.h>

/* --- A frame --- */

static gboolean
encloses (LwRect band,
          LwRect rect)
{
  return rect.x0 >= band.x0 && rect.y0 >= band.y0 && rect.x1 <= band.x1 && rect.y1 <= band.y1;
}

GArray *
lw_canvas_list_in_band (LwCanvas *self,
                        LwRect    band_img,
                        gboolean  is_touching)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index, band_img, self->scratch);

  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (!(item->box.flags & LW_CANVAS_BOX_HIDDEN) && (is_touching || encloses (band_img, item->box.rect)))
        g_array_append_val (keys, item->box.key);
    }

  return keys;
}

void
lw_canvas_band_to (LwCanvas *self,
                   double    x_img,
                   double    y_img)
{
  self->drag.is_touching = x_img < self->drag.x_img;
  self->drag.rect = lw_rect_normalise ((LwRect){ self->drag.x_img, self->drag.y_img, x_img, y_img });
}

typedef enum
{
  BAND_REPLACES,
  BAND_ADDS,
  BAND_TAKES_AWAY,
  BAND_KEEPS,   /* only what was selected and is in the frame */
  BAND_TOGGLES, /* takes away what was selected, adds what was not */
} BandUse;

static BandUse
get_use (GdkModifierType state)
{
  if (state & GDK_ALT_MASK)
    return state & GDK_CONTROL_MASK ? BAND_TOGGLES : BAND_KEEPS;
  if (state & GDK_CONTROL_MASK)
    return BAND_TAKES_AWAY;

  return state & GDK_SHIFT_MASK ? BAND_ADDS : BAND_REPLACES;
}

static GArray *
combine (LwCanvas     *self,
         const GArray *found,
         BandUse       use)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) in_band = g_hash_table_new (g_int64_hash, g_int64_equal);
  const gboolean adds = use == BAND_REPLACES || use == BAND_ADDS || use == BAND_TOGGLES;

  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (in_band, &g_array_index (found, gint64, i));

  for (guint i = 0; use != BAND_REPLACES && i < self->selection->len; i++)
    {
      gint64 key = g_array_index (self->selection, gint64, i);

      if (g_hash_table_contains (in_band, &key) == (use == BAND_KEEPS))
        g_array_append_val (keys, key);
    }

  for (guint i = 0; adds && i < found->len; i++)
    {
      gint64 key = g_array_index (found, gint64, i);

      if (use != BAND_TOGGLES || !lw_canvas_find_item (self, key)->is_selected)
        g_array_append_val (keys, key);
    }

  return keys;
}

static void
tell_selected (LwCanvas *self)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u box selected", "%u boxes selected", self->selection->len),
                                           self->selection->len);

  lw_canvas_notice (self, text);
}

void
lw_canvas_finish_band (LwCanvas       *self,
                       LwRect          band_img,
                       gboolean        is_touching,
                       GdkModifierType state)
{
  g_autoptr (GArray) found = lw_canvas_list_in_band (self, band_img, is_touching);
  g_autoptr (GArray) keys = combine (self, found, get_use (state));

  lw_canvas_set_selection (self, (const gint64 *) (const void *) keys->data, keys->len);
  tell_selected (self);
}

/* --- One after the other --- */

static void
ensure_order (LwCanvas *self)
{
  g_autoptr (GArray) rects = NULL;
  g_autoptr (GArray) slots = NULL;

  if (self->order != NULL)
    return;

  rects = g_array_new (FALSE, FALSE, sizeof (LwRect));
  slots = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 slot = 0; slot < self->items->len; slot++)
    {
      const LwCanvasItem *item = self->items->pdata[slot];

      if (item == NULL || item->box.flags & LW_CANVAS_BOX_HIDDEN)
        continue;
      g_array_append_val (rects, item->box.rect);
      g_array_append_val (slots, slot);
    }

  self->order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), MAX (slots->len, 1));
  g_array_set_size (self->order, slots->len);
  lw_reading_order ((const LwRect *) (const void *) rects->data, rects->len, (guint32 *) (void *) self->order->data);
  for (guint i = 0; i < slots->len; i++)
    g_array_index (self->order, guint32, i) = g_array_index (slots, guint32, g_array_index (self->order, guint32, i));
}

static LwCanvasItem *
find_neighbour (LwCanvas           *self,
                const LwCanvasItem *from,
                int                 direction)
{
  guint n, at;

  ensure_order (self);
  n = self->order->len;
  at = direction > 0 ? 0 : n - 1;
  for (guint i = 0; from != NULL && i < n; i++)
    if (g_array_index (self->order, guint32, i) == from->slot)
      at = i + (guint) direction;

  return at < n ? self->items->pdata[g_array_index (self->order, guint32, at)] : NULL;
}

gboolean
lw_canvas_cycle_selection (LwCanvas *self,
                           int       direction)
{
  LwCanvasItem *from = NULL;
  LwCanvasItem *item;

  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);
  g_return_val_if_fail (direction == 1 || direction == -1, FALSE);

  if (self->selection->len > 0)
    from = lw_canvas_find_item (self, g_array_index (self->selection, gint64, self->selection->len - 1));

  item = find_neighbour (self, from, direction);
  if (item == NULL)
    return FALSE;

  lw_canvas_set_selection (self, &item->box.key, 1);
  lw_canvas_scroll_to_box (self, item->box.key);

  return TRUE;
}

/* --- One below the other --- */

static gboolean
is_selected_hit (LwCanvas *self)
{
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (item->is_selected)
        return TRUE;
    }

  return FALSE;
}

/* The place where the last click or this key went through the boxes; else the middle of
 * the selected one, else the pointer.  Its hits are in self->scratch afterwards. */
static void
find_stack (LwCanvas *self)
{
  LwRect bounds;

  if (self->has_clicked)
    {
      lw_canvas_find_hits (self, self->x_click_view, self->y_click_view);
      if (is_selected_hit (self))
        return;
    }

  if (lw_canvas_get_selection_bounds (self, &bounds))
    {
      bounds = lw_canvas_find_item (self, g_array_index (self->selection, gint64, 0))->box.rect;
      lw_view_to_view (&self->view, (bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2,
                       &self->x_click_view, &self->y_click_view);
    }
  else
    lw_canvas_get_anchor (self, &self->x_click_view, &self->y_click_view);

  self->has_clicked = TRUE;
  lw_canvas_find_hits (self, self->x_click_view, self->y_click_view);
}

gboolean
lw_canvas_select_below (LwCanvas *self)
{
  LwCanvasItem *item;

  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  find_stack (self);
  item = lw_canvas_choose_hit (self, self->x_click_view, self->y_click_view, GDK_ALT_MASK);
  if (item == NULL)
    return FALSE;

  lw_canvas_set_selection (self, &item->box.key, 1);

  return TRUE;
}
