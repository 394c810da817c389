/* lw-box-index.c - which boxes are here: 100,000 of them, within a frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-box-index.h"

#include <math.h>
#include <string.h>

/* 64 cells along the longer edge: with 100,000 boxes about 100 begin in each cell,
 * and a usual box touches few. */
#define CELLS_ALONG_MAX 64
#define N_CELLS_MAX (CELLS_ALONG_MAX * CELLS_ALONG_MAX)

/* Beyond this many cells a box goes to the list apart. */
#define CELLS_PER_BOX_MAX 64

typedef struct
{
  LwRect   rect;
  gboolean is_used;
} Entry;

/* Cells that a rect touches, both ends included. */
typedef struct
{
  int x0, y0, x1, y1;
} Span;

struct _LwBoxIndex
{
  double   cell_img;
  int      n_columns, n_rows;
  GArray **cells;   /* (element-type guint32) each; NULL while empty */
  GArray  *large;   /* (element-type guint32) */
  GArray  *entries; /* (element-type Entry), by id */
  GArray  *marks;   /* (element-type guint64): scratch, one bit per id, all clear between calls */
  guint    n_boxes;
};

static int
cell_at (const LwBoxIndex *self,
         double            position,
         int               n_cells)
{
  return (int) fmin (fmax (floor (position / self->cell_img), 0), n_cells - 1);
}

/* What lies outside the picture belongs to the outermost cells, for boxes and for
 * queries alike, so that nothing is missed. */
static Span
span_of (const LwBoxIndex *self,
         LwRect            rect)
{
  return (Span){
    cell_at (self, rect.x0, self->n_columns),
    cell_at (self, rect.y0, self->n_rows),
    cell_at (self, rect.x1, self->n_columns),
    cell_at (self, rect.y1, self->n_rows),
  };
}

static gboolean
is_large (Span span)
{
  return (span.x1 - span.x0 + 1) * (span.y1 - span.y0 + 1) > CELLS_PER_BOX_MAX;
}

static void
remove_id (GArray *ids,
           guint32 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint32, i) == id)
      {
        g_array_remove_index_fast (ids, i);
        return;
      }
}

static GArray *
ensure_cell (LwBoxIndex *self,
             int         x,
             int         y)
{
  GArray **cell = &self->cells[y * self->n_columns + x];

  if (*cell == NULL)
    *cell = g_array_new (FALSE, FALSE, sizeof (guint32));

  return *cell;
}

static gboolean
shares_point (LwRect a,
              LwRect b)
{
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

static void
mark_touching (LwBoxIndex   *self,
               const GArray *ids,
               LwRect        area)
{
  guint64     *marks = (guint64 *) (void *) self->marks->data;
  const Entry *entries = (const Entry *) (const void *) self->entries->data;

  for (guint i = 0; i < ids->len; i++)
    {
      guint32 id = g_array_index (ids, guint32, i);

      if (shares_point (entries[id].rect, area))
        marks[id / 64] |= G_GUINT64_CONSTANT (1) << (id % 64);
    }
}

/* A box lies in several cells and must be reported once; walking the bits also puts
 * the ids in order for less than sorting them would take. */
static void
take_marks (LwBoxIndex *self,
            GArray     *ids)
{
  guint64 *marks = (guint64 *) (void *) self->marks->data;

  for (guint word = 0; word < self->marks->len; word++)
    {
      for (guint64 rest = marks[word]; rest != 0; rest &= rest - 1)
        {
          guint32 id = word * 64 + (guint32) __builtin_ctzll (rest);

          g_array_append_val (ids, id);
        }
      marks[word] = 0;
    }
}

static int
compare_on_top (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  LwBoxIndex *self = data;
  guint32     id_a = *(const guint32 *) a;
  guint32     id_b = *(const guint32 *) b;
  double      area_a = lw_rect_area (g_array_index (self->entries, Entry, id_a).rect);
  double      area_b = lw_rect_area (g_array_index (self->entries, Entry, id_b).rect);

  if (area_a != area_b)
    return area_a < area_b ? -1 : 1;

  return id_a > id_b ? -1 : id_a < id_b;
}

static void
set_size (LwBoxIndex *self,
          double      width_img,
          double      height_img)
{
  double width = fmax (width_img, 1);
  double height = fmax (height_img, 1);

  self->cell_img = fmax (width, height) / CELLS_ALONG_MAX;
  self->n_columns = (int) ceil (width / self->cell_img);
  self->n_rows = (int) ceil (height / self->cell_img);
}

LwBoxIndex *
lw_box_index_new (double width_img,
                  double height_img)
{
  LwBoxIndex *self = g_new0 (LwBoxIndex, 1);

  set_size (self, width_img, height_img);
  self->cells = g_new0 (GArray *, N_CELLS_MAX);
  self->large = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  self->marks = g_array_new (FALSE, TRUE, sizeof (guint64));

  return self;
}

void
lw_box_index_free (LwBoxIndex *self)
{
  for (int i = 0; i < N_CELLS_MAX; i++)
    if (self->cells[i] != NULL)
      g_array_unref (self->cells[i]);

  g_free (self->cells);
  g_array_unref (self->large);
  g_array_unref (self->entries);
  g_array_unref (self->marks);
  g_free (self);
}

/* The cells keep their memory: the next picture has about as many boxes. */
void
lw_box_index_reset (LwBoxIndex *self,
                    double      width_img,
                    double      height_img)
{
  for (int i = 0; i < N_CELLS_MAX; i++)
    if (self->cells[i] != NULL)
      g_array_set_size (self->cells[i], 0);

  g_array_set_size (self->large, 0);
  g_array_set_size (self->entries, 0);
  g_array_set_size (self->marks, 0);
  self->n_boxes = 0;
  set_size (self, width_img, height_img);
}

void
lw_box_index_set (LwBoxIndex *self,
                  guint32     id,
                  LwRect      rect)
{
  Span span = span_of (self, rect);

  lw_box_index_remove (self, id);

  if (id >= self->entries->len)
    {
      g_array_set_size (self->entries, id + 1);
      g_array_set_size (self->marks, id / 64 + 1);
    }
  g_array_index (self->entries, Entry, id) = (Entry){ rect, TRUE };
  self->n_boxes++;

  if (is_large (span))
    {
      g_array_append_val (self->large, id);
      return;
    }

  for (int y = span.y0; y <= span.y1; y++)
    for (int x = span.x0; x <= span.x1; x++)
      g_array_append_val (ensure_cell (self, x, y), id);
}

void
lw_box_index_remove (LwBoxIndex *self,
                     guint32     id)
{
  Entry *entry;
  Span   span;

  if (id >= self->entries->len || !g_array_index (self->entries, Entry, id).is_used)
    return;

  entry = &g_array_index (self->entries, Entry, id);
  entry->is_used = FALSE;
  self->n_boxes--;
  span = span_of (self, entry->rect);

  if (is_large (span))
    {
      remove_id (self->large, id);
      return;
    }

  for (int y = span.y0; y <= span.y1; y++)
    for (int x = span.x0; x <= span.x1; x++)
      remove_id (ensure_cell (self, x, y), id);
}

guint
lw_box_index_get_n_boxes (LwBoxIndex *self)
{
  return self->n_boxes;
}

void
lw_box_index_query (LwBoxIndex *self,
                    LwRect      area,
                    GArray     *ids)
{
  Span span = span_of (self, area);

  for (int y = span.y0; y <= span.y1; y++)
    for (int x = span.x0; x <= span.x1; x++)
      {
        const GArray *cell = self->cells[y * self->n_columns + x];

        if (cell != NULL)
          mark_touching (self, cell, area);
      }
  mark_touching (self, self->large, area);

  take_marks (self, ids);
}

void
lw_box_index_hit (LwBoxIndex *self,
                  double      x_img,
                  double      y_img,
                  double      slack_img,
                  GArray     *ids)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  LwRect area = { x_img - slack_img, y_img - slack_img, x_img + slack_img, y_img + slack_img };

  lw_box_index_query (self, area, found);
  g_array_sort_with_data (found, compare_on_top, self);
  g_array_append_vals (ids, found->data, found->len);
}
