/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-dialog.h"

#include "lw-class-tree.h"
#include "lw-keys.h"
#include "lw-names.h"
#include "lw-ui.h"
#include "lw-window.h"

#include <glib/gi18n-lib.h>

struct _LwKeyDialog
{
  AdwWindow parent_instance;

  guint command;
  char *asked; /* the accelerator that another command has; NULL while nothing is asked */

  /* Template */
  GtkLabel   *title_label, *message_label;
  GtkWidget  *press_button, *question_box, *take_button, *reset_button;
  GtkListBox *list_box;
};

G_DEFINE_FINAL_TYPE (LwKeyDialog, lw_key_dialog, ADW_TYPE_WINDOW)

/* --- What the command has --- */

#define ACCEL "lw-accel"

static void
remove_clicked_cb (LwKeyDialog *self,
                   GtkWidget   *button)
{
  g_autofree char *accel = g_strdup (g_object_get_data (G_OBJECT (button), ACCEL));

  lw_key_map_remove (lw_keys_get_map (), self->command, accel);
  gtk_widget_grab_focus (self->press_button);
}

static void
add_row (LwKeyDialog *self,
         const char  *accel)
{
  g_autofree char *label = lw_key_dup_label (accel);
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), label);
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), ACCEL, g_strdup (accel), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list_box, row);
}

static void
update_cb (LwKeyDialog *self)
{
  const char *const *accels = lw_key_map_get_accels (lw_keys_get_map (), self->command);
  GtkWidget         *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list_box, 0))) != NULL)
    gtk_list_box_remove (self->list_box, row);

  for (guint i = 0; accels[i] != NULL; i++)
    add_row (self, accels[i]);

  gtk_widget_set_sensitive (self->reset_button, lw_key_map_is_changed (lw_keys_get_map (), self->command));
}

/* --- What is pressed --- */

static void
say (LwKeyDialog *self,
     const char  *text)
{
  gtk_label_set_label (self->message_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), *text != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->press_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
end_question (LwKeyDialog *self)
{
  g_clear_pointer (&self->asked, g_free);
  gtk_widget_set_visible (self->question_box, FALSE);
  say (self, "");
  gtk_widget_grab_focus (self->press_button);
}

static void
ask (LwKeyDialog *self,
     const char  *accel,
     guint        other)
{
  g_autofree char *label = lw_key_dup_label (accel);
  g_autofree char *title = lw_keys_dup_title (other);

  /* Translators: a key and the command that has it. */
  g_autofree char *text = g_strdup_printf (_ ("%s belongs to “%s”."), label, title);

  g_free (self->asked);
  self->asked = g_strdup (accel);
  say (self, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->take_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_visible (self->question_box, TRUE);
  gtk_widget_grab_focus (self->take_button);
}

static const char *
get_refusal (LwKeyVerdict verdict)
{
  switch (verdict)
    {
    case LW_KEY_MINE:
      return _ ("The command has this key already.");
    case LW_KEY_RESERVED:
      return _ ("Arrows, Tab, Esc and the menu key move through the window and cannot be given to commands.");
    case LW_KEY_TYPED:
      return _ ("This key is needed for typing. Press it together with Ctrl or Alt, or choose a function key.");
    case LW_KEY_FULL:
      return _ ("There are as many keys as a command can have. Remove one first.");
    case LW_KEY_INVALID:
    case LW_KEY_FREE:
    case LW_KEY_TAKEN:
    default:
      return _ ("This key cannot be used.");
    }
}

/* The class of the open project that has @accel for its own; NULL for none. */
static const LwClassRow *
find_class (LwKeyDialog *self,
            const char  *accel)
{
  GtkWindow *window = GTK_WINDOW (self);
  LwProject *project;

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);

  project = LW_IS_WINDOW (window) ? lw_window_get_project (LW_WINDOW (window)) : NULL;

  return project != NULL ? lw_class_tree_find_shortcut (lw_project_get_classes (project), accel, 0) : NULL;
}

/* The key is given all the same: keys are the user's, classes the project's. */
static void
warn_of_class (LwKeyDialog *self,
               const char  *accel)
{
  const LwClassRow *class = find_class (self, accel);
  g_autofree char *label = lw_key_dup_label (accel);
  g_autofree char *text = NULL;

  if (class == NULL)
    {
      say (self, "");
      return;
    }

  /* Translators: a key and the class of the open project that it chooses. */
  text = g_strdup_printf (_ ("%s also chooses the class “%s” of this project. Give one of them another key."), label, class->name);
  say (self, text);
}

static void
try (LwKeyDialog *self,
     const char  *accel)
{
  guint        other;
  LwKeyVerdict verdict = lw_key_map_check (lw_keys_get_map (), self->command, accel, &other);

  if (verdict == LW_KEY_TAKEN)
    ask (self, accel, other);
  else if (verdict == LW_KEY_FREE)
    {
      warn_of_class (self, accel);
      lw_key_map_add (lw_keys_get_map (), self->command, accel);
    }
  else
    say (self, get_refusal (verdict));
}

/* Tab and Esc keep their meaning, or nobody without a pointer would get away. */
static gboolean
key_pressed_cb (LwKeyDialog           *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  g_autofree char *accel = NULL;

  if (keyval == GDK_KEY_Escape)
    {
      if (self->asked != NULL)
        end_question (self);
      else
        gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    }

  if (gtk_window_get_focus (GTK_WINDOW (self)) != self->press_button || keyval == GDK_KEY_Tab ||
      keyval == GDK_KEY_ISO_Left_Tab || keyval == GDK_KEY_KP_Tab)
    return GDK_EVENT_PROPAGATE;

  accel = lw_keys_dup_pressed (controller, keyval, keycode, state);
  if (accel != NULL)
    try (self, accel);

  return GDK_EVENT_STOP;
}

static void
take_clicked_cb (LwKeyDialog *self)
{
  lw_key_map_add (lw_keys_get_map (), self->command, self->asked);
  end_question (self);
}

static void
keep_clicked_cb (LwKeyDialog *self)
{
  end_question (self);
}

static void
reset_clicked_cb (LwKeyDialog *self)
{
  lw_key_map_reset (lw_keys_get_map (), self->command);
  end_question (self);
}

static void
press_clicked_cb (LwKeyDialog *self)
{
  gtk_widget_grab_focus (self->press_button);
}

/* --- GObject --- */

static void
lw_key_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_KEY_DIALOG);

  G_OBJECT_CLASS (lw_key_dialog_parent_class)->dispose (object);
}

static void
lw_key_dialog_finalize (GObject *object)
{
  g_free (LW_KEY_DIALOG (object)->asked);

  G_OBJECT_CLASS (lw_key_dialog_parent_class)->finalize (object);
}

static void
lw_key_dialog_class_init (LwKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_key_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_key_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-key-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, press_button);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, question_box);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, take_button);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, reset_button);
  gtk_widget_class_bind_template_child (widget_class, LwKeyDialog, list_box);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, press_clicked_cb);
}

static void
lw_key_dialog_init (LwKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_names_tidy (GTK_WIDGET (self));
}

LwKeyDialog *
lw_key_dialog_present (GtkWindow *parent,
                       guint      command)
{
  LwKeyDialog     *self = g_object_new (LW_TYPE_KEY_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = lw_keys_dup_title (command);

  self->command = command;
  gtk_label_set_label (self->title_label, title);
  update_cb (self);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->press_button);

  return self;
}
