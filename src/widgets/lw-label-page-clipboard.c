/* lw-label-page-clipboard.c - boxes that are copied: to other places, images and windows
 *
 * The clipboard of the desktop holds text (see lw-box-text.h).  The page keeps the rows
 * behind what it copied last, so that within a project nothing of them is lost, such as
 * attributes; from elsewhere comes what the text says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-box-text.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How far a copy is put from its original: visible, and not mistaken for it. */
#define COPY_OFFSET_PX 10

/* In a corner there is nowhere left to go. */
#define MAX_TRIES 50

/* Of what is selected: (element-type LwBoxRow), in the order of drawing; NULL with an error
 * shown. */
static GArray *
copy_selection (LwLabelPage *self)
{
  g_autoptr (GHashTable) selected = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (selected, &g_array_index (keys, gint64, i));

  rows = lw_project_list_boxes (self->project, self->image_key, &error);
  if (rows == NULL)
    {
      lw_toast_show_error (GTK_WIDGET (self), error);
      return NULL;
    }

  for (guint i = rows->len; i-- > 0;)
    if (!g_hash_table_contains (selected, &g_array_index (rows, LwBoxRow, i).key))
      g_array_remove_index (rows, i);

  return g_steal_pointer (&rows);
}

/* --- Putting them down --- */

typedef enum
{
  PLACE_SAME,   /* where it was, cut off where this image ends */
  PLACE_BESIDE, /* a little further */
  PLACE_HERE,   /* around a point */
} Place;

static LwRect
shift (LwRect rect,
       double dx,
       double dy)
{
  return (LwRect){ rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy };
}

static LwRect
get_bounds (const GArray *rows)
{
  LwRect all = g_array_index (rows, LwBoxRow, 0).rect;

  for (guint i = 1; i < rows->len; i++)
    all = lw_rect_union (all, g_array_index (rows, LwBoxRow, i).rect);

  return all;
}

/* Shifts all alike, as far as the group fits. */
static void
shift_rows (LwLabelPage *self,
            GArray      *rows,
            Place        place,
            double       width,
            double       height)
{
  LwRect all = get_bounds (rows);
  double dx = COPY_OFFSET_PX;
  double dy = COPY_OFFSET_PX;
  LwRect inside;

  if (place == PLACE_HERE)
    {
      dx = round (self->x_paste_img - (all.x0 + all.x1) / 2);
      dy = round (self->y_paste_img - (all.y0 + all.y1) / 2);
    }

  inside = lw_rect_push_inside (shift (all, dx, dy), width, height);
  if (all.x1 - all.x0 <= width)
    dx = inside.x0 - all.x0;
  if (all.y1 - all.y0 <= height)
    dy = inside.y0 - all.y0;

  for (guint i = 0; i < rows->len; i++)
    {
      LwRect *rect = &g_array_index (rows, LwBoxRow, i).rect;

      *rect = shift (*rect, dx, dy);
    }
}

/* Cuts the rows to the image; what is outside of it goes, together with its @names. */
static void
clip_rows (GArray    *rows,
           GPtrArray *names,
           double     width,
           double     height,
           guint     *n_cut,
           guint     *n_outside)
{
  for (guint i = rows->len; i-- > 0;)
    {
      LwRect *rect = &g_array_index (rows, LwBoxRow, i).rect;
      LwRect  inside = lw_rect_clip (*rect, width, height);

      if (!lw_rect_is_valid (inside))
        {
          ++*n_outside;
          g_array_remove_index (rows, i);
          if (names != NULL)
            g_ptr_array_remove_index (names, i);
          continue;
        }

      *n_cut += !lw_rect_equal (*rect, inside);
      *rect = inside;
    }
}

static void
announce_added (LwLabelPage *self,
                guint        n_added,
                guint        n_cut,
                guint        n_outside)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u box added", "%u boxes added", n_added), n_added);
  if (n_cut > 0)
    {
      g_string_append (text, "; ");
      g_string_append_printf (text, ngettext ("%u cut at the edge of this image", "%u cut at the edge of this image", n_cut), n_cut);
    }
  if (n_outside > 0)
    {
      g_string_append (text, "; ");
      g_string_append_printf (text, ngettext ("%u left out, which would lie outside", "%u left out, which would lie outside", n_outside), n_outside);
    }

  lw_canvas_announce (self->canvas, text->str);
}

/* Exactly on a box of its class, or, without a class, on any. */
static gboolean
is_there (LwLabelPage    *self,
          const LwBoxRow *row)
{
  for (guint i = 0; i < lw_box_model_get_n_boxes (self->boxes); i++)
    {
      const LwShownBox *box = lw_box_model_get_box (self->boxes, i);

      if (lw_rect_equal (box->rect, row->rect) && (row->class_key == 0 || row->class_key == box->class_key))
        return TRUE;
    }

  return FALSE;
}

/* As one step.  @names: of the classes, where they are those of another project, else NULL.
 * @rows is not changed. */
static void
add_copies (LwLabelPage  *self,
            const GArray *rows,
            GPtrArray    *names,
            Place         place)
{
  g_autoptr (LwImageItem) image = lw_image_list_dup_item (lw_project_get_images (self->project), self->image_key);
  g_autoptr (GArray) copies = g_array_copy ((GArray *) rows);
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  const int width = lw_image_item_get_width (image);
  const int height = lw_image_item_get_height (image);
  guint     n_cut = 0, n_outside = 0;
  gboolean  is_added;

  if (rows->len == 0)
    return;

  /* Of a picture that nobody could open the size is not known. */
  if (place != PLACE_SAME)
    shift_rows (self, copies, place, width > 0 ? width : G_MAXINT, height > 0 ? height : G_MAXINT);
  /* A copy on its original cannot be seen. */
  for (guint i = 0; place == PLACE_SAME && i < MAX_TRIES && is_there (self, &g_array_index (copies, LwBoxRow, 0)); i++)
    shift_rows (self, copies, PLACE_BESIDE, width > 0 ? width : G_MAXINT, height > 0 ? height : G_MAXINT);
  if (width > 0 && height > 0)
    clip_rows (copies, names, width, height, &n_cut, &n_outside);
  for (guint i = 0; i < copies->len; i++)
    g_array_index (copies, LwBoxRow, i).flags &= ~LW_BOX_LOCKED;

  g_array_set_size (keys, copies->len);
  if (copies->len == 0)
    is_added = FALSE;
  else if (names != NULL)
    is_added = lw_project_add_named_boxes (self->project, self->image_key, (const LwBoxRow *) (const void *) copies->data,
                                           (const char *const *) names->pdata, copies->len, (gint64 *) (void *) keys->data, &error);
  else
    is_added = lw_project_add_boxes (self->project, self->image_key, (const LwBoxRow *) (const void *) copies->data,
                                     copies->len, (gint64 *) (void *) keys->data, &error);

  lw_toast_show_error (GTK_WIDGET (self), error);
  if (is_added)
    {
      lw_label_page_reveal (self, keys);
      lw_label_page_select (self, keys);
    }
  if (error == NULL)
    announce_added (self, copies->len, n_cut, n_outside);
}

/* --- Copying --- */

static gboolean
copy (LwLabelPage *self)
{
  g_autoptr (GArray) texts = lw_box_text_new_array ();
  GArray *rows = copy_selection (self);

  if (rows == NULL || rows->len == 0)
    {
      g_clear_pointer (&rows, g_array_unref);
      return FALSE;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      const LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);
      const LwClassRow *class = lw_project_find_class (self->project, row->class_key);
      LwBoxText text = { row->rect, row->flags & LW_BOX_ALL_FLAGS & ~LW_BOX_LOCKED, g_strdup (class != NULL ? class->name : "?") };

      g_array_append_val (texts, text);
    }

  g_clear_pointer (&self->clipboard, g_array_unref);
  g_free (self->clipboard_text);
  self->clipboard = rows;
  self->clipboard_text = lw_box_text_print ((const LwBoxText *) (const void *) texts->data, texts->len);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->clipboard_text);

  return TRUE;
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage     *self = user_data;
  g_autofree char *text = NULL;

  if (!copy (self))
    return;

  text = g_strdup_printf (ngettext ("%u box copied", "%u boxes copied", self->clipboard->len), self->clipboard->len);
  lw_canvas_announce (self->canvas, text);
}

static void
cut_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (lw_label_page_can_edit (self) && copy (self))
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), "delete", NULL);
}

/* --- Pasting --- */

typedef struct
{
  LwLabelPage *page;
  gint64       image_key;
  Place        place;
} Paste;

static void
paste_foreign (Paste      *paste,
               const char *text)
{
  g_autoptr (GArray) texts = lw_box_text_parse (text);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (LwBoxRow));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (texts == NULL || texts->len == 0)
    {
      lw_canvas_announce (paste->page->canvas, _ ("There are no boxes to paste: copy some first"));
      return;
    }

  for (guint i = 0; i < texts->len; i++)
    {
      const LwBoxText *box = &g_array_index (texts, LwBoxText, i);
      LwBoxRow         row = { .rect = box->rect, .flags = box->flags };

      g_array_append_val (rows, row);
      g_ptr_array_add (names, box->class_name);
    }

  add_copies (paste->page, rows, names, paste->place);
}

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Paste *paste = user_data;
  g_autoptr (LwLabelPage) self = paste->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  /* Meanwhile there may be another image, or none. */
  if (self->image_key != paste->image_key || !lw_label_page_can_edit (self))
    return;

  if (self->clipboard != NULL && g_strcmp0 (text, self->clipboard_text) == 0)
    add_copies (self, self->clipboard, NULL, paste->place);
  else
    paste_foreign (paste, text != NULL ? text : "");
}

static void
paste (LwLabelPage *self,
       Place        place)
{
  Paste *job;

  if (!lw_label_page_can_edit (self))
    return;

  job = g_new (Paste, 1);
  *job = (Paste){ g_object_ref (self), self->image_key, place };
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_read_cb, job);
}

static void
paste_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  paste (user_data, PLACE_SAME);
}

static void
paste_here_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (lw_canvas_get_pointer (self->canvas, &self->x_paste_img, &self->y_paste_img))
    paste (self, PLACE_HERE);
}

/* Where the menu was asked for, and not where its item was clicked. */
static void
paste_at_menu_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  paste (user_data, PLACE_HERE);
}

static void
duplicate_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) copies = NULL;

  if (lw_label_page_can_edit (self) && (copies = copy_selection (self)) != NULL)
    add_copies (self, copies, NULL, PLACE_BESIDE);
}

typedef struct
{
  LwRect rect;
  gint64 class_key;
} Spot;

static guint
hash_spot (gconstpointer data)
{
  const Spot *spot = data;

  return g_double_hash (&spot->rect.x0) ^ 31 * g_double_hash (&spot->rect.y0) ^ 961 * g_double_hash (&spot->rect.x1) ^
         g_int64_hash (&spot->class_key);
}

static gboolean
spots_equal (gconstpointer a,
             gconstpointer b)
{
  const Spot *one = a, *other = b;

  return one->class_key == other->class_key && lw_rect_equal (one->rect, other->rect);
}

/* What has been taken once is not taken twice.  FALSE where nothing is left. */
static gboolean
leave_out_those_there (LwLabelPage *self,
                       GArray      *rows)
{
  const guint      n_boxes = lw_box_model_get_n_boxes (self->boxes);
  g_autofree Spot *spots = g_new (Spot, MAX (n_boxes, 1));
  g_autoptr (GHashTable) there = g_hash_table_new (hash_spot, spots_equal);

  for (guint i = 0; i < n_boxes; i++)
    {
      const LwShownBox *box = lw_box_model_get_box (self->boxes, i);

      spots[i] = (Spot){ box->rect, box->class_key };
      g_hash_table_add (there, &spots[i]);
    }

  for (guint i = rows->len; i-- > 0;)
    {
      const LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);
      const Spot      spot = { row->rect, row->class_key };

      if (g_hash_table_contains (there, &spot))
        g_array_remove_index (rows, i);
    }

  return rows->len > 0;
}

static void
from_previous_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwImageList *images;
  guint        position;
  g_autoptr (LwImageItem) previous = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (!lw_label_page_can_edit (self))
    return;

  images = lw_project_get_images (self->project);
  position = lw_image_list_find (images, self->image_key);

  if (position == 0 || position == G_MAXUINT)
    {
      lw_canvas_announce (self->canvas, _ ("There is no previous image in the list."));
      return;
    }

  previous = g_list_model_get_item (G_LIST_MODEL (images), position - 1);
  rows = lw_project_list_boxes (self->project, lw_image_item_get_key (previous), &error);

  if (rows == NULL)
    lw_toast_show_error (GTK_WIDGET (self), error);
  else if (rows->len == 0)
    lw_canvas_announce (self->canvas, _ ("You have no boxes on the previous image."));
  else if (!leave_out_those_there (self, rows))
    lw_canvas_announce (self->canvas, _ ("The boxes of the previous image are here already."));
  else
    add_copies (self, rows, NULL, PLACE_SAME);
}

static const GActionEntry entries[] = {
  { .name = "duplicate", .activate = duplicate_action },
  { .name = "copy", .activate = copy_action },
  { .name = "cut", .activate = cut_action },
  { .name = "paste", .activate = paste_action },
  { .name = "paste-here", .activate = paste_here_action },
  { .name = "paste-at-menu", .activate = paste_at_menu_action },
  { .name = "from-previous", .activate = from_previous_action },
};

void
lw_label_page_add_clipboard_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/* Its classes are those of a project that is left. */
void
lw_label_page_forget_clipboard (LwLabelPage *self)
{
  g_clear_pointer (&self->clipboard, g_array_unref);
  g_clear_pointer (&self->clipboard_text, g_free);
}
