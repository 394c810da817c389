/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* More changes than this are cheaper as one new set. */
#define MAX_SINGLE_EDITS 64

/* --- Selection: one of them speaks, the others follow --- */

LwBoxItem *
lw_label_page_find_box (LwLabelPage *self,
                        gint64       key)
{
  guint n_boxes = g_list_model_get_n_items (G_LIST_MODEL (self->boxes));

  for (guint i = 0; i < n_boxes; i++)
    {
      g_autoptr (LwBoxItem) item = g_list_model_get_item (G_LIST_MODEL (self->boxes), i);

      if (lw_box_item_get_key (item) == key)
        return item;
    }

  return NULL;
}

GArray *
lw_label_page_dup_selection (LwLabelPage *self)
{
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  GArray       *copy = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_keys);

  return n_keys > 0 ? g_array_append_vals (copy, keys, n_keys) : copy;
}

static void
update_inspector (LwLabelPage *self)
{
  g_autoptr (GPtrArray) selected = g_ptr_array_new ();
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);

  for (guint i = 0; i < keys->len; i++)
    {
      LwBoxItem *item = lw_label_page_find_box (self, g_array_index (keys, gint64, i));

      if (item != NULL)
        g_ptr_array_add (selected, item);

      /* The inspector says how many and shows the first: no need to look up all. */
      if (i > 0 && item != NULL)
        {
          g_ptr_array_set_size (selected, keys->len);
          break;
        }
    }

  lw_box_inspector_set_boxes (self->inspector, selected);
  lw_label_page_update_actions (self);
}

void
lw_label_page_canvas_selected (LwLabelPage *self)
{
  gsize         n_keys;
  const gint64 *keys;

  if (self->is_syncing)
    return;

  self->is_syncing = TRUE;
  keys = lw_canvas_get_selection (self->canvas, &n_keys);
  lw_box_list_set_selection (self->box_list, keys, n_keys);
  update_inspector (self);
  self->is_syncing = FALSE;
}

void
lw_label_page_list_selected (LwLabelPage *self)
{
  g_autoptr (GArray) keys = NULL;

  if (self->is_syncing)
    return;

  self->is_syncing = TRUE;
  keys = lw_box_list_dup_selection (self->box_list);
  lw_canvas_set_selection (self->canvas, (const gint64 *) keys->data, keys->len);

  if (keys->len == 1)
    lw_canvas_scroll_to_box (self->canvas, g_array_index (keys, gint64, 0));

  update_inspector (self);
  self->is_syncing = FALSE;
}

void
lw_label_page_select (LwLabelPage *self,
                      GArray      *keys)
{
  lw_canvas_set_selection (self->canvas, (const gint64 *) keys->data, keys->len);
  lw_label_page_canvas_selected (self);
}

/* --- Boxes --- */

gboolean
lw_label_page_can_edit (LwLabelPage *self)
{
  return self->project != NULL && self->image_key != 0 &&
         lw_project_get_read_only_reason (self->project) == NULL &&
         !lw_project_is_busy (self->project);
}

static GPtrArray *
dup_items (LwLabelPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->project != NULL && self->image_key != 0)
    rows = lw_project_list_boxes (self->project, self->image_key, &error);

  if (error != NULL)
    lw_toast_show_error (GTK_WIDGET (self), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);

      g_ptr_array_add (items, lw_box_item_new (row, lw_project_find_class (self->project, row->class_key)));
    }

  return items;
}

static void
show_all_boxes (LwLabelPage *self,
                GPtrArray   *items)
{
  g_autofree LwCanvasBox *boxes = g_new (LwCanvasBox, MAX (items->len, 1));

  for (guint i = 0; i < items->len; i++)
    boxes[i] = lw_box_item_to_canvas (g_ptr_array_index (items, i));

  lw_canvas_set_boxes (self->canvas, boxes, items->len);
}

static gboolean
has_key (GPtrArray *items,
         guint      first,
         guint      n_items,
         gint64     key)
{
  for (guint i = first; i < first + n_items; i++)
    if (lw_box_item_get_key (g_ptr_array_index (items, i)) == key)
      return TRUE;

  return FALSE;
}

/* Between @first and the ends the old and the new list differ. */
static void
show_changed_boxes (LwLabelPage *self,
                    GPtrArray   *items,
                    guint        first,
                    guint        n_old,
                    guint        n_new)
{
  if (n_old + n_new > MAX_SINGLE_EDITS)
    {
      show_all_boxes (self, items);
      return;
    }

  for (guint i = first; i < first + n_old; i++)
    {
      g_autoptr (LwBoxItem) old = g_list_model_get_item (G_LIST_MODEL (self->boxes), i);

      if (!has_key (items, first, n_new, lw_box_item_get_key (old)))
        lw_canvas_remove_box (self->canvas, lw_box_item_get_key (old));
    }

  for (guint i = first; i < first + n_new; i++)
    {
      LwCanvasBox box = lw_box_item_to_canvas (g_ptr_array_index (items, i));

      /* Adding a key that is there replaces the box. */
      lw_canvas_add_box (self->canvas, &box);
    }
}

/* Brings canvas and list from what they show to @items, touching only what
 * differs, so that an edit costs the same in an image of 10,000 boxes. */
static void
show_items (LwLabelPage *self,
            GPtrArray   *items,
            gboolean     is_new_image)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->boxes));
  guint first = 0, n_tail = 0;
  guint n_old, n_new;

#define OLD(i) ((LwBoxItem *) g_list_model_get_item (G_LIST_MODEL (self->boxes), (i)))
  while (!is_new_image && first < MIN (n_before, items->len))
    {
      g_autoptr (LwBoxItem) old = OLD (first);

      if (!lw_box_item_equal (old, g_ptr_array_index (items, first)))
        break;
      first++;
    }

  while (!is_new_image && n_tail < MIN (n_before, items->len) - first)
    {
      g_autoptr (LwBoxItem) old = OLD (n_before - 1 - n_tail);

      if (!lw_box_item_equal (old, g_ptr_array_index (items, items->len - 1 - n_tail)))
        break;
      n_tail++;
    }
#undef OLD

  n_old = n_before - first - n_tail;
  n_new = items->len - first - n_tail;

  g_array_set_size (self->changed, 0);

  for (guint i = first; i < first + n_new; i++)
    {
      gint64 key = lw_box_item_get_key (g_ptr_array_index (items, i));

      g_array_append_val (self->changed, key);
    }

  self->is_syncing = TRUE;

  if (is_new_image)
    show_all_boxes (self, items);
  else if (n_old + n_new > 0)
    show_changed_boxes (self, items, first, n_old, n_new);

  if (n_old + n_new > 0)
    g_list_store_splice (self->boxes, first, n_old, items->pdata + first, n_new);

  self->is_syncing = FALSE;
  lw_label_page_canvas_selected (self);
}

void
lw_label_page_reload_tags (LwLabelPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tags = NULL;

  if (self->project != NULL && self->image_key != 0)
    tags = lw_project_list_tags (self->project, self->image_key, &error);

  lw_toast_show_error (GTK_WIDGET (self), error);
  lw_class_palette_set_tags (self->palette, tags);
}

void
lw_label_page_reload (LwLabelPage *self)
{
  lw_label_page_show_boxes (self, FALSE);
  lw_label_page_reload_tags (self);
  lw_label_page_update_status (self);
}

void
lw_label_page_show_boxes (LwLabelPage *self,
                          gboolean     is_new_image)
{
  g_autoptr (GPtrArray) items = dup_items (self);

  show_items (self, items, is_new_image);
}

/* --- Status --- */

void
lw_label_page_show_notice (LwLabelPage *self,
                           const char  *text)
{
  gtk_label_set_label (self->notice_label, text != NULL ? text : "");
}

void
lw_label_page_update_status (LwLabelPage *self)
{
  g_autofree char *text = NULL;
  LwImageList     *images;
  guint            counts[LW_N_PROGRESS] = { 0 };
  guint            position, n_left;

  if (self->project == NULL)
    return;

  images = lw_project_get_images (self->project);
  position = lw_image_list_find (images, self->image_key);
  lw_image_list_count_progress (images, counts);
  n_left = counts[LW_PROGRESS_UNSEEN] + counts[LW_PROGRESS_OPEN];

  if (self->image_key == 0)
    text = g_strdup (_ ("No images"));
  else if (position == G_MAXUINT)
    /* Translators: the image on the canvas is not among those that are listed. */
    text = g_strdup_printf (_ ("Not in the list · %u left"), n_left);
  else
    /* Translators: the third of 60 images; 4 are left to do. */
    text = g_strdup_printf (_ ("%u of %u · %u left"), position + 1,
                            g_list_model_get_n_items (G_LIST_MODEL (images)), n_left);

  gtk_label_set_label (self->image_label, text);
}
