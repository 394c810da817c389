/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-window-private.h"

#include "lw-name-dialog.h"
#include "lw-settings.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

static const char *
find_annotator_name (LwWindow *self)
{
  const GArray *annotators = lw_project_get_annotators (self->project);
  gint64        key = lw_project_get_annotator_key (self->project);

  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == key)
      return g_array_index (annotators, LwAnnotatorRow, i).name;

  return NULL;
}

void
lw_window_update_annotators (LwWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) people = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  g_autofree char *label = NULL;
  const GArray    *annotators = lw_project_get_annotators (self->project);
  const char      *current = find_annotator_name (self);
  GAction         *action = g_action_map_lookup_action (G_ACTION_MAP (self), "annotator");

  for (guint i = 0; i < annotators->len; i++)
    {
      const char *name = g_array_index (annotators, LwAnnotatorRow, i).name;
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *escaped = g_strjoinv ("__", parts); /* a menu reads _ as a mnemonic */

      g_menu_item_set_label (item, escaped);
      g_menu_item_set_action_and_target (item, "win.annotator", "s", name);
      g_menu_append_item (people, item);
    }

  g_menu_append (more, _ ("_Add an Annotator…"), "win.add-annotator");
  g_menu_append_section (menu, _ ("Whose labels"), G_MENU_MODEL (people));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (self->annotator_button, G_MENU_MODEL (menu));
  lw_window_watch_menu (self, self->annotator_button);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (current != NULL ? current : ""));
  adw_button_content_set_label (self->annotator_content, current != NULL ? current : _ ("Nobody"));
  label = g_strdup_printf (_ ("Annotator: %s"), current != NULL ? current : _ ("nobody"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->annotator_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

gboolean
lw_window_set_annotator (LwWindow   *self,
                         const char *name)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_set_annotator (self->project, name, &error))
    {
      lw_toast_show_error (GTK_WIDGET (self->label_page), error);
      return FALSE;
    }

  return TRUE;
}

/* --- Layers of others --- */

void
lw_window_forget_layers (LwWindow *self)
{
  lw_toast_dismiss (GTK_WIDGET (self->label_page), self->layers_toast);
}

static void
offer_layer (LwWindow   *self,
             const char *name)
{
  g_autofree char *text = g_strdup_printf (_ ("You have no labels here yet; %s has a layer, too"), name);
  g_autofree char *action = g_strdup_printf ("win.annotator::%s", name);

  lw_window_forget_layers (self);
  self->layers_toast = lw_toast_show_question (GTK_WIDGET (self->label_page), text, _ ("_Show It"), action);
}

/* Boxes alone do not tell: an image can be done and empty.  Neither does the
 * progress: what an import brings is not looked at yet. */
static gboolean
has_labels (LwProject *project)
{
  LwImageList *images = lw_project_get_images (project);
  guint        n_images[LW_N_PROGRESS] = { 0 };
  g_autoptr (GArray) classes = lw_project_count_classes (project);

  lw_image_list_count_progress (images, n_images);

  if (n_images[LW_PROGRESS_UNSEEN] < lw_image_list_get_n_total (images))
    return TRUE;

  for (guint i = 0; classes != NULL && i < classes->len; i++)
    if (g_array_index (classes, LwClassCount, i).n_boxes > 0 || g_array_index (classes, LwClassCount, i).n_tags > 0)
      return TRUE;

  return FALSE;
}

/* Somebody else's labels are easily taken for lost ones.  Said once, when it has
 * been counted what the annotator has. */
static void
offer_other_layers (LwWindow *self)
{
  const GArray *annotators = lw_project_get_annotators (self->project);

  g_signal_handlers_disconnect_by_func (self->project, offer_other_layers, self);

  if (has_labels (self->project))
    return;

  for (guint i = 0; i < annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (annotators, LwAnnotatorRow, i);

      if (row->key != lw_project_get_annotator_key (self->project))
        {
          offer_layer (self, row->name);
          return;
        }
    }
}

/* What was said is no longer true with the first label, or of somebody else. */
static void
watch_layers (LwWindow *self)
{
  g_signal_handlers_disconnect_by_func (self->project, offer_other_layers, self);
  g_signal_handlers_disconnect_by_func (self->project, lw_window_forget_layers, self);
  g_signal_connect_object (self->project, "counts-changed", G_CALLBACK (offer_other_layers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "labels-changed", G_CALLBACK (lw_window_forget_layers), self,
                           G_CONNECT_SWAPPED);
}

/* --- Who labels --- */

static void
annotator_named_cb (const char *name,
                    gpointer    user_data)
{
  LwWindow *self = user_data;

  if (name != NULL && self->project != NULL && lw_window_set_annotator (self, name))
    {
      g_settings_set_string (self->settings, "annotator-name", name);
      watch_layers (self);
    }

  lw_label_page_focus_canvas (self->label_page);
}

void
lw_window_ask_annotator (LwWindow *self)
{
  const char    *name = g_get_real_name ();
  LwNameQuestion question = {
    .heading = _ ("Who Is Labelling?"),
    .body = _ ("Every label says who made it. You can switch later at the top of the window."),
    .entry_label = _ ("Your name"),
    .accept = _ ("_Continue"),
  };

  question.initial = g_str_equal (name, "Unknown") ? g_get_user_name () : name;
  lw_name_dialog_ask (GTK_WIDGET (self), &question, annotator_named_cb, self);
}

void
lw_window_choose_annotator (LwWindow *self)
{
  const GArray    *annotators = lw_project_get_annotators (self->project);
  g_autofree char *name = g_settings_get_string (self->settings, "annotator-name");

  if (lw_project_get_read_only_reason (self->project) != NULL)
    {
      if (lw_project_get_annotator_key (self->project) == 0 && annotators->len > 0)
        lw_window_set_annotator (self, g_array_index (annotators, LwAnnotatorRow, 0).name);
    }
  else if (*name == '\0')
    lw_window_ask_annotator (self);
  else if (lw_window_set_annotator (self, name))
    watch_layers (self);
}
