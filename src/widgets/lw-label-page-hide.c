/* lw-label-page-hide.c - boxes that are hidden, and boxes that are locked
 *
 * What is hidden is the viewer's and forgotten with the window.  A lock on a box is kept
 * in the project, as its other marks are; a lock on a class holds for the session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-keys.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

LwCanvasBoxFlags
lw_label_page_box_state (const LwShownBox *box,
                         gpointer          page)
{
  return lw_label_page_canvas_box (page, box).flags;
}

LwCanvasBox
lw_label_page_canvas_box (LwLabelPage      *self,
                          const LwShownBox *box)
{
  LwCanvasBox shown = lw_shown_box_to_canvas (box);

  if (self->hides_boxes || g_hash_table_contains (self->hidden_boxes, &box->key) ||
      g_hash_table_contains (self->hidden_classes, &box->class_key))
    shown.flags |= LW_CANVAS_BOX_HIDDEN;
  if (box->flags & LW_BOX_LOCKED || g_hash_table_contains (self->locked_classes, &box->class_key))
    shown.flags |= LW_CANVAS_BOX_LOCKED;
  if (lw_label_page_is_aside (self, box->key))
    shown.flags |= LW_CANVAS_BOX_DIM;

  return shown;
}

gboolean
lw_label_page_is_locked (LwLabelPage *self,
                         gint64       key)
{
  const LwShownBox *box = lw_box_model_find_box (self->boxes, key);

  return box != NULL && (lw_label_page_canvas_box (self, box).flags & LW_CANVAS_BOX_LOCKED) != 0;
}

gboolean
lw_label_page_show_hidden (LwLabelPage *self)
{
  if (!self->hides_boxes && g_hash_table_size (self->hidden_boxes) == 0 && g_hash_table_size (self->hidden_classes) == 0)
    return FALSE;

  self->hides_boxes = FALSE;
  g_hash_table_remove_all (self->hidden_boxes);
  g_hash_table_remove_all (self->hidden_classes);
  lw_label_page_refresh_boxes (self);

  return TRUE;
}

void
lw_label_page_reveal (LwLabelPage  *self,
                      const GArray *keys)
{
  gboolean is_changed = self->hides_boxes;

  self->hides_boxes = FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i));

      if (box == NULL)
        continue;
      is_changed |= g_hash_table_remove (self->hidden_boxes, &box->key);
      is_changed |= g_hash_table_remove (self->hidden_classes, &box->class_key);
    }

  if (is_changed)
    lw_label_page_refresh_boxes (self);
}

/* With the key that brings them back, which the user may have changed. */
static void
announce_hidden (LwLabelPage *self,
                 const char  *what)
{
  g_autofree char *key = lw_keys_dup_label ("label.hide-boxes");
  /* Translators: what is hidden, and a key: "2 boxes hidden; H shows all". */
  g_autofree char *text = key != NULL ? g_strdup_printf (_ ("%s; %s shows all"), what, key) : g_strdup (what);

  lw_canvas_announce (self->canvas, text);
}

static void
hide_all_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (lw_label_page_show_hidden (self))
    {
      lw_canvas_announce (self->canvas, _ ("All boxes are shown"));
      return;
    }

  self->hides_boxes = TRUE;
  lw_label_page_refresh_boxes (self);
  announce_hidden (self, _ ("The boxes are hidden"));
}

/* Puts the keys of the selected boxes, or of their classes, into @set. */
static guint
add_selected (LwLabelPage *self,
              GHashTable  *set,
              gboolean     of_classes)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);

  for (guint i = 0; i < keys->len; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i));

      if (box != NULL)
        g_hash_table_add (set, g_memdup2 (of_classes ? &box->class_key : &box->key, sizeof (gint64)));
    }

  if (keys->len == 0)
    lw_canvas_announce (self->canvas, _ ("Select a box first"));

  return keys->len;
}

static void
hide_selection_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  LwLabelPage     *self = user_data;
  guint            n_boxes = add_selected (self, self->hidden_boxes, FALSE);
  g_autofree char *text = g_strdup_printf (ngettext ("%u box hidden", "%u boxes hidden", n_boxes), n_boxes);

  if (n_boxes == 0)
    return;

  lw_label_page_refresh_boxes (self);
  announce_hidden (self, text);
}

/* The class that is drawn with. */
static void
switch_current_class (LwLabelPage *self)
{
  const gint64 key = lw_class_palette_get_current (self->palette);
  const LwClassRow *class = self->project != NULL ? lw_project_find_class (self->project, key) : NULL;
  g_autofree char *text = NULL;

  if (class == NULL)
    {
      lw_canvas_announce (self->canvas, _ ("Select a box or a class first"));
      return;
    }

  if (g_hash_table_remove (self->hidden_classes, &key))
    {
      text = g_strdup_printf (_ ("“%s” is shown"), class->name);
      lw_label_page_refresh_boxes (self);
      lw_canvas_announce (self->canvas, text);
      return;
    }

  g_hash_table_add (self->hidden_classes, g_memdup2 (&key, sizeof key));
  text = g_strdup_printf (_ ("“%s” is hidden, on this and other images"), class->name);
  lw_label_page_refresh_boxes (self);
  announce_hidden (self, text);
}

static void
hide_current_class_action (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  switch_current_class (user_data);
}

/* The classes of what is selected; with nothing selected that of the palette, and back. */
static void
hide_class_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  gsize        n_selected;

  lw_canvas_get_selection (self->canvas, &n_selected);
  if (n_selected == 0)
    {
      switch_current_class (self);
      return;
    }

  add_selected (self, self->hidden_classes, TRUE);
  lw_label_page_refresh_boxes (self);
  announce_hidden (self, _ ("The class is hidden, on this and other images"));
}

static void
lock_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint            n_locked = 0;
  gboolean         is_locking;

  if (keys->len == 0 || !lw_label_page_can_edit (self))
    return;

  for (guint i = 0; i < keys->len; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i));

      n_locked += box != NULL && box->flags & LW_BOX_LOCKED;
    }

  /* Some of both: first all are locked. */
  is_locking = n_locked < keys->len;
  if (!lw_project_mark_boxes (self->project, (const gint64 *) (const void *) keys->data, keys->len, LW_BOX_LOCKED,
                              is_locking ? LW_BOX_LOCKED : 0, &error))
    {
      lw_toast_show_error (GTK_WIDGET (self), error);
      return;
    }

  if (is_locking)
    text = g_strdup_printf (ngettext ("%u box locked", "%u boxes locked", keys->len), keys->len);
  else
    text = g_strdup_printf (ngettext ("%u box unlocked", "%u boxes unlocked", keys->len), keys->len);
  lw_canvas_announce (self->canvas, text);
}

static void
lock_class_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  const char  *text = _ ("The class is locked for this session; the same key unlocks it");

  if (g_hash_table_size (self->locked_classes) > 0)
    {
      g_hash_table_remove_all (self->locked_classes);
      text = _ ("All classes are unlocked");
    }
  else if (add_selected (self, self->locked_classes, TRUE) == 0)
    return;

  lw_label_page_refresh_boxes (self);
  lw_canvas_announce (self->canvas, text);
}

static const GActionEntry entries[] = {
  { .name = "hide-boxes", .activate = hide_all_action },
  { .name = "hide-selection", .activate = hide_selection_action },
  { .name = "hide-class", .activate = hide_class_action },
  { .name = "hide-current-class", .activate = hide_current_class_action },
  { .name = "lock", .activate = lock_action },
  { .name = "lock-class", .activate = lock_class_action },
};

void
lw_label_page_add_hide_actions (LwLabelPage *self)
{
  self->hidden_boxes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->hidden_classes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->locked_classes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

void
lw_label_page_forget_hidden (LwLabelPage *self)
{
  self->hides_boxes = FALSE;
  g_hash_table_remove_all (self->hidden_boxes);
  g_hash_table_remove_all (self->hidden_classes);
  g_hash_table_remove_all (self->locked_classes);
}
