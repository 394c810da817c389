/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-walk.h"

#include "lw-attribute-number.h"
#include "lw-key-caps.h"
#include "lw-names.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* As many as there are digits to press; the others are chosen by the pointer. */
#define MAX_KEYS 9

#define MODIFIERS (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)

struct _LwAttributeWalk
{
  GtkBox parent_instance;

  char           *name;
  LwAttributeType type;
  char          **values;  /* to choose from; empty for a number or a text */
  GPtrArray      *buttons; /* (element-type GtkWidget), of each value */
  guint           number;  /* of the box; 0 at the end */
  gboolean        is_typed, is_updating, can_set;

  /* Template */
  GtkLabel  *title_label, *reason_label;
  GtkWidget *clear_button, *back_button, *next_button;
  GtkWidget *choices_view, *entry;
  GtkBox    *choices_box;
};

enum
{
  SIGNAL_VALUE_CHOSEN,
  SIGNAL_MOVED,
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwAttributeWalk, lw_attribute_walk, GTK_TYPE_BOX)

static gboolean
has_entry (LwAttributeWalk *self)
{
  return self->type == LW_ATTRIBUTE_NUMBER || self->type == LW_ATTRIBUTE_TEXT;
}

static void
choose (LwAttributeWalk *self,
        const char      *value)
{
  /* At the end there is nothing that could have it. */
  if (self->number != 0)
    g_signal_emit (self, signals[SIGNAL_VALUE_CHOSEN], 0, value);
}

static void
move_on (LwAttributeWalk *self,
         int              direction)
{
  self->is_typed = FALSE;
  g_signal_emit (self, signals[SIGNAL_MOVED], 0, direction);
}

/* --- Buttons --- */

static void
value_clicked_cb (LwAttributeWalk *self,
                  GtkButton       *button)
{
  guint place;

  if (g_ptr_array_find (self->buttons, button, &place))
    choose (self, self->values[place]);
}

static void
clear_cb (LwAttributeWalk *self)
{
  self->is_typed = FALSE;
  choose (self, NULL);
}

static void
back_cb (LwAttributeWalk *self)
{
  move_on (self, -1);
}

static void
next_cb (LwAttributeWalk *self)
{
  move_on (self, 1);
}

static void
leave_cb (LwAttributeWalk *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
add_button (LwAttributeWalk *self,
            guint            place,
            const char      *shown)
{
  static const char *const flag_keys[] = { "y", "n" };
  GtkWidget               *button = gtk_button_new ();
  GtkWidget               *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget               *caps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  const char               digit[] = { (char) ('1' + place), '\0' };
  const char *const        accels[] = { self->type == LW_ATTRIBUTE_FLAG ? flag_keys[place] : digit, NULL };
  g_autofree char         *named = place < MAX_KEYS ? lw_key_caps_dup_text (accels) : NULL;
  g_autofree char         *tooltip = named != NULL ? g_strdup_printf (_ ("%s (%s)"), shown, named) : g_strdup (shown);

  if (named != NULL)
    lw_key_caps_fill (GTK_BOX (caps), accels);

  gtk_box_append (GTK_BOX (box), caps);
  gtk_box_append (GTK_BOX (box), gtk_label_new (shown));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (value_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->choices_box, button);
  g_ptr_array_add (self->buttons, button);
}

static void
show_chosen (LwAttributeWalk *self,
             const char      *value)
{
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = self->buttons->pdata[i];

      if (g_strcmp0 (self->values[i], value) == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      else
        gtk_widget_remove_css_class (button, "suggested-action");
    }
}

/* --- Typing --- */

static void
set_wrong (LwAttributeWalk *self,
           gboolean         is_wrong)
{
  if (is_wrong)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static void
entry_changed_cb (LwAttributeWalk *self)
{
  self->is_typed |= !self->is_updating;
  set_wrong (self, FALSE);
}

static void
entry_activated_cb (LwAttributeWalk *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *value = NULL;

  if (!self->is_typed)
    {
      move_on (self, 1);
      return;
    }

  if (*text != '\0')
    value = self->type == LW_ATTRIBUTE_NUMBER ? lw_attribute_number_from_text (text) : g_strdup (text);

  if (*text != '\0' && value == NULL)
    {
      set_wrong (self, TRUE);
      return;
    }

  self->is_typed = FALSE;
  choose (self, value);
}

static void
show_typed (LwAttributeWalk     *self,
            const LwSharedValue *value)
{
  const gboolean is_own = value != NULL && !value->is_default && value->value != NULL;
  const char    *by_default = value != NULL && value->is_default ? value->value : NULL;

  self->is_updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), is_own ? value->value : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), by_default != NULL ? by_default : "");
  self->is_updating = FALSE;
  self->is_typed = FALSE;
}

/* --- Keys --- */

static gboolean
press_flag (LwAttributeWalk *self,
            guint            keyval)
{
  const guint lower = gdk_keyval_to_lower (keyval);

  if (self->type != LW_ATTRIBUTE_FLAG || (lower != GDK_KEY_y && lower != GDK_KEY_n))
    return FALSE;

  choose (self, self->values[lower == GDK_KEY_y ? 0 : 1]);

  return TRUE;
}

static gboolean
press_digit (LwAttributeWalk *self,
             guint            keyval)
{
  const guint32 character = gdk_keyval_to_unicode (keyval);

  if (has_entry (self) || character < '1' || character > '9')
    return FALSE;

  /* A digit that no value has is taken all the same: on the canvas it would mean a class. */
  if (character - '1' < self->buttons->len)
    choose (self, self->values[character - '1']);

  return TRUE;
}

/* Left and right as they look: in a window from right to left the next box is to the left. */
static gboolean
press_sideways (LwAttributeWalk *self,
                int              direction)
{
  if (has_entry (self))
    return FALSE;

  move_on (self, gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -direction : direction);

  return TRUE;
}

static gboolean
press_back_space (LwAttributeWalk *self)
{
  if (has_entry (self))
    return FALSE;

  clear_cb (self);

  return TRUE;
}

/* An entry keeps these keys even where it has nothing to undo; until something is typed they
 * are about the values that were set. */
static gboolean
press_undo (LwAttributeWalk *self,
            guint            keyval,
            GdkModifierType  state)
{
  if (!has_entry (self) || self->is_typed || (state & MODIFIERS) != GDK_CONTROL_MASK || gdk_keyval_to_lower (keyval) != GDK_KEY_z)
    return FALSE;

  return gtk_widget_activate_action (GTK_WIDGET (self), state & GDK_SHIFT_MASK ? "label.redo" : "label.undo", NULL);
}

gboolean
lw_attribute_walk_press (LwAttributeWalk *self,
                         guint            keyval,
                         GdkModifierType  state)
{
  g_return_val_if_fail (LW_IS_ATTRIBUTE_WALK (self), FALSE);

  if (state & MODIFIERS)
    return press_undo (self, keyval, state);

  switch (keyval)
    {
    case GDK_KEY_Escape:
      leave_cb (self);
      return TRUE;
    case GDK_KEY_Tab:
      move_on (self, state & GDK_SHIFT_MASK ? -1 : 1);
      return TRUE;
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_on (self, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_on (self, 1);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return press_sideways (self, -1);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return press_sideways (self, 1);
    case GDK_KEY_BackSpace:
      return press_back_space (self);
    default:
      return press_flag (self, keyval) || press_digit (self, keyval);
    }
}

/* --- Object --- */

static void
lw_attribute_walk_dispose (GObject *object)
{
  LwAttributeWalk *self = LW_ATTRIBUTE_WALK (object);

  g_ptr_array_set_size (self->buttons, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_ATTRIBUTE_WALK);

  G_OBJECT_CLASS (lw_attribute_walk_parent_class)->dispose (object);
}

static void
lw_attribute_walk_finalize (GObject *object)
{
  LwAttributeWalk *self = LW_ATTRIBUTE_WALK (object);

  g_free (self->name);
  g_strfreev (self->values);
  g_ptr_array_unref (self->buttons);

  G_OBJECT_CLASS (lw_attribute_walk_parent_class)->finalize (object);
}

static void
lw_attribute_walk_class_init (LwAttributeWalkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_attribute_walk_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_attribute_walk_finalize;

  signals[SIGNAL_VALUE_CHOSEN] =
      g_signal_new ("value-chosen", LW_TYPE_ATTRIBUTE_WALK, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MOVED] =
      g_signal_new ("moved", LW_TYPE_ATTRIBUTE_WALK, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", LW_TYPE_ATTRIBUTE_WALK, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-attribute-walk.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, reason_label);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, clear_button);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, back_button);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, next_button);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, choices_view);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, choices_box);
  gtk_widget_class_bind_template_child (widget_class, LwAttributeWalk, entry);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

static void
lw_attribute_walk_init (LwAttributeWalk *self)
{
  self->buttons = g_ptr_array_new ();
  self->values = g_new0 (char *, 1);
  self->can_set = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* --- Being told --- */

static void
update_sensitive (LwAttributeWalk *self)
{
  const gboolean can_set = self->can_set && self->number != 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->choices_box), can_set);
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), can_set);
  gtk_widget_set_sensitive (self->clear_button, can_set);
  gtk_widget_set_sensitive (self->next_button, self->number != 0);
  gtk_widget_set_sensitive (self->back_button, self->number != 1);
}

void
lw_attribute_walk_set_attribute (LwAttributeWalk      *self,
                                 const LwAttributeRow *attribute)
{
  static const char *const flag_values[] = { "true", "false", NULL };
  static const char *const no_values[] = { NULL };
  GtkWidget               *child;

  g_return_if_fail (LW_IS_ATTRIBUTE_WALK (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices_box))) != NULL)
    gtk_box_remove (self->choices_box, child);

  g_ptr_array_set_size (self->buttons, 0);
  g_free (self->name);
  self->name = g_strdup (attribute->name);
  self->type = attribute->type;
  self->number = 0;
  self->is_typed = FALSE;
  g_strfreev (self->values);
  self->values = g_strdupv (attribute->type == LW_ATTRIBUTE_FLAG ? (char **) flag_values
                            : attribute->choices != NULL         ? attribute->choices
                                                                 : (char **) no_values);

  for (guint i = 0; self->values[i] != NULL; i++)
    {
      g_autofree char *shown = lw_attribute_dup_shown (attribute, self->values[i]);

      add_button (self, i, shown);
    }

  gtk_widget_set_visible (self->choices_view, !has_entry (self));
  gtk_widget_set_visible (self->entry, has_entry (self));
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry),
                               self->type == LW_ATTRIBUTE_NUMBER ? GTK_INPUT_PURPOSE_NUMBER : GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name, -1);
  lw_names_tidy (GTK_WIDGET (self));
  update_sensitive (self);
}

char *
lw_attribute_walk_dup_shown (const LwSharedValue *value)
{
  g_autofree char *shown = value != NULL ? lw_attribute_dup_shown (&value->attribute, value->value) : NULL;

  if (shown == NULL)
    return g_strdup (_ ("not set"));

  return value->is_default ? g_strdup_printf (_ ("%s (default)"), shown) : g_steal_pointer (&shown);
}

void
lw_attribute_walk_set_box (LwAttributeWalk     *self,
                           guint                number,
                           guint                n_boxes,
                           const LwSharedValue *value)
{
  g_autofree char *shown = lw_attribute_walk_dup_shown (value);
  g_autofree char *title = NULL;

  g_return_if_fail (LW_IS_ATTRIBUTE_WALK (self));

  /* Translators: an attribute, which box of how many, and its value: "Stain · 12 of 340 · weak" */
  title = g_strdup_printf (_ ("%s · %u of %u · %s"), self->name, number, n_boxes, shown);
  gtk_label_set_label (self->title_label, title);

  if (number != self->number || !self->is_typed)
    show_typed (self, value);

  self->number = number;
  show_chosen (self, value != NULL && !value->is_default ? value->value : NULL);
  update_sensitive (self);
}

void
lw_attribute_walk_set_end (LwAttributeWalk *self,
                           const char      *text)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_WALK (self));

  self->number = 0;
  gtk_label_set_label (self->title_label, text);
  show_typed (self, NULL);
  show_chosen (self, NULL);
  update_sensitive (self);
}

void
lw_attribute_walk_set_reason (LwAttributeWalk *self,
                              const char      *reason)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_WALK (self));

  self->can_set = reason == NULL;
  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  update_sensitive (self);
}

void
lw_attribute_walk_focus (LwAttributeWalk *self)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_WALK (self));

  if (has_entry (self))
    gtk_widget_grab_focus (self->entry);
}
