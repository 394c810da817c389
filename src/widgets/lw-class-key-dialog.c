/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-key-dialog.h"

#include "lw-class-tree.h"
#include "lw-keys.h"
#include "lw-names.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LwProject     *project;
  gint64         class_key;
  LwClassKeyFunc func;
  GObject       *user_data;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->project);
  g_clear_object (&self->user_data);
  g_free (self);
}

static gboolean
is_digit (const char *accel)
{
  return accel[0] >= '0' && accel[0] <= '9' && accel[1] == '\0';
}

/* What has the key among the commands; G_MAXUINT for none. */
static guint
find_command (const char *accel)
{
  LwKeyMap *map = lw_keys_get_map ();

  for (guint i = 0; i < lw_key_map_get_n_commands (map); i++)
    if (g_strv_contains (lw_key_map_get_accels (map, i), accel))
      return i;

  return G_MAXUINT;
}

char *
lw_class_key_dialog_dup_conflict (LwProject  *project,
                                  gint64      class_key,
                                  const char *accel)
{
  LwKeyMap         *map = lw_keys_get_map ();
  const LwClassRow *other = lw_class_tree_find_shortcut (lw_project_get_classes (project), accel, class_key);
  const guint       asking = lw_key_map_find (map, "label.edit-class");
  const guint       command = find_command (accel);
  g_autofree char  *title = NULL;
  guint             taken_by;

  if (other != NULL)
    return g_strdup_printf (_ ("That is the key of the class “%s”."), other->name);

  /* The digits are keys of classes anyway: here one is given to a class for good. */
  if (is_digit (accel))
    return NULL;

  if (command != G_MAXUINT)
    {
      title = lw_keys_dup_title (command);
      return g_strdup_printf (_ ("That is the key of “%s”."), title);
    }

  switch (lw_key_map_check (map, asking, accel, &taken_by))
    {
    case LW_KEY_RESERVED:
      return g_strdup (_ ("That key is needed to move about."));

    case LW_KEY_INVALID:
      return g_strdup (_ ("That cannot be a key."));

    default:
      return NULL;
    }
}

const LwClassRow *
lw_class_key_find (LwProject  *project,
                   const char *pressed)
{
  const LwClassRow *row = lw_class_tree_find_shortcut (lw_project_get_classes (project), pressed, 0);
  g_autofree char  *conflict = row != NULL ? lw_class_key_dialog_dup_conflict (project, row->key, pressed) : NULL;

  return conflict == NULL ? row : NULL;
}

static gboolean
pressed_cb (GtkEventControllerKey *controller,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        state,
            gpointer               user_data)
{
  Question        *self = user_data;
  GtkWidget       *dialog = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  g_autofree char *accel = lw_keys_dup_pressed (controller, keyval, keycode, state);
  g_autofree char *conflict = NULL;

  /* Esc and what moves the focus go on to work. */
  if (accel == NULL || keyval == GDK_KEY_Escape || keyval == GDK_KEY_Tab || keyval == GDK_KEY_ISO_Left_Tab ||
      keyval == GDK_KEY_Return || keyval == GDK_KEY_space)
    return GDK_EVENT_PROPAGATE;

  conflict = lw_class_key_dialog_dup_conflict (self->project, self->class_key, accel);

  if (conflict != NULL)
    {
      g_autofree char *label = lw_key_dup_label (accel);
      g_autofree char *body = g_strdup_printf (_ ("%s: %s Press another one."), label != NULL ? label : accel, conflict);

      adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
      return GDK_EVENT_STOP;
    }

  self->func (accel, self->user_data);
  gtk_window_close (GTK_WINDOW (dialog));

  return GDK_EVENT_STOP;
}

void
lw_class_key_dialog_ask (GtkWidget     *parent,
                         LwProject     *project,
                         gint64         class_key,
                         LwClassKeyFunc func,
                         gpointer       user_data)
{
  const LwClassRow   *row = lw_project_find_class (project, class_key);
  g_autofree char    *heading = g_strdup_printf (_ ("Key of “%s”"), row != NULL ? row->name : "");
  GtkEventController *controller = gtk_event_controller_key_new ();
  Question           *self = g_new0 (Question, 1);
  GtkWidget          *dialog;

  self->project = g_object_ref (project);
  self->class_key = class_key;
  self->func = func;
  self->user_data = g_object_ref (user_data);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), heading,
                                   _ ("Press the key that is to choose the class, alone or with Ctrl, Alt or Shift."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  /* Before the buttons see it. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (pressed_cb), self, question_free, 0);
  gtk_widget_add_controller (dialog, controller);
  lw_names_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
