/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-page.h"

#include "lw-class-button.h"
#include "lw-class-colours.h"
#include "lw-class-key-dialog.h"
#include "lw-class-tree.h"
#include "lw-colour-dialog.h"
#include "lw-colour-dot.h"
#include "lw-entry-row.h"
#include "lw-example-list.h"
#include "lw-keys.h"
#include "lw-names.h"
#include "lw-short-text.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Long enough to think of the next word, short enough to lose none of them. */
#define GUIDELINE_PAUSE_MS 2000

/* More than this the view could not lay out between two keys.  A file from elsewhere may hold
 * more: of that only the beginning is shown, and it cannot be edited here. */
#define GUIDELINE_CHARS_MAX 100000
#define GUIDELINE_BYTES_MAX (4 * GUIDELINE_CHARS_MAX)

struct _LwClassPage
{
  GtkBox parent_instance;

  LwProject     *project;
  gint64         class_key;
  gboolean       is_updating;
  guint          guideline_source;
  gboolean       is_guideline_written; /* since it was kept */
  LwExampleList *examples;

  /* Template */
  AdwEntryRow   *name_row;
  LwColourDot   *colour_dot;
  GtkMenuButton *colours_button;
  GtkFlowBox    *colours_box;
  GtkLabel      *key_label;
  GtkWidget     *no_key_button;
  LwClassButton *parent_button;
  GtkWidget     *no_parent_button;
  AdwActionRow  *uses_row;
  GtkTextView   *guideline_view;
  GtkBox        *examples_box;
  GtkLabel      *examples_hint;
  GtkButton     *archive_button;
  GtkWidget     *remove_button, *merge_button, *split_button;
};

enum
{
  SIGNAL_ARCHIVE_REQUESTED,
  SIGNAL_REMOVE_REQUESTED,
  SIGNAL_MERGE_REQUESTED,
  SIGNAL_SPLIT_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassPage, lw_class_page, GTK_TYPE_BOX)

/* --- Changing --- */

static void update (LwClassPage *self);

static const LwClassRow *
get_row (LwClassPage *self)
{
  return self->project != NULL && self->class_key != 0 ? lw_project_find_class (self->project, self->class_key) : NULL;
}

/* What is refused is shown as it is. */
static void
change (LwClassPage      *self,
        const LwClassRow *row)
{
  g_autoptr (GError) error = NULL;

  if (lw_project_update_class (self->project, row, &error))
    return;

  lw_toast_show_error (GTK_WIDGET (self), error);
  update (self);
}

static void
name_applied_cb (LwClassPage *self)
{
  const LwClassRow *known = get_row (self);
  g_autofree char  *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  LwClassRow        row;

  if (known == NULL)
    return;

  row = *known;
  row.name = name;

  if (!g_str_equal (known->name, name))
    change (self, &row);

  /* As it is now, with blanks gone or the old one where it was refused.  With its new name the class
   * may not be what is searched for, and nothing is shown any more. */
  known = get_row (self);
  if (known != NULL)
    lw_entry_row_set_text (self->name_row, known->name);
}

static void
set_colour (LwClassPage *self,
            guint32      colour)
{
  const LwClassRow *known = get_row (self);
  LwClassRow        row;

  if (known == NULL || known->colour == colour)
    return;

  row = *known;
  row.colour = colour;
  change (self, &row);
}

static void
colour_chosen_cb (guint32  colour,
                  gpointer user_data)
{
  set_colour (user_data, colour);
}

static void
colour_clicked_cb (LwClassPage *self)
{
  const LwClassRow *known = get_row (self);

  if (known != NULL)
    lw_colour_dialog_ask (GTK_WIDGET (self), _ ("Colour of the Class"), known->colour, colour_chosen_cb, self);
}

static void
suggestion_chosen_cb (LwClassPage     *self,
                      GtkFlowBoxChild *child)
{
  gtk_menu_button_popdown (self->colours_button);
  set_colour (self, lw_class_colour ((size_t) gtk_flow_box_child_get_index (child)));
}

static void
set_shortcut (LwClassPage *self,
              const char  *shortcut)
{
  const LwClassRow *known = get_row (self);
  LwClassRow        row;

  if (known == NULL)
    return;

  row = *known;
  row.shortcut = (char *) shortcut;
  change (self, &row);
}

static void
key_chosen_cb (const char *accel,
               gpointer    user_data)
{
  set_shortcut (user_data, accel);
}

static void
key_clicked_cb (LwClassPage *self)
{
  if (get_row (self) != NULL)
    lw_class_key_dialog_ask (GTK_WIDGET (self), self->project, self->class_key, key_chosen_cb, self);
}

static void
no_key_clicked_cb (LwClassPage *self)
{
  set_shortcut (self, NULL);
}

static void
set_parent (LwClassPage *self,
            gint64       parent_key)
{
  g_autoptr (GError) error = NULL;

  if (get_row (self) != NULL && get_row (self)->parent_key != parent_key &&
      !lw_project_move_class (self->project, self->class_key, parent_key, 0, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
parent_chosen_cb (LwClassPage *self,
                  gint64       parent_key)
{
  set_parent (self, parent_key);
}

static void
no_parent_clicked_cb (LwClassPage *self)
{
  set_parent (self, 0);
}

/* --- The guideline --- */

static char *
dup_guideline (LwClassPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->guideline_view);
  GtkTextIter    start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
lw_class_page_flush (LwClassPage *self)
{
  g_autofree char  *text = NULL;
  const LwClassRow *known;
  LwClassRow        row;

  g_return_if_fail (LW_IS_CLASS_PAGE (self));

  g_clear_handle_id (&self->guideline_source, g_source_remove);
  lw_entry_row_flush (self->name_row);

  if (!self->is_guideline_written || !(known = get_row (self)))
    return;

  self->is_guideline_written = FALSE;
  text = dup_guideline (self);
  row = *known;
  row.guideline = *text != '\0' ? text : NULL;

  if (g_strcmp0 (row.guideline, known->guideline) != 0)
    change (self, &row);
}

static gboolean
pause_cb (gpointer user_data)
{
  LwClassPage *self = user_data;

  self->guideline_source = 0;
  lw_class_page_flush (self);

  return G_SOURCE_REMOVE;
}

static void
guideline_changed_cb (LwClassPage *self)
{
  if (self->is_updating)
    return;

  self->is_guideline_written = TRUE;
  g_clear_handle_id (&self->guideline_source, g_source_remove);
  self->guideline_source = g_timeout_add (GUIDELINE_PAUSE_MS, pause_cb, self);
}

static void
guideline_inserted_cb (LwClassPage   *self,
                       GtkTextIter   *where,
                       const char    *text,
                       int            n_bytes,
                       GtkTextBuffer *buffer)
{
  if (self->is_updating || gtk_text_buffer_get_char_count (buffer) + g_utf8_strlen (text, n_bytes) <= GUIDELINE_CHARS_MAX)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  lw_toast_show (GTK_WIDGET (self), _ ("A guideline has room for 100,000 characters: the text was not put in"));
}

static void
guideline_left_cb (LwClassPage *self)
{
  lw_class_page_flush (self);
}

/* --- Showing --- */

static void
update_uses (LwClassPage      *self,
             const LwClassRow *row)
{
  g_autoptr (GArray) counts = lw_project_count_classes (self->project);
  g_autofree char *text = NULL;
  guint64          n_boxes = 0, n_tags = 0;

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    if (g_array_index (counts, LwClassCount, i).class_key == row->key)
      {
        n_boxes = g_array_index (counts, LwClassCount, i).n_boxes;
        n_tags = g_array_index (counts, LwClassCount, i).n_tags;
      }

  /* Translators: how often a class is used. */
  text = g_strdup_printf (_ ("Boxes: %" PRIu64 ", whole images: %" PRIu64 ", in the layer that is shown"), n_boxes, n_tags);
  adw_action_row_set_subtitle (self->uses_row, text);
}

static void
update_state (LwClassPage      *self,
              const LwClassRow *row)
{
  const LwClassRow *into = lw_project_find_class (self->project, row->merged_into_key);
  g_autofree char  *state = NULL;

  if (!row->is_archived)
    state = g_strdup (_ ("In use"));
  else if (into != NULL)
    state = g_strdup_printf (_ ("Archived; “%s” took over its labels"), into->name);
  else
    state = g_strdup (_ ("Archived: not offered any more, its labels stay"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->uses_row), state);
  gtk_button_set_label (self->archive_button, row->is_archived ? _ ("Take _out of the Archive") : _ ("_Archive"));
  gtk_widget_set_sensitive (self->merge_button, !row->is_archived);
  gtk_widget_set_sensitive (self->split_button, !row->is_archived);
  lw_names_tidy (GTK_WIDGET (self->archive_button));
}

static void
update_key (LwClassPage      *self,
            const LwClassRow *row)
{
  g_autofree char *label = row->shortcut != NULL ? lw_key_dup_label (row->shortcut) : NULL;

  gtk_label_set_label (self->key_label, label != NULL ? label : _ ("By its place in the list"));
  gtk_widget_set_visible (self->no_key_button, row->shortcut != NULL);
}

static void
update_guideline (LwClassPage      *self,
                  const LwClassRow *row)
{
  const char      *guideline = row->guideline != NULL ? row->guideline : "";
  const gboolean   is_long = strlen (guideline) > GUIDELINE_BYTES_MAX;
  g_autofree char *text = is_long ? lw_short_text_dup (guideline, LW_SHORT_TEXT_BYTES) : g_strdup (guideline);
  g_autofree char *shown = dup_guideline (self);

  gtk_text_view_set_editable (self->guideline_view, !is_long);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->guideline_view),
                               is_long ? _ ("Only the beginning: the guideline is too long to be edited here") : NULL);

  if (!self->is_guideline_written && !g_str_equal (shown, text))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->guideline_view), text, -1);
}

static void
update (LwClassPage *self)
{
  const LwClassRow *row = get_row (self);

  if (row == NULL)
    return;

  self->is_updating = TRUE;

  lw_entry_row_refresh (self->name_row, row->name);
  lw_colour_dot_set_colour (self->colour_dot, row->colour);
  lw_class_button_set_class (self->parent_button, row->parent_key);
  gtk_widget_set_visible (self->no_parent_button, row->parent_key != 0);
  update_key (self, row);
  update_state (self, row);
  update_uses (self, row);
  update_guideline (self, row);
  lw_example_list_set_class (self->examples, self->project, row->key);
  gtk_widget_set_visible (GTK_WIDGET (self->examples_hint), lw_example_list_get_n_examples (self->examples) == 0);
  self->is_updating = FALSE;
}

/* --- Requests --- */

static void
archive_clicked_cb (LwClassPage *self)
{
  g_signal_emit (self, signals[SIGNAL_ARCHIVE_REQUESTED], 0);
}

static void
remove_clicked_cb (LwClassPage *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE_REQUESTED], 0);
}

static void
merge_clicked_cb (LwClassPage *self)
{
  g_signal_emit (self, signals[SIGNAL_MERGE_REQUESTED], 0);
}

static void
split_clicked_cb (LwClassPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SPLIT_REQUESTED], 0);
}

/* --- Object --- */

static void
lw_class_page_dispose (GObject *object)
{
  LwClassPage *self = LW_CLASS_PAGE (object);

  g_clear_handle_id (&self->guideline_source, g_source_remove);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_PAGE);

  G_OBJECT_CLASS (lw_class_page_parent_class)->dispose (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, LW_TYPE_CLASS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, colour_dot);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, colours_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, colours_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, key_label);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, no_key_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, parent_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, no_parent_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, uses_row);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, guideline_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, examples_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, examples_hint);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, archive_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, remove_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, merge_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassPage, split_button);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, colour_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggestion_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_key_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, parent_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_parent_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, guideline_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, archive_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, merge_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, split_clicked_cb);
}

static void
lw_class_page_class_init (LwClassPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_class_page_dispose;

  signals[SIGNAL_ARCHIVE_REQUESTED] = new_signal ("archive-requested");
  signals[SIGNAL_REMOVE_REQUESTED] = new_signal ("remove-requested");
  signals[SIGNAL_MERGE_REQUESTED] = new_signal ("merge-requested");
  signals[SIGNAL_SPLIT_REQUESTED] = new_signal ("split-requested");

  g_type_ensure (LW_TYPE_CLASS_BUTTON);
  g_type_ensure (LW_TYPE_COLOUR_DOT);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
add_suggestions (LwClassPage *self)
{
  for (guint i = 0; i < LW_N_CLASS_COLOURS; i++)
    {
      GtkWidget       *child = gtk_flow_box_child_new ();
      GtkWidget       *dot = lw_colour_dot_new ();
      g_autofree char *name = g_strdup_printf (_ ("Colour %u of %u"), i + 1, LW_N_CLASS_COLOURS);

      lw_colour_dot_set_colour (LW_COLOUR_DOT (dot), lw_class_colour (i));
      gtk_widget_set_margin_start (dot, 6);
      gtk_widget_set_margin_end (dot, 6);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), dot);
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_flow_box_insert (self->colours_box, child, -1);
    }
}

static void
lw_class_page_init (LwClassPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->examples = LW_EXAMPLE_LIST (lw_example_list_new (TRUE));
  gtk_box_prepend (self->examples_box, GTK_WIDGET (self->examples));
  lw_class_button_set_none (self->parent_button, _ ("At the top"));
  lw_class_button_set_purpose (self->parent_button, _ ("Below the class"));
  lw_entry_row_tend (self->name_row, TRUE);
  add_suggestions (self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->guideline_view), "changed", G_CALLBACK (guideline_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->guideline_view), "insert-text",
                           G_CALLBACK (guideline_inserted_cb), self, G_CONNECT_SWAPPED);
}

void
lw_class_page_set_project (LwClassPage *self,
                           LwProject   *project)
{
  g_return_if_fail (LW_IS_CLASS_PAGE (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  lw_class_button_set_project (self->parent_button, project);

  if (project == NULL)
    return;

  g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "counts-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
lw_class_page_set_class (LwClassPage *self,
                         gint64       class_key)
{
  g_return_if_fail (LW_IS_CLASS_PAGE (self));

  if (self->class_key == class_key)
    return;

  lw_class_page_flush (self);
  self->class_key = class_key;
  update (self);
}

void
lw_class_page_focus_name (LwClassPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

void
lw_class_page_focus_guideline (LwClassPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->guideline_view));
}
