/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-list.h"

#include "lw-class-tree.h"
#include "lw-key-caps.h"
#include "lw-keys.h"
#include "lw-ui.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct _LwKeyList
{
  GtkBox parent_instance;

  gboolean   is_editable;
  char      *words;      /* looked for, in lower case; NULL for none */
  char      *accel;      /* looked for instead of words; NULL for none */
  GPtrArray *rows;       /* (element-type AdwActionRow), one for each command; borrowed */
  GPtrArray *class_rows; /* (element-type AdwActionRow), behind them; borrowed */

  /* Template */
  GtkSearchEntry  *search_entry;
  GtkToggleButton *key_button;
  GtkListBox      *list_box;
};

enum
{
  SIGNAL_COMMAND_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwKeyList, lw_key_list, GTK_TYPE_BOX)

#define CAPS "lw-key-caps"
#define CLASS_ACCEL "lw-class-accel"

/* --- Rows --- */

static guint
get_command (LwKeyList     *self,
             GtkListBoxRow *row)
{
  guint command = G_MAXUINT;

  g_ptr_array_find (self->rows, row, &command);

  return command;
}

static void
update_row (LwKeyList *self,
            guint      command)
{
  LwKeyMap          *map = lw_keys_get_map ();
  AdwActionRow      *row = self->rows->pdata[command];
  const char *const *accels = lw_key_map_get_accels (map, command);
  const gboolean     is_fixed = lw_key_map_is_fixed (map, command);
  g_autofree char   *title = lw_keys_dup_title (command);
  g_autofree char   *text = lw_key_caps_dup_text (accels);
  g_autofree char   *name = NULL;

  /* Translators: a command and its keys: "Next image: D, Page Down" */
  name = g_strdup_printf (is_fixed && self->is_editable ? _ ("%s: %s, cannot be changed") : _ ("%s: %s"), title, text);
  lw_key_caps_fill (g_object_get_data (G_OBJECT (row), CAPS), accels);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), self->is_editable && !is_fixed);

  if (is_fixed && self->is_editable)
    adw_action_row_set_subtitle (row, _ ("Cannot be changed"));
  else if (self->is_editable && lw_key_map_is_changed (map, command))
    adw_action_row_set_subtitle (row, _ ("Changed"));
  else
    adw_action_row_set_subtitle (row, "");
}

static GtkWidget *
add_row (LwKeyList  *self,
         GPtrArray  *rows,
         const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *caps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), caps);

  /* The name says it already; both would be read one after the other. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data (G_OBJECT (row), CAPS, caps);
  g_ptr_array_add (rows, row);
  gtk_list_box_append (self->list_box, row);

  return row;
}

static void
add_rows (LwKeyList *self)
{
  for (guint i = 0; i < lw_key_map_get_n_commands (lw_keys_get_map ()); i++)
    {
      g_autofree char *title = lw_keys_dup_title (i);

      add_row (self, self->rows, title);
      update_row (self, i);
    }
}

static void
add_class_row (LwKeyList  *self,
               const char *class_name,
               const char *accel)
{
  const char *const accels[] = { accel, NULL };
  GtkWidget        *row = add_row (self, self->class_rows, class_name);
  g_autofree char  *text = lw_key_caps_dup_text (accels);
  g_autofree char  *name = g_strdup_printf (_ ("%s: %s"), class_name, text);

  lw_key_caps_fill (g_object_get_data (G_OBJECT (row), CAPS), accels);
  g_object_set_data_full (G_OBJECT (row), CLASS_ACCEL, g_strdup (accel), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

static const char *
get_group (LwKeyList     *self,
           GtkListBoxRow *row)
{
  const guint command = get_command (self, row);

  return command != G_MAXUINT ? lw_key_map_get_key (lw_keys_get_map (), command)->group : N_ ("Classes of this project");
}

static void
add_header_cb (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  LwKeyList  *self = user_data;
  const char *group = get_group (self, row);
  GtkWidget  *label;

  if (before != NULL && g_str_equal (group, get_group (self, before)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (_ (group));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "lw-key-group");
  gtk_list_box_row_set_header (row, label);
}

/* --- Looking for one --- */

static gboolean
is_found (LwKeyList         *self,
          const char        *title,
          const char *const *accels)
{
  g_autofree char *keys = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->accel != NULL)
    return g_strv_contains (accels, self->accel);

  if (self->words == NULL)
    return TRUE;

  keys = lw_key_caps_dup_text (accels);
  text = g_strconcat (title, " ", keys, NULL);
  folded = g_utf8_casefold (text, -1);

  return strstr (folded, self->words) != NULL;
}

/* Not by a filter of the list box: what that leaves out is still read out. */
static void
filter (LwKeyList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *const *accels = lw_key_map_get_accels (lw_keys_get_map (), i);
      g_autofree char   *title = lw_keys_dup_title (i);

      gtk_widget_set_visible (self->rows->pdata[i], is_found (self, title, accels));
    }

  for (guint i = 0; i < self->class_rows->len; i++)
    {
      const char *const accels[] = { g_object_get_data (self->class_rows->pdata[i], CLASS_ACCEL), NULL };
      const char       *title = adw_preferences_row_get_title (self->class_rows->pdata[i]);

      gtk_widget_set_visible (self->class_rows->pdata[i], is_found (self, title, accels));
    }
}

static void
update_rows_cb (LwKeyList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    update_row (self, i);

  filter (self);
}

static void
search_changed_cb (LwKeyList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->accel, g_free);
  self->words = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  filter (self);
}

static void
look_for_key (LwKeyList  *self,
              const char *accel)
{
  g_autofree char *label = lw_key_dup_label (accel);

  g_signal_handlers_block_by_func (self->search_entry, search_changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), label != NULL ? label : "");
  g_signal_handlers_unblock_by_func (self->search_entry, search_changed_cb, self);

  g_clear_pointer (&self->words, g_free);
  g_free (self->accel);
  self->accel = g_strdup (accel);
  filter (self);
}

static gboolean
key_pressed_cb (LwKeyList             *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  g_autofree char *accel = NULL;

  if (!gtk_toggle_button_get_active (self->key_button))
    return GDK_EVENT_PROPAGATE;

  accel = lw_keys_dup_pressed (controller, keyval, keycode, state);
  if (accel == NULL)
    return GDK_EVENT_STOP;

  if (!g_str_equal (accel, "Escape"))
    look_for_key (self, accel);

  gtk_toggle_button_set_active (self->key_button, FALSE);

  return GDK_EVENT_STOP;
}

/* Whoever goes elsewhere does not want to press a key any more. */
static void
key_button_left_cb (LwKeyList *self)
{
  gtk_toggle_button_set_active (self->key_button, FALSE);
}

static void
key_button_toggled_cb (LwKeyList *self)
{
  const gboolean is_waiting = gtk_toggle_button_get_active (self->key_button);

  g_object_set (self->search_entry, "placeholder-text",
                is_waiting ? _ ("Press the keys to look for") : _ ("Search commands"), NULL);

  if (is_waiting)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      gtk_widget_grab_focus (GTK_WIDGET (self->key_button));
    }
}

static void
activated_cb (LwKeyList     *self,
              GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_COMMAND_ACTIVATED], 0, get_command (self, row));
}

/* Esc goes one step back: first it ends the search, then it closes the window. */
static void
stop_search_cb (LwKeyList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  else if (GTK_IS_WINDOW (root))
    gtk_window_close (GTK_WINDOW (root));
}

/* --- GObject --- */

static void
lw_key_list_dispose (GObject *object)
{
  LwKeyList *self = LW_KEY_LIST (object);

  if (self->list_box != NULL)
    gtk_list_box_set_header_func (self->list_box, NULL, NULL, NULL);

  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_KEY_LIST);

  G_OBJECT_CLASS (lw_key_list_parent_class)->dispose (object);
}

static void
lw_key_list_finalize (GObject *object)
{
  LwKeyList *self = LW_KEY_LIST (object);

  g_free (self->words);
  g_free (self->accel);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->class_rows);

  G_OBJECT_CLASS (lw_key_list_parent_class)->finalize (object);
}

static void
lw_key_list_class_init (LwKeyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_key_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_key_list_finalize;

  signals[SIGNAL_COMMAND_ACTIVATED] =
      g_signal_new ("command-activated", LW_TYPE_KEY_LIST, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-key-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwKeyList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LwKeyList, key_button);
  gtk_widget_class_bind_template_child (widget_class, LwKeyList, list_box);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_button_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_button_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
lw_key_list_init (LwKeyList *self)
{
  self->rows = g_ptr_array_new ();
  self->class_rows = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  gtk_list_box_set_header_func (self->list_box, add_header_cb, self, NULL);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_rows_cb), self, G_CONNECT_SWAPPED);
}

void
lw_key_list_set_editable (LwKeyList *self,
                          gboolean   editable)
{
  g_return_if_fail (LW_IS_KEY_LIST (self));

  self->is_editable = editable;
  update_rows_cb (self);
}

void
lw_key_list_set_classes (LwKeyList    *self,
                         const GArray *classes)
{
  g_autoptr (GArray) nodes = NULL;

  g_return_if_fail (LW_IS_KEY_LIST (self) && classes != NULL);

  while (self->class_rows->len > 0)
    gtk_list_box_remove (self->list_box, g_ptr_array_remove_index (self->class_rows, self->class_rows->len - 1));

  for (guint place = 0; place < 10; place++)
    {
      const char        digit[] = { (char) ('0' + (place + 1) % 10), '\0' };
      const LwClassRow *row = lw_class_tree_find (classes, lw_class_tree_find_digit (classes, place));

      if (row != NULL && (row->shortcut == NULL || g_str_equal (row->shortcut, digit)))
        add_class_row (self, row->name, digit);
    }

  nodes = lw_class_tree_list (classes, FALSE);
  for (guint i = 0; i < nodes->len; i++)
    {
      const LwClassRow *row = g_array_index (nodes, LwClassNode, i).row;

      if (row->shortcut != NULL && !(g_ascii_isdigit (row->shortcut[0]) && row->shortcut[1] == '\0'))
        add_class_row (self, row->name, row->shortcut);
    }

  filter (self);
}

void
lw_key_list_focus_search (LwKeyList *self)
{
  g_return_if_fail (LW_IS_KEY_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
lw_key_list_focus_command (LwKeyList *self,
                           guint      command)
{
  g_return_if_fail (LW_IS_KEY_LIST (self) && command < self->rows->len);

  gtk_widget_grab_focus (self->rows->pdata[command]);
}
