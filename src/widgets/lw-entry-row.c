/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-entry-row.h"

/* Of a row: the text that it was given, or that was applied last. */
#define GIVEN_TEXT "lw-given-text"

static const char *
get_given (AdwEntryRow *row)
{
  const char *given = g_object_get_data (G_OBJECT (row), GIVEN_TEXT);

  return given != NULL ? given : "";
}

static gboolean
is_written (AdwEntryRow *row)
{
  return !g_str_equal (get_given (row), gtk_editable_get_text (GTK_EDITABLE (row)));
}

/* Forgets how the text came about, too: what was applied is undone in the project. */
static void
take_as_given (AdwEntryRow *row)
{
  GtkEditable *editable = GTK_EDITABLE (row);

  g_object_set_data_full (G_OBJECT (row), GIVEN_TEXT, g_strdup (gtk_editable_get_text (editable)), g_free);
  gtk_editable_set_enable_undo (editable, FALSE);
  gtk_editable_set_enable_undo (editable, TRUE);
}

/* The button comes with the next letter again. */
static void
hide_apply_button (AdwEntryRow *row)
{
  if (!adw_entry_row_get_show_apply_button (row))
    return;

  adw_entry_row_set_show_apply_button (row, FALSE);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

static void
changed_cb (AdwEntryRow *row)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_editable_get_text (GTK_EDITABLE (row)), -1);
}

static gboolean
key_cb (AdwEntryRow    *row,
        guint           keyval,
        guint           keycode,
        GdkModifierType state)
{
  g_autofree char *given = g_strdup (get_given (row));

  if (keyval != GDK_KEY_Escape || !is_written (row))
    return GDK_EVENT_PROPAGATE;

  lw_entry_row_set_text (row, given);
  gtk_editable_set_position (GTK_EDITABLE (row), -1);

  return GDK_EVENT_STOP;
}

/* Those of the row show pictures and have no name: their tooltips say what they do. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_widget_get_tooltip_text (widget), -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

void
lw_entry_row_tend (AdwEntryRow *row,
                   gboolean     applies_when_left)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  name_buttons (GTK_WIDGET (row));
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_cb), row, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), key);
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (row, "apply", G_CALLBACK (take_as_given), NULL);

  if (applies_when_left)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (focus, "leave", G_CALLBACK (lw_entry_row_flush), row, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (row), focus);
    }
}

void
lw_entry_row_flush (AdwEntryRow *row)
{
  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  if (!is_written (row))
    return;

  hide_apply_button (row);
  g_signal_emit_by_name (row, "apply");
}

void
lw_entry_row_set_text (AdwEntryRow *row,
                       const char  *text)
{
  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), text != NULL ? text : ""))
    gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");

  hide_apply_button (row);
  take_as_given (row);
}

void
lw_entry_row_refresh (AdwEntryRow *row,
                      const char  *text)
{
  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  if (!is_written (row))
    lw_entry_row_set_text (row, text);
}
