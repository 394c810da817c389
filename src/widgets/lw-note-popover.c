/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-note-popover.h"

#include "lw-short-text.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* An entry lays out all that it holds.  Of a longer note, which only a file from elsewhere has,
 * the beginning is shown, and all of it kept unless somebody writes something else. */
#define NOTE_BYTES_MAX 4000

struct _LwNotePopover
{
  GtkPopover parent_instance;

  gboolean is_flagged;
  char    *note, *shown; /* as given, and as much of it as was shown */

  /* Template */
  GtkLabel    *title_label;
  GtkEditable *entry;
  GtkWidget   *remove_button;
  GtkButton   *flag_button;
};

enum
{
  SIGNAL_NOTE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwNotePopover, lw_note_popover, GTK_TYPE_POPOVER)

static void
answer (LwNotePopover *self,
        gboolean       is_flagged)
{
  self->is_flagged = is_flagged;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_NOTE_CHANGED], 0);
}

static void
flag_cb (LwNotePopover *self)
{
  answer (self, TRUE);
}

static void
remove_cb (LwNotePopover *self)
{
  answer (self, FALSE);
}

static void
lw_note_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_NOTE_POPOVER);

  G_OBJECT_CLASS (lw_note_popover_parent_class)->dispose (object);
}

static void
lw_note_popover_finalize (GObject *object)
{
  LwNotePopover *self = LW_NOTE_POPOVER (object);

  g_free (self->note);
  g_free (self->shown);

  G_OBJECT_CLASS (lw_note_popover_parent_class)->finalize (object);
}

static void
lw_note_popover_class_init (LwNotePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_note_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_note_popover_finalize;

  signals[SIGNAL_NOTE_CHANGED] =
      g_signal_new ("note-changed", LW_TYPE_NOTE_POPOVER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-note-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwNotePopover, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwNotePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, LwNotePopover, remove_button);
  gtk_widget_class_bind_template_child (widget_class, LwNotePopover, flag_button);
  gtk_widget_class_bind_template_callback (widget_class, flag_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
lw_note_popover_init (LwNotePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), NOTE_BYTES_MAX);
}

void
lw_note_popover_set_note (LwNotePopover *self,
                          const char    *note)
{
  g_return_if_fail (LW_IS_NOTE_POPOVER (self));

  self->is_flagged = note != NULL;
  g_free (self->note);
  g_free (self->shown);
  self->note = g_strdup (note);
  self->shown = lw_short_text_dup (note != NULL ? note : "", NOTE_BYTES_MAX);
  gtk_editable_set_text (self->entry, self->shown);
  gtk_editable_select_region (self->entry, 0, -1);
  gtk_label_set_label (self->title_label,
                       note != NULL ? _ ("This image is flagged") : _ ("Flag this image, to come back to it"));
  gtk_button_set_label (self->flag_button, note != NULL ? _ ("_Keep") : _ ("_Flag"));
  gtk_widget_set_visible (self->remove_button, note != NULL);
}

const char *
lw_note_popover_get_note (LwNotePopover *self)
{
  g_return_val_if_fail (LW_IS_NOTE_POPOVER (self), NULL);

  if (!self->is_flagged)
    return NULL;

  if (self->note != NULL && g_strcmp0 (gtk_editable_get_text (self->entry), self->shown) == 0)
    return self->note;

  return gtk_editable_get_text (self->entry);
}
