/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-example-list.h"

#include "lw-example-crop.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* In a box of an example: its row as it was shown. */
#define EXAMPLE "lw-example"

struct _LwExampleList
{
  GtkBox parent_instance;

  LwProject *project;
  gint64     class_key;
  GArray    *rows;     /* (element-type LwExampleRow), nullable: what is shown */
  GPtrArray *captions; /* (element-type GtkWidget) of the rows, borrowed */
  gboolean   can_edit;
};

G_DEFINE_FINAL_TYPE (LwExampleList, lw_example_list, GTK_TYPE_BOX)

static const LwExampleRow *
get_row (LwExampleList *self,
         GtkWidget     *widget)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), EXAMPLE));

  return &g_array_index (self->rows, LwExampleRow, i);
}

/* --- Changing --- */

static void
change (LwExampleList      *self,
        const LwExampleRow *row)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_update_example (self->project, row, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
caption_done (LwExampleList *self,
              GtkWidget     *entry)
{
  const char  *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  LwExampleRow row;

  if (self->rows == NULL)
    return;

  row = *get_row (self, entry);

  if (g_strcmp0 (text, row.caption != NULL ? row.caption : "") == 0)
    return;

  row.caption = (char *) text;
  change (self, &row);
}

static void
caption_left_cb (LwExampleList           *self,
                 GtkEventControllerFocus *controller)
{
  caption_done (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
}

static void
turned_cb (LwExampleList *self,
           GtkWidget     *button)
{
  LwExampleRow row = *get_row (self, button);

  row.is_wrong = !row.is_wrong;
  change (self, &row);
}

static void
removed_cb (LwExampleList *self,
            GtkWidget     *button)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_remove_example (self->project, get_row (self, button)->key, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

/* --- Showing --- */

static GtkWidget *
new_button (LwExampleList *self,
            guint          i,
            const char    *icon,
            const char    *text,
            GCallback      callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "lw-small-button");
  g_object_set_data (G_OBJECT (button), EXAMPLE, GUINT_TO_POINTER (i));
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
new_caption (LwExampleList      *self,
             const LwExampleRow *row,
             guint               i)
{
  GtkEventController *focus;
  GtkWidget          *caption;

  if (!self->can_edit)
    {
      caption = gtk_label_new (row->caption);
      gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (caption), 14);
      gtk_widget_add_css_class (caption, "caption");

      return caption;
    }

  caption = gtk_entry_new ();
  focus = gtk_event_controller_focus_new ();
  gtk_editable_set_text (GTK_EDITABLE (caption), row->caption != NULL ? row->caption : "");
  gtk_editable_set_width_chars (GTK_EDITABLE (caption), 12);
  gtk_entry_set_placeholder_text (GTK_ENTRY (caption), _ ("What it shows"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (caption), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Caption of the example"),
                                  -1);
  gtk_widget_add_css_class (caption, "lw-compact");
  g_object_set_data (G_OBJECT (caption), EXAMPLE, GUINT_TO_POINTER (i));
  g_signal_connect_object (caption, "activate", G_CALLBACK (caption_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (caption_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (caption, focus);

  return caption;
}

static GtkWidget *
new_example (LwExampleList *self,
             guint          i)
{
  const LwExampleRow *row = &g_array_index (self->rows, LwExampleRow, i);
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget          *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  self->captions->pdata[i] = new_caption (self, row, i);
  gtk_box_append (GTK_BOX (box), lw_example_crop_new (self->project, row));
  gtk_box_append (GTK_BOX (box), self->captions->pdata[i]);

  if (!self->can_edit)
    return box;

  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons),
                  new_button (self, i, "object-flip-vertical-symbolic",
                              row->is_wrong ? _ ("This Belongs to the Class") : _ ("This Does Not Belong to the Class"),
                              G_CALLBACK (turned_cb)));
  gtk_box_append (GTK_BOX (buttons),
                  new_button (self, i, "user-trash-symbolic", _ ("Remove the Example"), G_CALLBACK (removed_cb)));
  gtk_box_append (GTK_BOX (box), buttons);

  return box;
}

static void
append_kind (LwExampleList *self,
             gboolean       is_wrong,
             const char    *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *flow = gtk_flow_box_new ();
  gboolean   has_any = FALSE;

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, LwExampleRow, i).is_wrong == is_wrong)
      {
        gtk_flow_box_insert (GTK_FLOW_BOX (flow), new_example (self, i), -1);
        has_any = TRUE;
      }

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, is_wrong ? "lw-wrong" : "lw-right");
  gtk_widget_set_visible (label, has_any);
  gtk_widget_set_visible (flow, has_any);
  gtk_box_append (GTK_BOX (self), label);
  gtk_box_append (GTK_BOX (self), flow);
}

/* But for the captions. */
static gboolean
is_equal (const GArray *a,
          const GArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const LwExampleRow *row_a = &g_array_index (a, LwExampleRow, i);
      const LwExampleRow *row_b = &g_array_index (b, LwExampleRow, i);

      if (row_a->key != row_b->key || row_a->is_wrong != row_b->is_wrong || !lw_rect_equal (row_a->rect, row_b->rect) ||
          row_a->class_key != row_b->class_key)
        return FALSE;
    }

  return TRUE;
}

static void
show_captions (LwExampleList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *caption = g_array_index (self->rows, LwExampleRow, i).caption;
      GtkWidget  *widget = self->captions->pdata[i];

      caption = caption != NULL ? caption : "";

      if (GTK_IS_LABEL (widget))
        gtk_label_set_label (GTK_LABEL (widget), caption);
      else if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (widget)), caption))
        gtk_editable_set_text (GTK_EDITABLE (widget), caption);
    }
}

/* Nothing is made anew that is there already: somebody may be writing a caption. */
static void
update (LwExampleList *self)
{
  GArray    *rows = NULL;
  GtkWidget *child;

  if (self->project != NULL && self->class_key != 0)
    rows = lw_project_list_examples (self->project, self->class_key, NULL);

  if (is_equal (self->rows, rows))
    {
      g_array_unref (self->rows);
      self->rows = rows;
      show_captions (self);
      return;
    }

  /* An entry that goes while it has the focus is no entry that was left. */
  g_clear_pointer (&self->rows, g_array_unref);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);

  self->rows = rows;

  if (rows == NULL)
    return;

  g_ptr_array_set_size (self->captions, (int) rows->len);

  append_kind (self, FALSE, _ ("✓ Belongs to the class"));
  append_kind (self, TRUE, _ ("✗ Does not belong to the class"));
}

static void
lw_example_list_dispose (GObject *object)
{
  lw_example_list_set_class (LW_EXAMPLE_LIST (object), NULL, 0);

  G_OBJECT_CLASS (lw_example_list_parent_class)->dispose (object);
}

static void
lw_example_list_finalize (GObject *object)
{
  g_ptr_array_unref (LW_EXAMPLE_LIST (object)->captions);

  G_OBJECT_CLASS (lw_example_list_parent_class)->finalize (object);
}

static void
lw_example_list_class_init (LwExampleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_example_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_example_list_finalize;
}

static void
lw_example_list_init (LwExampleList *self)
{
  self->captions = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

GtkWidget *
lw_example_list_new (gboolean can_edit)
{
  LwExampleList *self = g_object_new (LW_TYPE_EXAMPLE_LIST, NULL);

  self->can_edit = can_edit;

  return GTK_WIDGET (self);
}

void
lw_example_list_set_class (LwExampleList *self,
                           LwProject     *project,
                           gint64         class_key)
{
  g_return_if_fail (LW_IS_EXAMPLE_LIST (self));

  if (self->project != project)
    {
      if (self->project != NULL)
        g_signal_handlers_disconnect_by_data (self->project, self);

      g_set_object (&self->project, project);
      g_clear_pointer (&self->rows, g_array_unref);

      if (project != NULL)
        g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }

  self->class_key = class_key;
  update (self);
}

guint
lw_example_list_get_n_examples (LwExampleList *self)
{
  g_return_val_if_fail (LW_IS_EXAMPLE_LIST (self), 0);

  return self->rows != NULL ? self->rows->len : 0;
}
