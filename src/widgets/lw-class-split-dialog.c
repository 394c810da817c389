/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-split-dialog.h"

#include "lw-class-tree.h"
#include "lw-names.h"

#include <glib/gi18n-lib.h>

#define EDGE_DEFAULT_PX 16
#define EDGE_MAX_PX 100000

/* One way to split: what the drop-down offers. */
typedef struct
{
  LwClassSplitKind      kind;
  const LwAttributeRow *attribute; /* borrowed: the dialog is modal */
} Way;

typedef struct
{
  LwProject       *project;
  gint64           class_key;
  char            *class_name;
  GArray          *box_keys;
  LwClassSplitFunc func;
  GObject         *user_data;

  GArray        *ways;
  GtkDropDown   *ways_drop_down;
  GtkSpinButton *edge_spin;
  GtkWidget     *edge_box;
  GtkBox        *parts_box;
  GPtrArray     *entries; /* (element-type GtkEntry), one for each part */
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->project);
  g_object_unref (self->user_data);
  g_array_unref (self->box_keys);
  g_array_unref (self->ways);
  g_ptr_array_unref (self->entries);
  g_free (self->class_name);
  g_free (self);
}

/* --- Ways --- */

static void
add_way (Question             *self,
         GtkStringList        *names,
         LwClassSplitKind      kind,
         const LwAttributeRow *attribute,
         char                 *name)
{
  const Way way = { kind, attribute };

  g_array_append_val (self->ways, way);
  gtk_string_list_take (names, name);
}

static GtkStringList *
list_ways (Question *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  const GArray  *attributes = lw_project_get_attributes (self->project);
  const GArray  *classes = lw_project_get_classes (self->project);

  for (guint i = 0; i < attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (attributes, LwAttributeRow, i);

      if (row->type == LW_ATTRIBUTE_CHOICE && !row->is_archived &&
          (row->class_key == 0 || lw_class_tree_is_below (classes, self->class_key, row->class_key)))
        add_way (self, names, LW_CLASS_SPLIT_BY_VALUE, row, g_strdup_printf (_ ("By “%s”"), row->name));
    }

  add_way (self, names, LW_CLASS_SPLIT_BY_SIZE, NULL, g_strdup (_ ("Boxes below a size")));

  if (self->box_keys->len > 0)
    add_way (self, names, LW_CLASS_SPLIT_BOXES, NULL,
             g_strdup_printf (ngettext ("The selected box", "The %u selected boxes", self->box_keys->len),
                              self->box_keys->len));

  return names;
}

static const Way *
get_way (Question *self)
{
  const guint selected = gtk_drop_down_get_selected (self->ways_drop_down);

  return &g_array_index (self->ways, Way, MIN (selected, self->ways->len - 1));
}

/* --- Parts --- */

static void
add_part (Question   *self,
          const char *title,
          const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Stays in the class"));
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (self->parts_box, box);
  g_ptr_array_add (self->entries, entry);
}

static void
way_changed_cb (Question *self)
{
  const Way *way = get_way (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->parts_box))) != NULL)
    gtk_box_remove (self->parts_box, child);

  g_ptr_array_set_size (self->entries, 0);
  gtk_widget_set_visible (self->edge_box, way->kind == LW_CLASS_SPLIT_BY_SIZE);

  for (char **choice = way->attribute != NULL ? way->attribute->choices : NULL; choice != NULL && *choice != NULL; choice++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", self->class_name, *choice);

      add_part (self, *choice, name);
    }

  if (way->kind == LW_CLASS_SPLIT_BY_SIZE)
    {
      /* Translators: the name that is suggested for a class of small ones. */
      g_autofree char *name = g_strdup_printf (_ ("small %s"), self->class_name);

      add_part (self, _ ("New class"), name);
    }
  else if (way->kind == LW_CLASS_SPLIT_BOXES)
    add_part (self, _ ("New class"), "");
}

/* --- The answer --- */

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  const Way              *way = get_way (self);
  g_autofree LwClassPart *parts = g_new0 (LwClassPart, MAX (self->entries->len, 1));
  LwClassSplit            split = {
               .class_key = self->class_key,
               .kind = way->kind,
               .attribute_key = way->attribute != NULL ? way->attribute->key : 0,
               .edge_px = gtk_spin_button_get_value (self->edge_spin),
               .parts = parts,
  };

  /* The boxes that were selected are meant, whatever class they are of. */
  if (way->kind == LW_CLASS_SPLIT_BOXES)
    {
      split.class_key = 0;
      split.box_keys = (const gint64 *) self->box_keys->data;
      split.n_boxes = self->box_keys->len;
    }

  for (guint i = 0; i < self->entries->len; i++)
    {
      const char *name = gtk_editable_get_text (self->entries->pdata[i]);

      if (*name == '\0')
        continue;

      parts[split.n_parts].class_name = (char *) name;
      parts[split.n_parts++].value = way->attribute != NULL ? way->attribute->choices[i] : NULL;
    }

  if (g_str_equal (response, "split") && split.n_parts > 0)
    self->func (&split, self->user_data);
}

static GtkWidget *
new_edge_box (Question *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Longer edge below, in pixels"));

  self->edge_spin = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (1, EDGE_MAX_PX, 1));
  gtk_spin_button_set_value (self->edge_spin, EDGE_DEFAULT_PX);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->edge_spin), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->edge_spin));

  return box;
}

static GtkWidget *
new_form (Question *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *window = gtk_scrolled_window_new ();

  self->ways_drop_down = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (list_ways (self)), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->ways_drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("How to split"),
                                  -1);
  self->edge_box = new_edge_box (self);
  self->parts_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), 300);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), GTK_WIDGET (self->parts_box));
  gtk_box_append (GTK_BOX (form), GTK_WIDGET (self->ways_drop_down));
  gtk_box_append (GTK_BOX (form), self->edge_box);
  gtk_box_append (GTK_BOX (form), window);
  g_signal_connect_swapped (self->ways_drop_down, "notify::selected", G_CALLBACK (way_changed_cb), self);
  way_changed_cb (self);

  return form;
}

void
lw_class_split_dialog_ask (GtkWindow       *parent,
                           LwProject       *project,
                           gint64           class_key,
                           const GArray    *box_keys,
                           LwClassSplitFunc func,
                           gpointer         user_data)
{
  const LwClassRow *row = lw_project_find_class (project, class_key);
  g_autofree char  *heading = NULL;
  Question         *self;
  GtkWidget        *dialog;

  if (row == NULL)
    return;

  self = g_new0 (Question, 1);
  self->project = g_object_ref (project);
  self->class_key = class_key;
  self->class_name = g_strdup (row->name);
  self->box_keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->func = func;
  self->user_data = g_object_ref (user_data);
  self->ways = g_array_new (FALSE, FALSE, sizeof (Way));
  self->entries = g_ptr_array_new ();

  if (box_keys != NULL && box_keys->len > 0)
    g_array_append_vals (self->box_keys, box_keys->data, box_keys->len);

  heading = g_strdup_printf (_ ("Split “%s”"), row->name);
  dialog = adw_message_dialog_new (parent, heading,
                                   _ ("The boxes of all annotators get classes below this one. What is in no part keeps "
                                      "its class, and one undo brings everything back."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), new_form (self));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "split", _ ("_Split"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "split", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "split");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  lw_names_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
