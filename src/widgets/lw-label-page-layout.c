/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-palette-pane.h"
#include "lw-pane-handle.h"

#include <glib/gi18n-lib.h>

#define NARROW_PX 900
#define PAGE_MIN_PX 720
#define INSPECTOR_MIN_PX 230
#define SAVE_DELAY_MS 300

void
lw_label_page_update_layout (LwLabelPage *self)
{
  gboolean shows_inspector, shows_sidebar;

  g_object_get (self, "show-inspector", &shows_inspector, "show-sidebar", &shows_sidebar, NULL);

  if (self->is_narrow && shows_inspector)
    shows_sidebar = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), shows_sidebar);
  gtk_widget_set_visible (self->inspector_side, shows_inspector);

  /* The picture of the button says the same in less room. */
  gtk_widget_set_visible (self->done_label, !self->is_narrow);

  if (self->is_narrow && shows_inspector)
    gtk_widget_add_css_class (self->toolbar, "lw-tight");
  else
    gtk_widget_remove_css_class (self->toolbar, "lw-tight");
}

/* Three columns need more where the text is large: what they needed when they were seen last. */
static gboolean
is_narrow (LwLabelPage *self,
           int          width)
{
  return width < MAX (NARROW_PX, self->columns_px);
}

static gboolean
layout_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->layout_source = 0;
  self->is_narrow = is_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)));
  self->shows_inspector_when_narrow = FALSE;
  lw_label_page_update_layout (self);

  /* Three columns had to share what now belongs to two. */
  if (self->is_narrow)
    gtk_paned_set_position (self->outer_paned, g_settings_get_int (self->settings, "sidebar-width"));

  return G_SOURCE_REMOVE;
}

/* Widths that the window did not have, because a column was never shown, are left as
 * they are. */
void
lw_label_page_save_widths (LwLabelPage *self)
{
  const int sidebar = gtk_widget_get_width (GTK_WIDGET (self->sidebar));
  const int inspector = gtk_widget_get_width (self->inspector_side);

  g_clear_handle_id (&self->save_source, g_source_remove);

  if (sidebar > 0)
    g_settings_set_int (self->settings, "sidebar-width", CLAMP (sidebar, 120, 2000));

  if (inspector > 0)
    g_settings_set_int (self->settings, "inspector-width", CLAMP (inspector, 120, 2000));
}

static gboolean
save_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->save_source = 0;
  lw_label_page_save_widths (self);

  return G_SOURCE_REMOVE;
}

/* Once, when the divider has come to rest: the widths are given out only after the
 * position is known. */
static void
position_cb (LwLabelPage *self)
{
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

/* The request holds the width only until the paned has it as its own, otherwise
 * the user could not make the column narrower. */
static gboolean
release_width_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->width_source = 0;
  gtk_paned_set_position (self->inner_paned, gtk_paned_get_position (self->inner_paned));
  gtk_widget_set_size_request (self->inspector_side, INSPECTOR_MIN_PX, -1);
  g_signal_connect_object (self->inner_paned, "notify::position", G_CALLBACK (position_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outer_paned, "notify::position", G_CALLBACK (position_cb), self, G_CONNECT_SWAPPED);

  return G_SOURCE_REMOVE;
}

void
lw_label_page_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  LwLabelPage *self = LW_LABEL_PAGE (widget);
  GtkWidget   *child = gtk_widget_get_first_child (widget);
  int          minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (child, MAX (width, minimum), height, baseline, NULL);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));

  if (self->class_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->class_popover));

  lw_label_page_present_tone (self);

  /* Neither requests nor visibility may change while sizes are being given out. */
  if (!self->has_widths && gtk_widget_get_width (self->inspector_side) > 0)
    {
      self->has_widths = TRUE;
      self->width_source = g_idle_add (release_width_cb, self);
    }

  if (gtk_widget_get_visible (GTK_WIDGET (self->sidebar)) && gtk_widget_get_visible (self->inspector_side))
    self->columns_px = minimum;

  if (is_narrow (self, width) != self->is_narrow && self->layout_source == 0)
    self->layout_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, layout_cb, self, NULL);
}

void
lw_label_page_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int        minimum_width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = MAX (for_size, minimum_width);

  gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);

  /* Three columns need more than this; the window must get narrower for the right
   * one to be hidden. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, PAGE_MIN_PX);
}

void
lw_label_page_init_layout (LwLabelPage *self)
{
  /* The right column keeps what it asks for first; later the paned keeps it. */
  gtk_paned_set_position (self->outer_paned, g_settings_get_int (self->settings, "sidebar-width"));
  gtk_widget_set_size_request (self->inspector_side, g_settings_get_int (self->settings, "inspector-width"), -1);
  lw_palette_pane_tend (GTK_PANED (self->inspector_side), self->palette);
  lw_pane_handle_tend (self->outer_paned);
  lw_pane_handle_tend (self->inner_paned);
  lw_pane_handle_tend (GTK_PANED (self->inspector_side));
}

void
lw_label_page_place_palette (LwLabelPage *self)
{
  lw_palette_pane_update (GTK_PANED (self->inspector_side));
}
