/* lw-label-page-scale.c - how long a pixel is in the world, for all that says a size
 *
 * A setting of the project: pictures of one study come from one instrument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-scale-dialog.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SETTING "scale"

#define PLACE_CHARS 14
#define PLACE_CHARS_SCALED 34

static void
show_scale (LwLabelPage *self)
{
  lw_canvas_set_scale (self->canvas, &self->scale);
  lw_canvas_hud_set_scale (self->hud, &self->scale);
  lw_ruler_set_scale (self->top_ruler, &self->scale);
  lw_ruler_set_scale (self->left_ruler, &self->scale);
  lw_box_inspector_set_scale (self->inspector, &self->scale);
  /* What comes and goes with the pointer must not move its neighbours. */
  gtk_label_set_width_chars (self->pointer_label, lw_scale_is_set (&self->scale) ? PLACE_CHARS_SCALED : PLACE_CHARS);
}

void
lw_label_page_reload_scale (LwLabelPage *self)
{
  g_autofree char *text = self->project != NULL ? lw_project_dup_setting (self->project, SETTING) : NULL;
  LwScale          scale;

  /* What cannot be read is of a later version: no scale is better than a wrong one. */
  lw_scale_from_text (text, &scale);
  if (lw_scale_equal (&scale, &self->scale))
    return;

  self->scale = scale;
  show_scale (self);
}

char *
lw_label_page_dup_place (LwLabelPage *self,
                         double       x,
                         double       y)
{
  g_autofree char *pixels = g_strdup_printf (_ ("x %d  y %d"), (int) floor (x), (int) floor (y));
  g_autofree char *across = lw_scale_dup_length (&self->scale, x);
  g_autofree char *down = lw_scale_dup_length (&self->scale, y);

  if (across == NULL)
    return g_steal_pointer (&pixels);

  return g_strdup_printf ("%s  (%s, %s)", pixels, across, down);
}

static void
scale_chosen_cb (const LwScale *scale,
                 gpointer       user_data)
{
  LwLabelPage     *self = user_data;
  g_autofree char *text = scale != NULL ? lw_scale_to_text (scale) : NULL;
  g_autoptr (GError) error = NULL;

  if (scale != NULL && self->project != NULL && !lw_project_set_setting (self->project, SETTING, text, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);

  lw_label_page_reload_scale (self);
  lw_label_page_focus_canvas (self);
}

static void
set_scale_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  const LwShownBox *box = keys->len == 1 ? lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, 0)) : NULL;
  double            width_px = box != NULL ? box->rect.x1 - box->rect.x0 : 0;
  double            height_px = box != NULL ? box->rect.y1 - box->rect.y0 : 0;

  if (lw_label_page_can_edit (self))
    lw_scale_dialog_ask (GTK_WIDGET (self), &self->scale, width_px, height_px, scale_chosen_cb, self);
}

static const GActionEntry entries[] = {
  { .name = "set-scale", .activate = set_scale_action },
};

void
lw_label_page_add_scale_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
