/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-guideline-pane.h"

#include "lw-class-tree.h"
#include "lw-short-text.h"
#include "lw-colour-dot.h"
#include "lw-example-list.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwGuidelinePane
{
  GtkBox parent_instance;

  LwProject     *project;
  gint64         class_key;
  LwExampleList *examples;

  /* Template */
  LwColourDot *dot;
  GtkLabel    *name_label, *text_label, *hint_label;
  GtkBox      *content_box;
};

enum
{
  SIGNAL_EDIT_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwGuidelinePane, lw_guideline_pane, GTK_TYPE_BOX)

/* Nearest first: what is said of all of a kind holds for each of them. */
static char *
dup_text (LwGuidelinePane *self)
{
  g_autoptr (GPtrArray) rows = lw_class_tree_list_ancestors (lw_project_get_classes (self->project), self->class_key);
  GString *text = g_string_new (NULL);
  char    *shown;

  for (guint i = 0; i < rows->len && text->len <= LW_SHORT_TEXT_BYTES; i++)
    {
      const LwClassRow *row = rows->pdata[i];

      if (row->guideline == NULL)
        continue;

      if (text->len > 0)
        g_string_append (text, "\n\n");

      /* Translators: the guideline of a class further up in the tree. */
      if (i > 0)
        g_string_append_printf (text, _ ("For all of “%s”:"), row->name);

      g_string_append_printf (text, i > 0 ? "\n%s" : "%s", row->guideline);
    }

  shown = lw_short_text_dup (text->str, LW_SHORT_TEXT_BYTES);
  g_string_free (text, TRUE);

  return shown;
}

static void
update (LwGuidelinePane *self)
{
  const LwClassRow *row = self->project != NULL ? lw_project_find_class (self->project, self->class_key) : NULL;
  g_autofree char  *text = row != NULL ? dup_text (self) : g_strdup ("");
  g_autofree char  *path = NULL;

  lw_example_list_set_class (self->examples, self->project, row != NULL ? row->key : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), row != NULL);
  gtk_label_set_label (self->name_label, row != NULL ? row->name : _ ("No class"));
  gtk_label_set_label (self->text_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text_label), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label),
                          *text == '\0' && lw_example_list_get_n_examples (self->examples) == 0);

  if (row == NULL)
    return;

  path = lw_class_tree_dup_path (lw_project_get_classes (self->project), row->key);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), path);
  lw_colour_dot_set_colour (self->dot, row->colour);
}

static void
edit_clicked_cb (LwGuidelinePane *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT_REQUESTED], 0, self->class_key);
}

static void
lw_guideline_pane_dispose (GObject *object)
{
  LwGuidelinePane *self = LW_GUIDELINE_PANE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_GUIDELINE_PANE);

  G_OBJECT_CLASS (lw_guideline_pane_parent_class)->dispose (object);
}

static void
lw_guideline_pane_class_init (LwGuidelinePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_guideline_pane_dispose;

  signals[SIGNAL_EDIT_REQUESTED] = g_signal_new ("edit-requested", LW_TYPE_GUIDELINE_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (LW_TYPE_COLOUR_DOT);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-guideline-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwGuidelinePane, dot);
  gtk_widget_class_bind_template_child (widget_class, LwGuidelinePane, name_label);
  gtk_widget_class_bind_template_child (widget_class, LwGuidelinePane, text_label);
  gtk_widget_class_bind_template_child (widget_class, LwGuidelinePane, hint_label);
  gtk_widget_class_bind_template_child (widget_class, LwGuidelinePane, content_box);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
}

static void
lw_guideline_pane_init (LwGuidelinePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->examples = LW_EXAMPLE_LIST (lw_example_list_new (FALSE));
  gtk_box_append (self->content_box, GTK_WIDGET (self->examples));
}

void
lw_guideline_pane_set_project (LwGuidelinePane *self,
                               LwProject       *project)
{
  g_return_if_fail (LW_IS_GUIDELINE_PANE (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  self->class_key = 0;

  if (project != NULL)
    g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

void
lw_guideline_pane_set_class (LwGuidelinePane *self,
                             gint64           class_key)
{
  g_return_if_fail (LW_IS_GUIDELINE_PANE (self));

  if (self->class_key == class_key)
    return;

  self->class_key = class_key;
  update (self);
}

gint64
lw_guideline_pane_get_class (LwGuidelinePane *self)
{
  g_return_val_if_fail (LW_IS_GUIDELINE_PANE (self), 0);

  return self->class_key;
}
