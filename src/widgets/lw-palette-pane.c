/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-palette-pane.h"

#include "lw-settings.h"

#define SETTING "palette-height"

/* Title and search entry, and a row, in the compact style. */
#define HEAD_PX 90
#define ROW_PX 28

#define HEIGHT_MIN_PX 200

/* Of the column: the boxes and what is selected have the rest. */
#define PART_MAX 0.42

#define STATE "lw-palette-pane"

typedef struct
{
  GtkPaned       *pane; /* which owns this */
  LwClassPalette *palette;
  int             column_px; /* height of the column that the divider was placed in */
  int             placed_px; /* where we put it */
  guint           source;
} State;

static void
state_free (gpointer data)
{
  State *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

static int
find_height (State *self,
             int    column_px)
{
  const int   chosen = g_settings_get_int (lw_settings_get (), SETTING);
  const guint n_rows = MIN (lw_class_palette_get_n_classes (self->palette), 100);
  const int   wanted = HEAD_PX + (int) n_rows * ROW_PX;
  const int   most = MAX ((int) (column_px * PART_MAX), HEIGHT_MIN_PX);

  return chosen > 0 ? chosen : CLAMP (wanted, HEIGHT_MIN_PX, most);
}

/* Never while sizes are being given out. */
static gboolean
place_cb (gpointer data)
{
  State *self = data;

  self->source = 0;
  self->column_px = gtk_widget_get_height (GTK_WIDGET (self->pane));

  if (self->column_px > 0)
    {
      gtk_paned_set_position (self->pane, find_height (self, self->column_px));
      self->placed_px = gtk_paned_get_position (self->pane);
    }

  return G_SOURCE_REMOVE;
}

static void
place_later (State *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, place_cb, self, NULL);
}

/* The divider also moves where the column has become lower; that is nobody's choice. */
static void
position_cb (State *self)
{
  const int position = gtk_paned_get_position (self->pane);

  if (self->source == 0 && self->column_px > 0 && position != self->placed_px &&
      gtk_widget_get_height (GTK_WIDGET (self->pane)) == self->column_px)
    {
      self->placed_px = position;
      g_settings_set_int (lw_settings_get (), SETTING, CLAMP (position, 1, 5000));
    }
}

void
lw_palette_pane_tend (GtkPaned       *pane,
                      LwClassPalette *palette)
{
  State *self = g_new0 (State, 1);

  g_return_if_fail (GTK_IS_PANED (pane));

  self->pane = pane;
  self->palette = palette;
  g_object_set_data_full (G_OBJECT (pane), STATE, self, state_free);
  g_signal_connect_swapped (pane, "notify::position", G_CALLBACK (position_cb), self);

  /* What there is for both children: another height of the column. */
  g_signal_connect_swapped (pane, "notify::max-position", G_CALLBACK (place_later), self);
}

void
lw_palette_pane_update (GtkPaned *pane)
{
  place_later (g_object_get_data (G_OBJECT (pane), STATE));
}
