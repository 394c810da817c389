/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-class-tree.h"
#include "lw-name-dialog.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

static void
show_error (LwLabelPage  *self,
            const GError *error)
{
  lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
select_one (LwLabelPage *self,
            gint64       key)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (keys, key);
  lw_label_page_select (self, keys);
}

/* --- Drawing --- */

static void
announce_drawn (LwLabelPage *self,
                gint64       class_key,
                LwRect       rect)
{
  const LwClassRow *class = lw_project_find_class (self->project, class_key);
  /* Translators: class, width, height, and where the left and the top edge are. */
  g_autofree char *text = g_strdup_printf (_ ("%s drawn, %.5g by %.5g at %.6g, %.6g"), class != NULL ? class->name : "",
                                           rect.x1 - rect.x0, rect.y1 - rect.y0, rect.x0, rect.y0);

  lw_canvas_announce (self->canvas, text);
}

static void
add_box (LwLabelPage *self,
         gint64       class_key,
         LwRect       rect)
{
  g_autoptr (GError) error = NULL;
  gint64 key;

  lw_class_palette_note_used (self->palette, class_key);

  if (lw_project_add_box (self->project, self->image_key, class_key, rect, &key, &error))
    {
      g_autoptr (GArray) keys = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (gint64)), &key, 1);

      /* Who draws while boxes are hidden wants to see what was drawn, and no more. */
      lw_label_page_reveal (self, keys);
      select_one (self, key);
      announce_drawn (self, class_key, rect);
    }
  else
    show_error (self, error);
}

static void
first_class_cb (const char *name,
                gpointer    user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 class_key;

  lw_label_page_focus_canvas (self);

  if (name == NULL || !lw_label_page_can_edit (self))
    return;

  if (!lw_project_add_class (self->project, name, &class_key, &error))
    {
      show_error (self, error);
      return;
    }

  lw_class_palette_set_current (self->palette, class_key);
  add_box (self, class_key, self->pending_rect);
}

void
lw_label_page_add_drawn_box (LwLabelPage *self,
                             LwRect       rect)
{
  const LwNameQuestion question = {
    .heading = _ ("What Is in the Box?"),
    .body = _ ("The first box needs a class. You can add more classes on the right."),
    .entry_label = _ ("Name of the class"),
    .accept = _ ("_Add"),
  };
  gint64 class_key = lw_class_palette_get_current (self->palette);

  if (!lw_label_page_can_edit (self))
    return;

  if (class_key != 0)
    add_box (self, class_key, rect);
  else
    {
      self->pending_rect = rect;
      lw_name_dialog_ask (GTK_WIDGET (self), &question, first_class_cb, self);
    }
}

/* --- Classes --- */

void
lw_label_page_set_class (LwLabelPage *self,
                         gint64       class_key)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;

  lw_class_palette_set_current (self->palette, class_key);
  lw_class_palette_note_used (self->palette, class_key);

  if (keys->len > 0 && lw_label_page_can_edit (self) &&
      !lw_project_set_box_class (self->project, (const gint64 *) keys->data, keys->len, class_key, &error))
    show_error (self, error);
  else
    lw_label_page_say_class (self, class_key, lw_label_page_can_edit (self) ? keys->len : 0);

  lw_label_page_focus_canvas (self);
}

static gboolean
has_tag (LwLabelPage *self,
         gint64       class_key)
{
  g_autoptr (GArray) tags = lw_project_list_tags (self->project, self->image_key, NULL);

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    if (g_array_index (tags, gint64, i) == class_key)
      return TRUE;

  return FALSE;
}

void
lw_label_page_toggle_tag (LwLabelPage *self,
                          gint64       class_key)
{
  const LwClassRow *class = self->project != NULL ? lw_project_find_class (self->project, class_key) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (!lw_label_page_can_edit (self) || class == NULL)
    return;

  title = g_strdup_printf (_ ("The whole image is %s"), class->name);

  if (lw_project_toggle_tag (self->project, self->image_key, class_key, &error))
    lw_label_page_say_switch (self, title, has_tag (self, class_key));
  else
    show_error (self, error);
}

static gint64
get_class_at (LwLabelPage *self,
              GVariant    *parameter)
{
  const int place = g_variant_get_int32 (parameter);

  return self->project != NULL && place >= 0 ? lw_class_tree_find_digit (lw_project_get_classes (self->project), place) : 0;
}

static void
class_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gint64 class_key = get_class_at (user_data, parameter);

  if (class_key != 0)
    lw_label_page_set_class (user_data, class_key);
}

static void
set_class_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  lw_label_page_set_class (user_data, g_variant_get_int64 (parameter));
}

static void
tag_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  gint64 class_key = get_class_at (user_data, parameter);

  if (class_key != 0)
    lw_label_page_toggle_tag (user_data, class_key);
}

static void
edit_class_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;

  /* Enter is first of all the canvas's own: it sets corners while drawing. */
  if (lw_canvas_get_drawing_mode (self->canvas))
    lw_canvas_place_corner (self->canvas);
  else
    lw_label_page_choose_class (self);
}

static void
search_class_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  lw_label_page_search_class (user_data);
}

static const GActionEntry entries[] = {
  { .name = "class", .activate = class_action, .parameter_type = "i" },
  { .name = "tag", .activate = tag_action, .parameter_type = "i" },
  { .name = "edit-class", .activate = edit_class_action },
  { .name = "set-class", .activate = set_class_action, .parameter_type = "x" },
  { .name = "search-class", .activate = search_class_action },
};

void
lw_label_page_add_class_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
