/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-keys-page.h"

#include "lw-key-dialog.h"
#include "lw-key-list.h"
#include "lw-key-presets.h"
#include "lw-keys.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwKeysPage
{
  AdwPreferencesPage parent_instance;

  GVariant *before;      /* what the last toast would bring back */
  guint     command;     /* that the dialog is for */
  gboolean  is_updating; /* the drop-down follows the keys */

  /* Template */
  AdwComboRow *preset_row;
  GtkWidget   *reset_button;
  LwKeyList   *key_list;
};

G_DEFINE_FINAL_TYPE (LwKeysPage, lw_keys_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- Undo --- */

/* Before anything is changed. */
static void
remember (LwKeysPage *self)
{
  g_clear_pointer (&self->before, g_variant_unref);
  self->before = lw_key_map_dup_changes (lw_keys_get_map ());
}

/* Nothing, where it is as before. */
static void
offer_undo (LwKeysPage *self,
            const char *text)
{
  g_autoptr (GVariant) now = lw_key_map_dup_changes (lw_keys_get_map ());

  if (self->before != NULL && !g_variant_equal (self->before, now))
    lw_toast_show_action (GTK_WIDGET (self), text, _ ("_Undo"), "keys.undo");
}

/* --- One command --- */

static void
dialog_closed_cb (LwKeysPage *self)
{
  g_autofree char *title = lw_keys_dup_title (self->command);
  g_autofree char *text = g_strdup_printf (_ ("The keys of “%s” are changed"), title);

  offer_undo (self, text);
  lw_key_list_focus_command (self->key_list, self->command);
}

static void
command_activated_cb (LwKeysPage *self,
                      guint       command)
{
  GtkRoot     *root = gtk_widget_get_root (GTK_WIDGET (self));
  LwKeyDialog *dialog;

  self->command = command;
  remember (self);
  dialog = lw_key_dialog_present (GTK_WINDOW (root), command);
  g_signal_connect_object (dialog, "unmap", G_CALLBACK (dialog_closed_cb), self, G_CONNECT_SWAPPED);
}

/* --- All of them --- */

static void
update_cb (LwKeysPage *self)
{
  const guint preset = lw_key_presets_find (lw_keys_get_map ());
  guint       n_presets;

  lw_key_presets_list (&n_presets);
  self->is_updating = TRUE;
  adw_combo_row_set_selected (self->preset_row, MIN (preset, n_presets));
  self->is_updating = FALSE;
  gtk_widget_set_sensitive (self->reset_button, !lw_key_map_has_chosen (lw_keys_get_map (), NULL, 0));
}

static void
choose (LwKeysPage        *self,
        const LwKeyPreset *preset,
        const char        *text)
{
  remember (self);
  lw_key_map_choose (lw_keys_get_map (), preset->choices, preset->n_choices);
  offer_undo (self, text);
}

static void
preset_selected_cb (LwKeysPage *self)
{
  const guint        selected = adw_combo_row_get_selected (self->preset_row);
  guint              n_presets;
  const LwKeyPreset *presets = lw_key_presets_list (&n_presets);
  g_autofree char   *text = NULL;

  if (self->is_updating)
    return;

  if (selected >= n_presets)
    {
      /* One's own keys are made, not chosen. */
      update_cb (self);
      return;
    }

  text = g_strdup_printf (_ ("The keys are those of %s"), _ (presets[selected].title));
  choose (self, &presets[selected], text);
}

static void
reset_clicked_cb (LwKeysPage *self)
{
  guint n_presets;

  choose (self, &lw_key_presets_list (&n_presets)[0], _ ("All keys are as they were at first"));
}

/* --- GObject --- */

static void
lw_keys_page_dispose (GObject *object)
{
  LwKeysPage *self = LW_KEYS_PAGE (object);

  g_clear_pointer (&self->before, g_variant_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_KEYS_PAGE);

  G_OBJECT_CLASS (lw_keys_page_parent_class)->dispose (object);
}

static void
lw_keys_page_class_init (LwKeysPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_keys_page_dispose;

  g_type_ensure (LW_TYPE_KEY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-keys-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwKeysPage, preset_row);
  gtk_widget_class_bind_template_child (widget_class, LwKeysPage, reset_button);
  gtk_widget_class_bind_template_child (widget_class, LwKeysPage, key_list);
  gtk_widget_class_bind_template_callback (widget_class, preset_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, command_activated_cb);
}

static void
lw_keys_page_init (LwKeysPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint              n_presets;
  const LwKeyPreset *presets = lw_key_presets_list (&n_presets);

  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_append (names, _ (presets[i].title));

  gtk_string_list_append (names, _ ("Your own"));
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (names));
  lw_key_list_set_editable (self->key_list, TRUE);
  update_cb (self);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
}

void
lw_keys_page_focus_search (LwKeysPage *self)
{
  g_return_if_fail (LW_IS_KEYS_PAGE (self));

  lw_key_list_focus_search (self->key_list);
}

void
lw_keys_page_undo (LwKeysPage *self)
{
  g_autoptr (GVariant) before = NULL;

  g_return_if_fail (LW_IS_KEYS_PAGE (self));

  before = g_steal_pointer (&self->before);

  if (before != NULL)
    lw_key_map_set_changes (lw_keys_get_map (), before);
}
