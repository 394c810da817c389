/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* More changes than this are cheaper as one new set. */
#define MAX_SINGLE_EDITS 64

/* Of more boxes few captions find room, and to read what all of them say takes longer than a frame. */
#define MAX_CAPTIONS_WITH_VALUES 1000

/* --- Selection: one of them speaks, the others follow --- */

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
  gsize             n_keys;
  const gint64     *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  const LwShownBox *first = n_keys > 0 ? lw_box_model_find_box (self->boxes, keys[0]) : NULL;

  lw_box_inspector_set_boxes (self->inspector, first, n_keys);
  lw_label_page_update_attributes (self);
  lw_label_page_update_guideline (self);
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
  lw_label_page_follow_walk (self);
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
  lw_label_page_follow_walk (self);
}

void
lw_label_page_select (LwLabelPage *self,
                      GArray      *keys)
{
  lw_label_page_finish_boxes (self);
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

void
lw_label_page_append_shown (LwLabelPage  *self,
                            const GArray *rows,
                            GArray       *boxes)
{
  const LwClassRow *class = NULL;
  const gboolean has_values = boxes->len + rows->len <= MAX_CAPTIONS_WITH_VALUES &&
                              g_settings_get_boolean (self->settings, "show-caption-values");

  for (guint i = 0; i < rows->len; i++)
    {
      const LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);
      LwShownBox      box;

      /* Neighbours in the list are mostly of one class. */
      if (class == NULL || class->key != row->class_key)
        class = lw_project_find_class (self->project, row->class_key);

      box = lw_shown_box (row, class);
      if (has_values)
        lw_label_page_caption_values (self, row, &box);
      g_array_append_val (boxes, box);
    }
}

/* The annotator's boxes as they are in the project now: (element-type LwShownBox). */
static GArray *
dup_boxes (LwLabelPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));

  if (self->project != NULL && self->image_key != 0)
    rows = lw_project_list_boxes (self->project, self->image_key, &error);

  if (error != NULL)
    lw_toast_show_error (GTK_WIDGET (self), error);

  if (rows != NULL)
    lw_label_page_append_shown (self, rows, boxes);

  return boxes;
}

static void
show_all_boxes (LwLabelPage  *self,
                const GArray *boxes)
{
  g_autofree LwCanvasBox *shown = g_new (LwCanvasBox, MAX (boxes->len, 1));

  for (guint i = 0; i < boxes->len; i++)
    shown[i] = lw_label_page_canvas_box (self, &g_array_index (boxes, LwShownBox, i));

  lw_canvas_set_boxes (self->canvas, shown, boxes->len);
}

static gboolean
is_added (const GArray      *boxes,
          const LwBoxChange *change,
          gint64             key)
{
  for (guint i = change->first; i < change->first + change->n_added; i++)
    if (g_array_index (boxes, LwShownBox, i).key == key)
      return TRUE;

  return FALSE;
}

static void
show_changed_boxes (LwLabelPage       *self,
                    const GArray      *boxes,
                    const LwBoxChange *change)
{
  for (guint i = change->first; i < change->first + change->n_removed; i++)
    {
      const gint64 key = lw_box_model_get_box (self->boxes, i)->key;

      if (!is_added (boxes, change, key))
        lw_canvas_remove_box (self->canvas, key);
    }

  for (guint i = change->first; i < change->first + change->n_added; i++)
    {
      const LwCanvasBox box = lw_label_page_canvas_box (self, &g_array_index (boxes, LwShownBox, i));

      /* Adding a key that is there replaces the box. */
      lw_canvas_add_box (self->canvas, &box);
    }
}

/* The same boxes, hidden or locked otherwise than before. */
void
lw_label_page_refresh_boxes (LwLabelPage *self)
{
  g_autofree LwCanvasBox *shown = NULL;
  guint                   n_boxes;

  lw_label_page_finish_boxes (self);
  n_boxes = lw_box_model_get_n_boxes (self->boxes);
  shown = g_new (LwCanvasBox, MAX (n_boxes, 1));
  for (guint i = 0; i < n_boxes; i++)
    shown[i] = lw_label_page_canvas_box (self, lw_box_model_get_box (self->boxes, i));

  lw_canvas_set_boxes (self->canvas, shown, n_boxes);
  lw_box_list_refresh (self->box_list);
}

/* Canvas and list go from what they show to what is there, touching only what
 * differs, so that an edit in an image of 10,000 boxes is not 10,000 edits. */
static void
show_boxes (LwLabelPage *self,
            gboolean     is_new_image)
{
  GArray           *boxes = dup_boxes (self);
  const LwBoxChange all = { 0, lw_box_model_get_n_boxes (self->boxes), boxes->len };
  const LwBoxChange change = is_new_image ? all : lw_box_model_compare (self->boxes, boxes);

  self->is_syncing = TRUE;

  if (is_new_image || change.n_removed + change.n_added > MAX_SINGLE_EDITS)
    show_all_boxes (self, boxes);
  else
    show_changed_boxes (self, boxes, &change);

  lw_box_model_take_boxes (self->boxes, boxes, &change);
  self->is_syncing = FALSE;
  lw_label_page_canvas_selected (self);
}

void
lw_label_page_show_boxes (LwLabelPage *self,
                          gboolean     is_new_image)
{
  /* What has been read so far is no longer so: from the start, and in steps again. */
  if (lw_label_page_stop_boxes (self))
    {
      lw_label_page_clear_boxes (self);
      lw_label_page_load_boxes (self);
    }
  else
    show_boxes (self, is_new_image);
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

/* --- Status --- */

void
lw_label_page_show_notice (LwLabelPage *self,
                           const char  *text)
{
  gtk_label_set_label (self->notice_label, text != NULL ? text : "");
}

void
lw_label_page_say (LwLabelPage *self,
                   const char  *text)
{
  lw_canvas_announce (self->canvas, text);
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
  lw_label_page_update_note (self);
  lw_label_page_update_pace (self);
}
