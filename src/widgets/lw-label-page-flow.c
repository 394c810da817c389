/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-keys.h"
#include "lw-project-pace.h"
#include "lw-short-text.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* A pace does not change faster than anybody would look at it. */
#define PACE_SECONDS 5

/* The label is one line. */
#define MAX_NOTE_BYTES 1000

/* --- Flag and note --- */

void
lw_label_page_update_note (LwLabelPage *self)
{
  g_autofree char *note = NULL;
  g_autofree char *shown = NULL;
  const gboolean   has_image = self->project != NULL && self->image_key != 0;

  note = has_image ? lw_project_dup_note (self->project, self->image_key) : NULL;
  shown = lw_short_text_dup (note, MAX_NOTE_BYTES);
  gtk_label_set_label (self->note_label, note != NULL ? shown : "");

  if (note != NULL)
    gtk_widget_add_css_class (self->flag_button, "accent");
  else
    gtk_widget_remove_css_class (self->flag_button, "accent");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->flag_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  note != NULL ? _ ("Flagged: Change the Note") : _ ("Flag This Image"), -1);
}

void
lw_label_page_note_shown (LwLabelPage *self)
{
  g_autofree char *note = self->project != NULL ? lw_project_dup_note (self->project, self->image_key) : NULL;

  lw_note_popover_set_note (self->note_popover, note);
}

static void
set_note (LwLabelPage *self,
          const char  *note)
{
  g_autoptr (GError) error = NULL;

  if (!lw_label_page_can_edit (self))
    return;

  if (lw_project_set_note (self->project, self->image_key, note, &error))
    lw_canvas_say (self->canvas, note != NULL ? _ ("Flagged") : _ ("The flag is taken away"));
  else
    lw_toast_show_error (GTK_WIDGET (self), error);
}

void
lw_label_page_note_changed (LwLabelPage *self)
{
  set_note (self, lw_note_popover_get_note (self->note_popover));
}

static void
flag_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (lw_label_page_can_edit (self))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->flag_button));
}

static void
unflag_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  set_note (user_data, NULL);
}

/* --- Pace --- */

static void
show_pace (LwLabelPage *self)
{
  g_autofree char *text = NULL;
  const gboolean   is_shown = self->project != NULL && g_settings_get_boolean (self->settings, "show-pace");

  gtk_widget_set_visible (self->pace_button, is_shown);

  if (!is_shown)
    return;

  text = lw_pace_dup_text (lw_project_get_images (self->project), &self->pace);
  gtk_label_set_label (self->pace_label, text);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  LwProjectPace pace;

  /* Where it cannot be measured, it is not shown: nobody waits for it. */
  if (!lw_project_measure_pace_finish (LW_PROJECT (source), result, &pace, &error) || LW_PROJECT (source) != self->project)
    return;

  self->pace = pace.session;
  show_pace (self);
}

static gboolean
measure_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->pace_source = 0;

  if (self->project != NULL && gtk_widget_get_visible (self->pace_button))
    lw_project_measure_pace_async (self->project, FALSE, measured_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

void
lw_label_page_update_pace (LwLabelPage *self)
{
  show_pace (self);

  if (gtk_widget_get_visible (self->pace_button) && self->pace_source == 0)
    self->pace_source = g_timeout_add_seconds (PACE_SECONDS, measure_cb, self);
}

/* --- Going somewhere else --- */

static void
go_to_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (LW_LABEL_PAGE (user_data)->go_to_button));
}

static void
go_to_next (LwLabelPage *self,
            guint        progress_mask,
            gboolean     is_flagged,
            const char  *nothing)
{
  gint64 image_key;

  if (self->project == NULL)
    return;

  image_key = lw_image_list_find_next (lw_project_get_images (self->project), self->image_key, progress_mask, is_flagged);

  /* Round the list and back to itself is nowhere else. */
  if (image_key != 0 && image_key != self->image_key)
    lw_label_page_show_image (self, image_key);
  else
    lw_label_page_say (self, nothing);
}

static void
next_unseen_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  go_to_next (user_data, 1u << LW_PROGRESS_UNSEEN, FALSE, _ ("Every other image of the list has been looked at."));
}

static void
next_open_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  go_to_next (user_data, 1u << LW_PROGRESS_OPEN, FALSE, _ ("No other image of the list is open."));
}

static void
next_skipped_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  go_to_next (user_data, 1u << LW_PROGRESS_SKIPPED, FALSE, _ ("No other image of the list was skipped."));
}

static void
next_flagged_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  go_to_next (user_data, 0, TRUE, _ ("No other image of the list is flagged."));
}

static const GActionEntry entries[] = {
  { .name = "flag", .activate = flag_action },
  { .name = "unflag", .activate = unflag_action },
  { .name = "go-to", .activate = go_to_action },
  { .name = "next-unseen", .activate = next_unseen_action },
  { .name = "next-open", .activate = next_open_action },
  { .name = "next-skipped", .activate = next_skipped_action },
  { .name = "next-flagged", .activate = next_flagged_action },
};

void
lw_label_page_add_flow_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

void
lw_label_page_init_flow (LwLabelPage *self)
{
  lw_keys_set_tooltip (self->flag_button, _ ("Flag This Image, With a Note"), "label.flag");
  g_signal_connect_object (self->settings, "changed::show-pace", G_CALLBACK (lw_label_page_update_pace), self,
                           G_CONNECT_SWAPPED);
  lw_label_page_update_pace (self);
  lw_keys_set_tooltip (self->go_to_button, _ ("Go to an Image"), "label.go-to");
}
