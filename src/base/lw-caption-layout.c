/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-caption-layout.h"

#include <string.h>

#define CELL 4
#define WORD_BITS 64

/* Between a caption and the edge of the box that it stands outside of. */
#define GAP 1

struct _LwCaptionLayout
{
  LwCaptionArea bounds;
  int           n_columns, n_rows, n_words; /* words of a row */
  gint64        n_taken;
  guint64      *cells;
  gsize         n_allocated; /* words */
};

/* Cells from the corner of the bounds, half-open. */
typedef struct
{
  int column0, row0, column1, row1;
} Span;

typedef struct
{
  int x, y;
} Corner;

LwCaptionLayout *
lw_caption_layout_new (void)
{
  return g_new0 (LwCaptionLayout, 1);
}

void
lw_caption_layout_free (LwCaptionLayout *self)
{
  g_free (self->cells);
  g_free (self);
}

void
lw_caption_layout_reset (LwCaptionLayout *self,
                         LwCaptionArea    bounds)
{
  gsize n_words;

  self->bounds = bounds;
  self->n_columns = MAX (bounds.x1 - bounds.x0 + CELL - 1, 0) / CELL;
  self->n_rows = MAX (bounds.y1 - bounds.y0 + CELL - 1, 0) / CELL;
  self->n_words = (self->n_columns + WORD_BITS - 1) / WORD_BITS;
  self->n_taken = 0;

  n_words = (gsize) self->n_words * (gsize) self->n_rows;
  if (n_words > self->n_allocated)
    {
      g_free (self->cells);
      self->cells = g_new (guint64, n_words);
      self->n_allocated = n_words;
    }
  if (n_words > 0)
    memset (self->cells, 0, n_words * sizeof *self->cells);
}

static Span
span_of (LwCaptionLayout *self,
         LwCaptionArea    area)
{
  return (Span){
    (area.x0 - self->bounds.x0) / CELL,
    (area.y0 - self->bounds.y0) / CELL,
    (area.x1 - self->bounds.x0 + CELL - 1) / CELL,
    (area.y1 - self->bounds.y0 + CELL - 1) / CELL,
  };
}

/* How many columns of @span are free from its left on. */
static int
count_free (LwCaptionLayout *self,
            Span             span)
{
  for (int word = span.column0 / WORD_BITS; word * WORD_BITS < span.column1; word++)
    {
      guint64 taken = 0;

      for (int row = span.row0; row < span.row1; row++)
        taken |= self->cells[row * self->n_words + word];

      if (word == span.column0 / WORD_BITS)
        taken &= G_MAXUINT64 << span.column0 % WORD_BITS;
      if (taken != 0)
        return MIN (word * WORD_BITS + __builtin_ctzll (taken), span.column1) - span.column0;
    }

  return span.column1 - span.column0;
}

static void
mark (LwCaptionLayout *self,
      Span             span,
      gboolean         is_taken)
{
  for (int row = span.row0; row < span.row1; row++)
    for (int column = span.column0; column < span.column1; column++)
      {
        guint64 *word = &self->cells[row * self->n_words + column / WORD_BITS];
        guint64  bit = G_GUINT64_CONSTANT (1) << column % WORD_BITS;

        self->n_taken += is_taken ? (*word & bit) == 0 : -((*word & bit) != 0);
        *word = is_taken ? *word | bit : *word & ~bit;
      }
}

/* The widest free caption at a corner that is not wider than wished; 0 for none. */
static int
measure (LwCaptionLayout     *self,
         const LwCaptionWish *wish,
         Corner               at)
{
  LwCaptionArea area = { at.x, at.y, MIN (at.x + wish->width, self->bounds.x1), at.y + wish->height };
  Span          span;
  int           n_free;

  if (at.x < self->bounds.x0 || at.y < self->bounds.y0 || area.y1 > self->bounds.y1 || area.x1 <= area.x0)
    return 0;

  span = span_of (self, area);
  n_free = count_free (self, span);
  if (n_free == span.column1 - span.column0)
    return area.x1 - area.x0;

  /* To the last pixel of the last free cell. */
  return MAX ((span.column0 + n_free) * CELL + self->bounds.x0 - at.x, 0);
}

/* A caption inside a box that is hardly larger would hide all of it. */
static gboolean
is_roomy (const LwCaptionWish *wish)
{
  const int width = wish->box.x1 - wish->box.x0;
  const int height = wish->box.y1 - wish->box.y0;

  return height >= 3 * wish->height || (height >= 2 * (wish->height + GAP) && width >= wish->width + 2 * GAP);
}

static int
list_corners (const LwCaptionWish *wish,
              Corner               corners[8])
{
  const LwCaptionArea *box = &wish->box;
  int                  above = box->y0 - wish->height - GAP;
  int                  below = box->y1 + GAP;
  int                  end = box->x1 - wish->width;
  gboolean             has_inside = is_roomy (wish);
  int                  n = 0;

  corners[n++] = (Corner){ box->x0, above };
  if (has_inside)
    corners[n++] = (Corner){ box->x0 + GAP, box->y0 + GAP };
  corners[n++] = (Corner){ box->x0, below };
  corners[n++] = (Corner){ end, above };
  corners[n++] = (Corner){ end, below };
  if (has_inside)
    corners[n++] = (Corner){ box->x0 + GAP, box->y1 - wish->height - GAP };
  corners[n++] = (Corner){ box->x1 + GAP, box->y0 };
  corners[n++] = (Corner){ box->x0 - wish->width - GAP, box->y0 };

  return n;
}

static void
take (LwCaptionLayout     *self,
      const LwCaptionWish *wish,
      Corner               at,
      int                  width,
      LwCaptionArea       *place)
{
  *place = (LwCaptionArea){ at.x, at.y, at.x + width, at.y + wish->height };
  mark (self, span_of (self, *place), TRUE);
}

gboolean
lw_caption_layout_place (LwCaptionLayout     *self,
                         const LwCaptionWish *wish,
                         LwCaptionArea       *place)
{
  Corner corners[8];
  int    n_corners = list_corners (wish, corners);
  int    best = -1, width_best = 0;

  for (int i = 0; i < n_corners; i++)
    {
      int width = measure (self, wish, corners[i]);

      if (width >= wish->width)
        {
          take (self, wish, corners[i], wish->width, place);
          return TRUE;
        }
      if (width > width_best)
        {
          best = i;
          width_best = width;
        }
    }

  /* Whole cells: the widths that there are stay few, and with them the pictures of captions. */
  width_best = width_best / CELL * CELL;
  if (best < 0 || width_best < wish->width_min || width_best <= 0)
    return FALSE;

  take (self, wish, corners[best], width_best, place);

  return TRUE;
}

void
lw_caption_layout_take (LwCaptionLayout *self,
                        LwCaptionArea    area)
{
  area.x0 = MAX (area.x0, self->bounds.x0);
  area.y0 = MAX (area.y0, self->bounds.y0);
  area.x1 = MIN (area.x1, self->bounds.x1);
  area.y1 = MIN (area.y1, self->bounds.y1);
  if (area.x0 < area.x1 && area.y0 < area.y1)
    mark (self, span_of (self, area), TRUE);
}

void
lw_caption_layout_release (LwCaptionLayout *self,
                           LwCaptionArea    place)
{
  mark (self, span_of (self, place), FALSE);
}

double
lw_caption_layout_get_share (LwCaptionLayout *self)
{
  gint64 n_cells = (gint64) self->n_columns * self->n_rows;

  return n_cells > 0 ? (double) self->n_taken / (double) n_cells : 1;
}
