/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-field.h"

#include "lw-attribute-number.h"
#include "lw-class-drop-down.h"
#include "lw-names.h"

#include <glib/gi18n-lib.h>

/* The first entry of a drop-down is not one of the choices: nothing, the default, or
 * that the boxes differ. */
#define N_SPECIAL_CHOICES 1

struct _LwAttributeField
{
  GtkBox parent_instance;

  LwAttributeType type;
  char          **choices;
  char           *default_value;
  char           *value; /* shown; NULL for none or several */
  gboolean        is_mixed, is_default, is_updating;
  gboolean        is_choosing; /* the drop-down has just been used, and keeps its model meanwhile */
  guint           show_source;
  gboolean        is_typed; /* an entry holds what has not been asked for yet */

  GtkWidget *editor;   /* GtkCheckButton, GtkDropDown or GtkEntry */
  GtkWidget *step_box; /* the buttons of a number, otherwise NULL */
  GtkWidget *reset_button;
};

enum
{
  SIGNAL_VALUE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwAttributeField, lw_attribute_field, GTK_TYPE_BOX)

static void
choose (LwAttributeField *self,
        const char       *value)
{
  if (!self->is_updating && (self->is_mixed || self->is_default || g_strcmp0 (value, self->value) != 0))
    g_signal_emit (self, signals[SIGNAL_VALUE_CHOSEN], 0, value);
}

static void
reset_cb (LwAttributeField *self)
{
  g_signal_emit (self, signals[SIGNAL_VALUE_CHOSEN], 0, NULL);
}

/* --- Flags --- */

static void
toggled_cb (LwAttributeField *self)
{
  choose (self, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->editor)) ? "true" : "false");
}

static void
add_check (LwAttributeField *self,
           const char       *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  self->editor = gtk_check_button_new ();
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self->editor), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (self->editor, TRUE);
  gtk_widget_set_focus_on_click (self->editor, FALSE);
  g_signal_connect_object (self->editor, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->editor);
}

static void
show_flag (LwAttributeField *self)
{
  GtkCheckButton *check = GTK_CHECK_BUTTON (self->editor);

  gtk_check_button_set_inconsistent (check, self->is_mixed);
  gtk_check_button_set_active (check, g_strcmp0 (self->value, "true") == 0);
}

/* --- Choices --- */

static void
selected_cb (LwAttributeField *self)
{
  const guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->editor));

  if (selected == GTK_INVALID_LIST_POSITION || self->is_updating)
    return;

  self->is_choosing = TRUE;

  if (selected >= N_SPECIAL_CHOICES)
    choose (self, self->choices[selected - N_SPECIAL_CHOICES]);
  else if (!self->is_mixed)
    reset_cb (self);

  self->is_choosing = FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

/* Where the list is open, the keys come through here as well. */
static void
choose_place (LwAttributeField *self,
              guint             place)
{
  GtkWidget *popover = gtk_widget_get_last_child (self->editor);

  if (GTK_IS_POPOVER (popover))
    gtk_popover_popdown (GTK_POPOVER (popover));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->editor), place);
}

/* As in the walk: the digit is the place of the choice. */
static gboolean
choice_key_cb (LwAttributeField *self,
               guint             keyval,
               guint             keycode,
               GdkModifierType   state)
{
  const guint digit = gdk_keyval_to_unicode (keyval) - '0';

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_BackSpace || keyval == GDK_KEY_Delete)
    choose_place (self, 0);
  else if (digit >= 1 && digit <= 9 && digit <= g_strv_length (self->choices))
    choose_place (self, digit - 1 + N_SPECIAL_CHOICES);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
add_drop_down (LwAttributeField *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  self->editor = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_tooltip_text (self->editor, _ ("1 to 9 choose, Backspace takes it back"));
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (choice_key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, key);
  lw_class_drop_down_init (GTK_DROP_DOWN (self->editor));
  gtk_widget_add_css_class (self->editor, "lw-compact");
  g_signal_connect_object (self->editor, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

/* A value that was a choice once is shown all the same, in the first place. */
static void
show_choice (LwAttributeField *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *by_default = self->default_value != NULL ? g_strdup_printf (_ ("%s (default)"), self->default_value) : NULL;
  const char      *first = by_default != NULL ? by_default : _ ("(not set)");
  guint            selected = 0;

  for (guint i = 0; self->value != NULL && !self->is_default && self->choices[i] != NULL; i++)
    if (g_str_equal (self->choices[i], self->value))
      selected = i + N_SPECIAL_CHOICES;

  if (self->is_mixed)
    first = _ ("(several)");
  else if (self->value != NULL && !self->is_default && selected == 0)
    first = self->value;

  gtk_string_list_append (names, first);

  for (guint i = 0; self->choices[i] != NULL; i++)
    gtk_string_list_append (names, self->choices[i]);

  lw_class_drop_down_set_names (GTK_DROP_DOWN (self->editor), names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->editor), selected);
}

static gboolean
show_choice_cb (gpointer user_data)
{
  LwAttributeField *self = user_data;

  self->show_source = 0;
  self->is_updating = TRUE;
  show_choice (self);
  self->is_updating = FALSE;

  return G_SOURCE_REMOVE;
}

/* --- Numbers and text --- */

static void
show_invalid (LwAttributeField *self,
              gboolean          is_invalid)
{
  if (!is_invalid)
    {
      gtk_widget_remove_css_class (self->editor, "error");
      gtk_widget_set_tooltip_text (self->editor, NULL);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }

  gtk_widget_add_css_class (self->editor, "error");
  gtk_widget_set_tooltip_text (self->editor, _ ("This is no number. Esc brings back what was there."));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
show_entry (LwAttributeField *self)
{
  const gboolean was_updating = self->is_updating;
  const char    *hint = self->is_mixed ? _ ("(several)") : self->default_value;

  self->is_updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->editor), self->value != NULL ? self->value : "");
  self->is_typed = FALSE;
  self->is_updating = was_updating;
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->editor), hint != NULL ? hint : "");
  show_invalid (self, FALSE);
}

/* FALSE where the text is no value. */
static gboolean
take_entry (LwAttributeField *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autofree char *value = NULL;

  if (!self->is_typed)
    return TRUE;

  self->is_typed = FALSE;

  if (*text == '\0')
    {
      if (self->value != NULL)
        reset_cb (self);

      return TRUE;
    }

  value = self->type == LW_ATTRIBUTE_NUMBER ? lw_attribute_number_from_text (text) : g_strdup (text);

  if (value != NULL)
    {
      choose (self, value);
      return TRUE;
    }

  self->is_typed = TRUE;
  show_invalid (self, TRUE);

  return FALSE;
}

/* Says at once what will not be taken; a sign or a point alone is on the way to a number. */
static void
entry_changed_cb (LwAttributeField *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autofree char *begun = NULL;
  g_autofree char *number = NULL;

  if (self->is_updating)
    return;

  self->is_typed = TRUE;

  if (self->type != LW_ATTRIBUTE_NUMBER)
    return;

  begun = g_strconcat (text, "0", NULL);
  number = lw_attribute_number_from_text (begun);
  show_invalid (self, *text != '\0' && number == NULL);
}

/* From what is typed or shown; where nothing is said, from the default. */
static void
step (LwAttributeField *self,
      double            by)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autofree char *value = NULL;

  if (self->is_mixed && !self->is_typed)
    return;

  if (*text == '\0' && !self->is_typed && self->default_value != NULL)
    text = self->default_value;

  if ((value = lw_attribute_number_step (text, by)) == NULL)
    return;

  self->is_typed = FALSE;
  choose (self, value);
}

static void
more_cb (LwAttributeField *self)
{
  step (self, 1);
}

static void
less_cb (LwAttributeField *self)
{
  step (self, -1);
}

static void
add_step_button (LwAttributeField *self,
                 const char       *icon,
                 const char       *text,
                 GCallback         callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "lw-small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);

  /* Up and Down do the same in the entry. */
  gtk_widget_set_focusable (button, FALSE);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->step_box), button);
}

static void
add_steps (LwAttributeField *self,
           const char       *name)
{
  /* Translators: one less, or more, of what the attribute counts. */
  g_autofree char *less = g_strdup_printf (_ ("Less: %s (Down)"), name);
  g_autofree char *more = g_strdup_printf (_ ("More: %s (Up)"), name);

  self->step_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  add_step_button (self, "list-remove-symbolic", less, G_CALLBACK (less_cb));
  add_step_button (self, "list-add-symbolic", more, G_CALLBACK (more_cb));
  gtk_box_append (GTK_BOX (self), self->step_box);
}

static void
entry_activated_cb (LwAttributeField *self)
{
  if (take_entry (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

static void
entry_left_cb (LwAttributeField *self)
{
  if (!take_entry (self))
    show_entry (self);
}

static gboolean
entry_key_cb (LwAttributeField *self,
              guint             keyval,
              guint             keycode,
              GdkModifierType   state)
{
  const double by = state & GDK_SHIFT_MASK ? 10 : state & GDK_CONTROL_MASK ? 0.1
                                                                           : 1;

  if (self->type == LW_ATTRIBUTE_NUMBER && (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    {
      step (self, keyval == GDK_KEY_Up ? by : -by);
      return GDK_EVENT_STOP;
    }

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  show_entry (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);

  return GDK_EVENT_STOP;
}

static void
add_entry (LwAttributeField *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->editor = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 6);
  gtk_widget_add_css_class (self->editor, "lw-compact");
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "activate", G_CALLBACK (entry_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (entry_left_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (entry_key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, focus);
  gtk_widget_add_controller (self->editor, key);

  if (self->type == LW_ATTRIBUTE_NUMBER)
    {
      gtk_widget_add_css_class (self->editor, "numeric");
      gtk_entry_set_input_purpose (GTK_ENTRY (self->editor), GTK_INPUT_PURPOSE_NUMBER);
    }
}

/* --- Object --- */

static void
lw_attribute_field_dispose (GObject *object)
{
  g_clear_handle_id (&LW_ATTRIBUTE_FIELD (object)->show_source, g_source_remove);

  G_OBJECT_CLASS (lw_attribute_field_parent_class)->dispose (object);
}

static void
lw_attribute_field_finalize (GObject *object)
{
  LwAttributeField *self = LW_ATTRIBUTE_FIELD (object);

  g_strfreev (self->choices);
  g_free (self->default_value);
  g_free (self->value);

  G_OBJECT_CLASS (lw_attribute_field_parent_class)->finalize (object);
}

static void
lw_attribute_field_class_init (LwAttributeFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_attribute_field_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_attribute_field_finalize;

  signals[SIGNAL_VALUE_CHOSEN] =
      g_signal_new ("value-chosen", LW_TYPE_ATTRIBUTE_FIELD, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lw_attribute_field_init (LwAttributeField *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

static void
add_label (LwAttributeField *self,
           const char       *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 9);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_set_tooltip_text (label, name);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (self), label);
}

static void
add_reset (LwAttributeField *self,
           const char       *name)
{
  g_autofree char *text = g_strdup_printf (_ ("Back to What %s Is by Default"), name);

  self->reset_button = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_tooltip_text (self->reset_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset_button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (self->reset_button, "flat");
  gtk_widget_add_css_class (self->reset_button, "lw-small-button");
  gtk_widget_set_valign (self->reset_button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (self->reset_button, FALSE);
  g_signal_connect_object (self->reset_button, "clicked", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->reset_button);
}

GtkWidget *
lw_attribute_field_new (const LwAttributeRow *attribute)
{
  LwAttributeField *self = g_object_new (LW_TYPE_ATTRIBUTE_FIELD, NULL);

  self->type = attribute->type;
  self->choices = g_strdupv (attribute->choices);
  self->default_value = g_strdup (attribute->default_value);

  if (attribute->type == LW_ATTRIBUTE_FLAG)
    {
      add_check (self, attribute->name);
    }
  else
    {
      add_label (self, attribute->name);

      if (attribute->type == LW_ATTRIBUTE_CHOICE)
        add_drop_down (self);
      else
        add_entry (self);

      gtk_widget_set_hexpand (self->editor, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, attribute->name, -1);
      gtk_box_append (GTK_BOX (self), self->editor);
    }

  if (attribute->type == LW_ATTRIBUTE_NUMBER)
    add_steps (self, attribute->name);

  add_reset (self, attribute->name);
  lw_names_tidy (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

void
lw_attribute_field_set_value (LwAttributeField    *self,
                              const LwSharedValue *shared)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_FIELD (self));

  /* An entry shows the default as a hint, which is what an empty one means. */
  g_free (self->value);
  self->value = GTK_IS_ENTRY (self->editor) && shared->is_default ? NULL : g_strdup (shared->value);
  self->is_mixed = shared->is_mixed;
  self->is_default = shared->is_default;

  self->is_updating = TRUE;

  if (self->type == LW_ATTRIBUTE_FLAG)
    show_flag (self);
  else if (self->type == LW_ATTRIBUTE_CHOICE && !self->is_choosing)
    show_choice (self);
  else if (self->type == LW_ATTRIBUTE_CHOICE && self->show_source == 0)
    self->show_source = g_idle_add (show_choice_cb, self);
  else if (self->type != LW_ATTRIBUTE_CHOICE && !self->is_typed)
    show_entry (self);

  self->is_updating = FALSE;

  if (self->step_box != NULL)
    gtk_widget_set_sensitive (self->step_box, !shared->is_mixed);

  gtk_widget_set_opacity (self->reset_button, shared->is_default ? 0 : 1);
  gtk_widget_set_sensitive (self->reset_button, !shared->is_default);

  /* A drop-down says so in words, and an entry by its hint; faded as a whole they look as if they
   * could not be used. */
  if (self->type == LW_ATTRIBUTE_FLAG && shared->is_default)
    gtk_widget_add_css_class (self->editor, "lw-by-default");
  else
    gtk_widget_remove_css_class (self->editor, "lw-by-default");
}

void
lw_attribute_field_take_typed (LwAttributeField *self)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_FIELD (self));

  if (GTK_IS_ENTRY (self->editor))
    entry_left_cb (self);
}
