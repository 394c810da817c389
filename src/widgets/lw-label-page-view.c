/* lw-label-page-view.c - what is drawn beside the boxes: switches, keys and their menu
 *
 * Every switch is an action that is a setting of the user, so that it is the same on each
 * start.  None of them touches zoom or place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-keys.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char      *name; /* of the setting and of the action */
  const char      *label;
  LwCanvasOptions  option; /* what it switches: one of these, or the rulers */
  LwCanvasHudParts part;
} Switch;

/* clang-format off */
static const Switch switches[] = {
  { "show-captions",      N_("_Captions"),                LW_CANVAS_CAPTIONS, 0 },
  { "show-caption-sizes", N_("Captions with S_izes"),     LW_CANVAS_SIZES,    0 },
  { "show-caption-values", N_("Captions with _Attributes"), 0, 0 },
  { "show-patterns",      N_("_Line Patterns of Classes"), LW_CANVAS_PATTERNS, 0 },
  { "show-rulers",        N_("_Rulers"),                  0, 0 },
  { "show-minimap",       N_("_Mini-Map"),                0, LW_CANVAS_HUD_MINIMAP },
  { "show-scale-bar",     N_("Scale _Bar"),               0, LW_CANVAS_HUD_SCALE_BAR },
  { "show-pace",          N_("_Pace"),                    0, 0 },
  { "show-guides",        N_("_Guides at the Pointer"),   LW_CANVAS_GUIDES,   0 },
  { "magnifier",          N_("Magni_fier"),               0, LW_CANVAS_HUD_MAGNIFIER },
  { "show-ghosts",        NULL,                           0, 0 }, /* in a menu of its own */
};
/* clang-format on */

/* After these a new section of the menu begins. */
static const char *const section_ends[] = { "show-patterns", NULL };

static void
update_view (LwLabelPage *self)
{
  LwCanvasOptions  options = 0;
  LwCanvasHudParts parts = 0;
  gboolean         has_rulers = g_settings_get_boolean (self->settings, "show-rulers");

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (g_settings_get_boolean (self->settings, switches[i].name))
      {
        options |= switches[i].option;
        parts |= switches[i].part;
      }

  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    options |= LW_CANVAS_STRONG;

  lw_canvas_set_options (self->canvas, options);
  lw_canvas_hud_set_parts (self->hud, parts);
  lw_label_page_reload_ghosts (self);
  gtk_widget_set_visible (self->ruler_corner, has_rulers);
  gtk_widget_set_visible (GTK_WIDGET (self->top_ruler), has_rulers);
  gtk_widget_set_visible (GTK_WIDGET (self->left_ruler), has_rulers);
}

/* For whoever does not see what has come or gone. */
static void
say_switched (LwLabelPage *self,
              const char  *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (g_str_equal (switches[i].name, name) && switches[i].label != NULL)
      {
        g_auto (GStrv) parts = g_strsplit (_ (switches[i].label), "_", -1);
        g_autofree char *label = g_strjoinv ("", parts);
        g_autofree char *text = g_settings_get_boolean (self->settings, name)
                                    /* Translators: something that is drawn beside the boxes, such as "Rulers" */
                                    ? g_strdup_printf (_ ("%s: on"), label)
                                    : g_strdup_printf (_ ("%s: off"), label);

        lw_label_page_say (self, text);
      }
}

static void
setting_changed_cb (LwLabelPage *self,
                    const char  *name)
{
  update_view (self);
  if (g_str_equal (name, "show-caption-values"))
    lw_label_page_show_boxes (self, TRUE);
  say_switched (self, name);
}

static GMenu *
new_switches_menu (LwLabelPage *self)
{
  g_autoptr (GMenuModel) ghosts = lw_label_page_new_ghosts_menu (self);
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autofree char *action = g_strconcat ("label.", switches[i].name, NULL);

      if (switches[i].label != NULL)
        lw_label_page_append_item (section, _ (switches[i].label), action);
      if (g_strv_contains (section_ends, switches[i].name))
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
        }
    }
  lw_label_page_append_item (section, _ ("Set the _Scale…"), "label.set-scale");
  g_menu_append_submenu (section, _ ("_Other Annotators"), ghosts);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);

  return menu;
}

GMenuModel *
lw_label_page_new_view_menu (LwLabelPage *self)
{
  return G_MENU_MODEL (new_switches_menu (self));
}

/* Anew each time: keys can be changed. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  g_autoptr (GMenuModel) menu = lw_label_page_new_view_menu (user_data);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
view_menu_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  gtk_menu_button_popup (LW_LABEL_PAGE (user_data)->view_button);
}

static const GActionEntry entries[] = {
  { .name = "view-menu", .activate = view_menu_action },
};

void
lw_label_page_add_view_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  lw_label_page_add_scale_actions (self);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, switches[i].name);

      g_action_map_add_action (G_ACTION_MAP (self->actions), action);
    }
}

void
lw_label_page_init_view (LwLabelPage *self)
{
  lw_canvas_hud_set_canvas (self->hud, self->canvas);
  lw_ruler_set_canvas (self->top_ruler, self->canvas);
  lw_ruler_set_canvas (self->left_ruler, self->canvas);
  /* A ruler counts from the corner of the picture, which is on the left in all languages. */
  gtk_widget_set_direction (self->stage, GTK_TEXT_DIR_LTR);

  gtk_menu_button_set_create_popup_func (self->view_button, create_popup_cb, self, NULL);
  lw_keys_set_tooltip (GTK_WIDGET (self->view_button), _ ("View"), "label.view-menu");

  g_signal_connect_object (self->settings, "changed", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (update_view), self, G_CONNECT_SWAPPED);
  update_view (self);
}
