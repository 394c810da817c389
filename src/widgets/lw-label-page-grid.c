/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

/* In place of list, canvas and inspector, which stay as they are. */
static void
set_grid_shown (LwLabelPage *self,
                gboolean     is_shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->grid), is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->outer_paned), !is_shown);

  /* What was said of the canvas is not about these images. */
  lw_label_page_show_notice (self, NULL);

  if (is_shown)
    lw_class_grid_start (self->grid, self->image_key);
  else
    lw_label_page_focus_canvas (self);
}

static void
grid_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (self->project != NULL && self->image_key != 0)
    set_grid_shown (self, !gtk_widget_get_visible (GTK_WIDGET (self->grid)));
}

void
lw_label_page_open_from_grid (LwLabelPage *self,
                              gint64       image_key)
{
  set_grid_shown (self, FALSE);
  lw_label_page_show_image (self, image_key);
}

void
lw_label_page_leave_grid (LwLabelPage *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->grid)))
    set_grid_shown (self, FALSE);
}

static const GActionEntry entries[] = {
  { .name = "grid", .activate = grid_action },
};

void
lw_label_page_add_grid_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
