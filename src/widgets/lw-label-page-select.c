/* lw-label-page-select.c - which boxes are selected, and with which tool
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-settings.h"

#include <glib/gi18n-lib.h>

static void
announce_selection (LwLabelPage *self)
{
  gsize            n_selected;
  g_autofree char *text = NULL;

  lw_canvas_get_selection (self->canvas, &n_selected);
  text = g_strdup_printf (ngettext ("%u box selected", "%u boxes selected", (guint) n_selected), (guint) n_selected);
  lw_canvas_announce (self->canvas, text);
}

/* --- Selecting --- */

static void
select_all_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  lw_label_page_finish_boxes (self);
  for (guint i = 0; i < lw_box_model_get_n_boxes (self->boxes); i++)
    g_array_append_val (keys, lw_box_model_get_box (self->boxes, i)->key);

  lw_label_page_select (self, keys);
  announce_selection (self);
}

/* (element-type gint64): as a set, of @keys or of the classes of those boxes. */
static GHashTable *
new_set (LwLabelPage  *self,
         const gint64 *keys,
         gsize         n_keys,
         gboolean      of_classes)
{
  GHashTable *set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (gsize i = 0; i < n_keys; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, keys[i]);

      if (box != NULL)
        g_hash_table_add (set, g_memdup2 (of_classes ? &box->class_key : &box->key, sizeof (gint64)));
    }

  return set;
}

static void
select_by (LwLabelPage *self,
           gboolean     is_by_class)
{
  gsize         n_keys;
  const gint64 *selected = lw_canvas_get_selection (self->canvas, &n_keys);
  g_autoptr (GHashTable) set = new_set (self, selected, n_keys, is_by_class);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < lw_box_model_get_n_boxes (self->boxes); i++)
    {
      const LwShownBox *box = lw_box_model_get_box (self->boxes, i);

      if (is_by_class ? g_hash_table_contains (set, &box->class_key) : !g_hash_table_contains (set, &box->key))
        g_array_append_val (keys, box->key);
    }

  lw_label_page_select (self, keys);
  announce_selection (self);
}

static void
select_class_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  LwLabelPage *self = user_data;
  gsize        n_keys;

  lw_canvas_get_selection (self->canvas, &n_keys);
  if (n_keys == 0)
    lw_canvas_announce (self->canvas, _ ("Select a box first: then all boxes of its class are selected"));
  else
    select_by (self, TRUE);
}

static void
invert_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  select_by (user_data, FALSE);
}

static void
select_below_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (!lw_canvas_select_below (self->canvas))
    lw_canvas_announce (self->canvas, _ ("There is no box here"));
}

/* --- Tools --- */

static void
toggle_tool (LwLabelPage *self,
             LwCanvasTool tool)
{
  lw_canvas_set_tool (self->canvas, lw_canvas_get_tool (self->canvas) == tool ? LW_CANVAS_TOOL_USUAL : tool);
  lw_label_page_focus_canvas (self);
}

static void
four_points_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  toggle_tool (user_data, LW_CANVAS_TOOL_POINTS);
}

static void
frame_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  toggle_tool (user_data, LW_CANVAS_TOOL_FRAME);
}

static const GActionEntry entries[] = {
  { .name = "select-all", .activate = select_all_action },
  { .name = "select-class", .activate = select_class_action },
  { .name = "invert-selection", .activate = invert_action },
  { .name = "select-below", .activate = select_below_action },
  { .name = "four-points", .activate = four_points_action, .state = "false" },
  { .name = "select-frame", .activate = frame_action, .state = "false" },
};

void
lw_label_page_add_select_actions (LwLabelPage *self)
{
  static const char *const settings[] = { "snap-to-edges", "smallest-side", "outside-image" };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, settings[i]);

      g_action_map_add_action (G_ACTION_MAP (self->actions), action);
    }
}

static void
set_state (LwLabelPage *self,
           const char  *name,
           gboolean     state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (state));
}

static void
tool_changed_cb (LwLabelPage *self)
{
  LwCanvasTool tool = lw_canvas_get_tool (self->canvas);

  gtk_toggle_button_set_active (self->draw_button, tool == LW_CANVAS_TOOL_DRAW);
  set_state (self, "four-points", tool == LW_CANVAS_TOOL_POINTS);
  set_state (self, "select-frame", tool == LW_CANVAS_TOOL_FRAME);
}

/* --- Settings --- */

static void
rules_changed_cb (LwLabelPage *self)
{
  lw_canvas_set_side_min (self->canvas, g_settings_get_int (self->settings, "smallest-side"));
  lw_canvas_set_outside (self->canvas, (LwCanvasOutside) g_settings_get_enum (self->settings, "outside-image"));
}

static void
snapping_changed_cb (LwLabelPage *self)
{
  lw_canvas_announce (self->canvas, lw_canvas_get_snapping (self->canvas) ? _ ("Edges snap to other boxes and to the image; Ctrl while dragging suspends it")
                                                                          : _ ("Edges do not snap; Ctrl while dragging makes them"));
}

/* After the template is there. */
void
lw_label_page_connect_tools (LwLabelPage *self)
{
  g_autoptr (GMenuModel) menu = lw_label_page_new_tools_menu ();

  g_settings_bind (self->settings, "snap-to-edges", self->canvas, "snapping", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->canvas, "notify::snapping", G_CALLBACK (snapping_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::tool", G_CALLBACK (tool_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::smallest-side", G_CALLBACK (rules_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::outside-image", G_CALLBACK (rules_changed_cb), self, G_CONNECT_SWAPPED);
  rules_changed_cb (self);
  gtk_menu_button_set_menu_model (self->tools_button, menu);
}

/* --- Their menu --- */

static void
append_side (GMenu *menu,
             int    side)
{
  g_autofree char *label = g_strdup_printf (ngettext ("%d Pixel", "%d Pixels", side), side);
  g_autofree char *action = g_strdup_printf ("label.smallest-side(%d)", side);

  g_menu_append (menu, label, action);
}

GMenuModel *
lw_label_page_new_tools_menu (void)
{
  static const int sides[] = { 1, 2, 3, 5, 10, 20 };
  GMenu           *menu = g_menu_new ();
  g_autoptr (GMenu) tools = g_menu_new ();
  g_autoptr (GMenu) rules = g_menu_new ();
  g_autoptr (GMenu) smallest = g_menu_new ();
  g_autoptr (GMenu) outside = g_menu_new ();

  lw_label_page_append_item (tools, _ ("Draw by _Four Points"), "label.four-points");
  lw_label_page_append_item (tools, _ ("_Select by a Frame"), "label.select-frame");
  lw_label_page_append_item (tools, _ ("Snap to _Edges"), "label.snap-to-edges");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (tools));

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    append_side (smallest, sides[i]);
  g_menu_append (outside, _ ("_Cut Off"), "label.outside-image::cut");
  g_menu_append (outside, _ ("Do _Not Draw"), "label.outside-image::refuse");
  g_menu_append_submenu (rules, _ ("S_mallest Side"), G_MENU_MODEL (smallest));
  g_menu_append_submenu (rules, _ ("_Outside the Image"), G_MENU_MODEL (outside));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rules));

  return G_MENU_MODEL (menu);
}
