/* lw-label-page-arrange.c - boxes that are moved, by hand or into line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-arrange.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
/* The names of the actions, and what history and menu call them. */
static const struct
{
  const char *name, *menu, *label;
} arrangements[LW_N_ARRANGEMENTS] = {
  [LW_ARRANGE_LEFT]         = { "align-left",      N_("Align _Left Edges"),      N_("Align left edges") },
  [LW_ARRANGE_CENTRE]       = { "align-centre",    N_("Align _Centres"),         N_("Align centres") },
  [LW_ARRANGE_RIGHT]        = { "align-right",     N_("Align _Right Edges"),     N_("Align right edges") },
  [LW_ARRANGE_TOP]          = { "align-top",       N_("Align _Top Edges"),       N_("Align top edges") },
  [LW_ARRANGE_MIDDLE]       = { "align-middle",    N_("Align _Middles"),         N_("Align middles") },
  [LW_ARRANGE_BOTTOM]       = { "align-bottom",    N_("Align _Bottom Edges"),    N_("Align bottom edges") },
  [LW_ARRANGE_ACROSS]       = { "distribute-across", N_("Distribute _Across"),   N_("Distribute across") },
  [LW_ARRANGE_DOWN]         = { "distribute-down", N_("Distribute _Down"),       N_("Distribute down") },
  [LW_ARRANGE_SAME_WIDTH]   = { "same-width",      N_("Same _Width as the First"), N_("Same width") },
  [LW_ARRANGE_SAME_HEIGHT]  = { "same-height",     N_("Same _Height as the First"), N_("Same height") },
  [LW_ARRANGE_SAME_SIZE]    = { "same-size",       N_("Same _Size as the First"), N_("Same size") },
  [LW_ARRANGE_WHOLE_PIXELS] = { "whole-pixels",    N_("Onto Whole _Pixels"),     N_("Onto whole pixels") },
};
/* clang-format on */

/* --- Moved by hand --- */

static void
announce_moved (LwLabelPage  *self,
                const gint64 *keys,
                const LwRect *rects,
                guint         n_boxes)
{
  const LwShownBox *box = lw_box_model_find_box (self->boxes, keys[0]);
  const LwRect      rect = rects[0];
  g_autofree char  *text = NULL;

  if (n_boxes > 1)
    text = g_strdup_printf (ngettext ("%u box moved", "%u boxes moved", n_boxes), n_boxes);
  else if (box != NULL)
    /* Translators: class, width, height, and where the left and the top edge are. */
    text = g_strdup_printf (_ ("%s: %.5g by %.5g at %.6g, %.6g"), box->class_name,
                            rect.x1 - rect.x0, rect.y1 - rect.y0, rect.x0, rect.y0);

  if (text != NULL)
    lw_canvas_announce (self->canvas, text);
}

gboolean
lw_label_page_move_boxes (LwLabelPage  *self,
                          const gint64 *keys,
                          const LwRect *rects,
                          guint         n_boxes,
                          const char   *label,
                          gboolean      is_more)
{
  g_autoptr (GError) error = NULL;

  if (n_boxes == 0 || !lw_label_page_can_edit (self))
    return FALSE;

  if (!lw_project_set_box_rects (self->project, keys, rects, n_boxes, label, is_more, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);

  return error == NULL;
}

void
lw_label_page_boxes_moved (LwLabelPage  *self,
                           const gint64 *keys,
                           const LwRect *rects,
                           guint         n_boxes,
                           gboolean      is_more)
{
  const char *label = n_boxes > 1 ? _ ("Move boxes") : _ ("Move box");

  if (lw_label_page_move_boxes (self, keys, rects, n_boxes, label, is_more))
    announce_moved (self, keys, rects, n_boxes);
}

/* By numbers, of the one box that is selected. */
void
lw_label_page_rect_changed (LwLabelPage  *self,
                            const LwRect *rect)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  const gint64      key = keys->len == 1 ? g_array_index (keys, gint64, 0) : 0;
  const LwShownBox *box = lw_box_model_find_box (self->boxes, key);
  const int         smallest = g_settings_get_int (self->settings, "smallest-side");
  const double      width = rect->x1 - rect->x0;
  const double      height = rect->y1 - rect->y0;
  g_autofree char  *text = NULL;

  if (box == NULL)
    return;

  if (lw_label_page_is_locked (self, key))
    lw_canvas_announce (self->canvas, _ ("The box is locked and stays where it is"));
  else if ((width < smallest && width < box->rect.x1 - box->rect.x0) || (height < smallest && height < box->rect.y1 - box->rect.y0))
    {
      text = g_strdup_printf (ngettext ("Too small: a box has to be at least %d pixel wide and high",
                                        "Too small: a box has to be at least %d pixels wide and high", smallest),
                              smallest);
      lw_canvas_announce (self->canvas, text);
    }
  else
    lw_label_page_boxes_moved (self, &key, rect, 1, FALSE);
}

/* --- Into line --- */

/* What is selected and not locked, in the order of selecting. */
static GArray *
list_movable (LwLabelPage *self)
{
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  GArray       *movable = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gsize i = 0; i < n_keys; i++)
    if (!lw_label_page_is_locked (self, keys[i]))
      g_array_append_val (movable, keys[i]);

  return movable;
}

static void
arrange (LwLabelPage  *self,
         LwArrangement how)
{
  g_autoptr (LwImageItem) image = NULL;
  g_autoptr (GArray) keys = list_movable (self);
  g_autofree LwRect *rects = g_new (LwRect, MAX (keys->len, 1));
  const char        *label = _ (arrangements[how].label);
  int                width, height;

  if (!lw_label_page_can_edit (self))
    return;

  if (keys->len < lw_arrange_get_n_min (how))
    {
      lw_canvas_announce (self->canvas, how == LW_ARRANGE_ACROSS || how == LW_ARRANGE_DOWN
                                            ? _ ("Select three boxes or more, which are not locked, to distribute them")
                                            : _ ("Select two boxes or more, which are not locked, to put them in line"));
      return;
    }

  for (guint i = 0; i < keys->len; i++)
    rects[i] = lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i))->rect;

  image = lw_image_list_dup_item (lw_project_get_images (self->project), self->image_key);
  width = lw_image_item_get_width (image);
  height = lw_image_item_get_height (image);
  /* Of a picture that nobody could open the size is not known. */
  lw_arrange (how, rects, keys->len, width > 0 ? width : G_MAXINT, height > 0 ? height : G_MAXINT);

  if (lw_label_page_move_boxes (self, (const gint64 *) (const void *) keys->data, rects, keys->len, label, FALSE))
    lw_canvas_announce (self->canvas, label);
}

static void
arrange_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < LW_N_ARRANGEMENTS; i++)
    if (g_str_equal (name, arrangements[i].name))
      arrange (user_data, (LwArrangement) i);
}

void
lw_label_page_add_arrange_actions (LwLabelPage *self)
{
  for (guint i = 0; i < LW_N_ARRANGEMENTS; i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (arrangements[i].name, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (arrange_action), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

void
lw_label_page_update_arrange_actions (LwLabelPage *self)
{
  gsize n_selected;

  lw_canvas_get_selection (self->canvas, &n_selected);

  for (guint i = 0; i < LW_N_ARRANGEMENTS; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), arrangements[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   lw_label_page_can_edit (self) && n_selected >= lw_arrange_get_n_min ((LwArrangement) i));
    }
}

GMenuModel *
lw_label_page_new_arrange_menu (void)
{
  static const guint ends[] = { LW_ARRANGE_TOP, LW_ARRANGE_ACROSS, LW_ARRANGE_SAME_WIDTH, LW_N_ARRANGEMENTS };
  GMenu             *menu = g_menu_new ();
  guint              i = 0;

  for (guint section = 0; section < G_N_ELEMENTS (ends); section++)
    {
      g_autoptr (GMenu) part = g_menu_new ();

      for (; i < ends[section]; i++)
        {
          g_autofree char *action = g_strconcat ("label.", arrangements[i].name, NULL);

          lw_label_page_append_item (part, _ (arrangements[i].menu), action);
        }

      g_menu_append_section (menu, NULL, G_MENU_MODEL (part));
    }

  return G_MENU_MODEL (menu);
}
