/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-attribute-window.h"
#include "lw-shared-values.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const struct
{
  const char *action;
  LwBoxFlags  flag;
  const char *on, *off; /* what is said */
} marks[] = {
  { "difficult", LW_BOX_DIFFICULT, N_("Difficult"), N_("Not difficult") },
  { "truncated", LW_BOX_TRUNCATED, N_("Truncated"), N_("Not truncated") },
  { "occluded",  LW_BOX_OCCLUDED,  N_("Occluded"),  N_("Not occluded") },
  { "crowd",     LW_BOX_CROWD,     N_("A crowd"),   N_("Not a crowd") },
};
/* clang-format on */

static void
show_error (LwLabelPage  *self,
            const GError *error)
{
  lw_toast_show_error (GTK_WIDGET (self), error);
}

/* --- Flags --- */

void
lw_label_page_set_flags (LwLabelPage *self,
                         guint        mask,
                         guint        flags)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;

  if (keys->len > 0 && lw_label_page_can_edit (self) &&
      !lw_project_mark_boxes (self->project, (const gint64 *) keys->data, keys->len, mask, flags, &error))
    show_error (self, error);

  for (guint i = 0; error == NULL && keys->len > 0 && i < G_N_ELEMENTS (marks); i++)
    if (mask & marks[i].flag)
      lw_label_page_say (self, flags & marks[i].flag ? _ (marks[i].on) : _ (marks[i].off));
}

static void
mark_action (GSimpleAction *action,
             GVariant      *state,
             gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_equal (marks[i].action, name))
      lw_label_page_set_flags (user_data, marks[i].flag, g_variant_get_boolean (state) ? marks[i].flag : 0);
}

/* On where all that is selected has the flag: so the key gives it to all first. */
static void
show_marks (LwLabelPage *self,
            LwBoxFlags   all)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), marks[i].action);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean ((all & marks[i].flag) != 0));
    }
}

/* --- Attributes --- */

void
lw_label_page_set_attribute (LwLabelPage *self,
                             gint64       attribute_key,
                             const char  *value,
                             GArray      *boxes)
{
  g_autoptr (GError) error = NULL;

  if (lw_label_page_can_edit (self) &&
      !lw_project_set_box_attribute (self->project, (const gint64 *) boxes->data, boxes->len, attribute_key, value, &error))
    show_error (self, error);
}

static void
add_once (GArray *keys,
          gint64  key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) == key)
      return;

  g_array_append_val (keys, key);
}

void
lw_label_page_update_attributes (LwLabelPage *self)
{
  LwAttributeRows *rows = lw_box_inspector_get_rows (self->inspector);
  gsize            n_keys;
  const gint64    *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  LwBoxFlags       all = n_keys > 0 ? LW_BOX_ALL_FLAGS : 0, any = 0;
  g_autoptr (GArray) classes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) selection = lw_label_page_dup_selection (self);
  g_autoptr (GArray) values = NULL;

  for (gsize i = 0; i < n_keys; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, keys[i]);

      if (box == NULL)
        continue;

      all &= box->flags;
      any |= box->flags;
      add_once (classes, box->class_key);
    }

  lw_box_inspector_set_class_is_mixed (self->inspector, classes->len > 1);
  lw_box_inspector_set_flags (self->inspector, all, any);
  show_marks (self, all);

  /* May change boxes, and so the selection. */
  lw_attribute_rows_set_boxes (rows, (const gint64 *) selection->data, selection->len);

  if (self->project == NULL)
    return;

  values = lw_project_list_shared_values (self->project, (const gint64 *) classes->data, classes->len,
                                          (const gint64 *) selection->data, selection->len);
  lw_attribute_rows_set_values (rows, values);
}

/* A flag that is off says nothing. */
static char *
dup_answer (const LwAttributeRow *attribute,
            const LwBoxRow       *row)
{
  g_autofree char *value = NULL;

  if (attribute->type != LW_ATTRIBUTE_FLAG)
    return lw_attribute_dup_caption (attribute, row);

  value = lw_attribute_dup_value (attribute, row->attributes);

  return g_strcmp0 (value, "true") == 0 ? g_strdup (attribute->name) : NULL;
}

void
lw_label_page_caption_values (LwLabelPage    *self,
                              const LwBoxRow *row,
                              LwShownBox     *box)
{
  g_autoptr (GPtrArray) asked = lw_project_list_class_attributes (self->project, row->class_key);
  g_autoptr (GString) text = g_string_new (box->class_name);

  for (guint i = 0; i < asked->len; i++)
    {
      g_autofree char *answer = dup_answer (asked->pdata[i], row);

      if (answer != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", answer);
    }

  box->caption = g_intern_string (text->str);
}

static void
attributes_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  GtkWindow   *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->project != NULL)
    gtk_window_present (GTK_WINDOW (lw_attribute_window_new (parent, self->project, G_ACTION_GROUP (self->actions))));
}

/* Where there is nothing to be set the reason is said, and shown. */
static void
focus_attributes_action (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  LwLabelPage *self = user_data;
  gsize        n_keys;

  lw_canvas_get_selection (self->canvas, &n_keys);

  if (n_keys == 0)
    {
      lw_label_page_show_notice (self, _ ("First select a box: its attributes are set on the right"));
      return;
    }

  if (!gtk_widget_get_visible (self->inspector_side))
    g_object_set (self, "show-inspector", TRUE, NULL);

  if (!lw_attribute_rows_grab_focus (lw_box_inspector_get_rows (self->inspector)))
    lw_label_page_show_notice (self, _ ("No attributes are asked for this class: Ctrl+T adds some"));
}

static const GActionEntry entries[] = {
  { .name = "attributes", .activate = attributes_action },
  { .name = "focus-attributes", .activate = focus_attributes_action },
};

void
lw_label_page_add_attribute_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autoptr (GSimpleAction) action =
          g_simple_action_new_stateful (marks[i].action, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect (action, "change-state", G_CALLBACK (mark_action), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}
