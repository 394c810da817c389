/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-webp-transforms.h"

#include <string.h>

#define BLACK 0xff000000u

/* --- Four bytes at once --- */

static inline guint32
add (guint32 a,
     guint32 b)
{
  const guint32 odd = (a & 0xff00ff00u) + (b & 0xff00ff00u);
  const guint32 even = (a & 0x00ff00ffu) + (b & 0x00ff00ffu);

  return (odd & 0xff00ff00u) | (even & 0x00ff00ffu);
}

static inline guint32
average (guint32 a,
         guint32 b)
{
  return (a & b) + (((a ^ b) & 0xfefefefeu) >> 1);
}

static inline int
byte_of (guint32 pixel,
         int     i)
{
  return (int) (pixel >> (8 * i) & 0xff);
}

static inline guint32
clamp_byte (int value)
{
  return (guint32) CLAMP (value, 0, 255);
}

/* Whichever of the two is nearer to where the gradient goes. */
static inline guint32
select_nearer (guint32 left,
               guint32 top,
               guint32 top_left)
{
  int to_left = 0, to_top = 0;

  for (int i = 0; i < 4; i++)
    {
      to_left += ABS (byte_of (top, i) - byte_of (top_left, i));
      to_top += ABS (byte_of (left, i) - byte_of (top_left, i));
    }

  return to_left < to_top ? left : top;
}

static inline guint32
go_on_full (guint32 left,
            guint32 top,
            guint32 top_left)
{
  guint32 pixel = 0;

  for (int i = 0; i < 4; i++)
    pixel |= clamp_byte (byte_of (left, i) + byte_of (top, i) - byte_of (top_left, i)) << (8 * i);

  return pixel;
}

static inline guint32
go_on_half (guint32 middle,
            guint32 top_left)
{
  guint32 pixel = 0;

  for (int i = 0; i < 4; i++)
    pixel |= clamp_byte (byte_of (middle, i) + (byte_of (middle, i) - byte_of (top_left, i)) / 2) << (8 * i);

  return pixel;
}

/* --- Prediction --- */

static inline guint32
predict (int     mode,
         guint32 left,
         guint32 top_left,
         guint32 top,
         guint32 top_right)
{
  switch (mode)
    {
    case 1:
      return left;
    case 2:
      return top;
    case 3:
      return top_right;
    case 4:
      return top_left;
    case 5:
      return average (average (left, top_right), top);
    case 6:
      return average (left, top_left);
    case 7:
      return average (left, top);
    case 8:
      return average (top_left, top);
    case 9:
      return average (top, top_right);
    case 10:
      return average (average (left, top_left), average (top, top_right));
    case 11:
      return select_nearer (left, top, top_left);
    case 12:
      return go_on_full (left, top, top_left);
    case 13:
      return go_on_half (average (left, top), top_left);
    default:
      return BLACK;
    }
}

/* Called with a constant mode, so that each is a loop of its own. */
static inline void
predict_run (int            mode,
             guint32       *row,
             const guint32 *above,
             int            from,
             int            to)
{
  guint32 left = row[from - 1];

  for (int x = from; x < to; x++)
    row[x] = left = add (row[x], predict (mode, left, above[x - 1], above[x], above[x + 1]));
}

#define RUN(mode)                             \
  case mode:                                  \
    predict_run (mode, row, above, from, to); \
    break

static void
predict_part (int            mode,
              guint32       *row,
              const guint32 *above,
              int            from,
              int            to)
{
  switch (mode)
    {
      RUN (1);
      RUN (2);
      RUN (3);
      RUN (4);
      RUN (5);
      RUN (6);
      RUN (7);
      RUN (8);
      RUN (9);
      RUN (10);
      RUN (11);
      RUN (12);
      RUN (13);
    default:
      predict_run (0, row, above, from, to);
      break;
    }
}

static void
undo_predict (LwWebpTransform *self,
              guint32         *row,
              int              y)
{
  const guint32 *modes = self->image + (gsize) (y >> self->bits) * self->image_width_px;
  const int      width = self->width_px;

  /* At the left edge what is above; in the first row what is to the left, and at first black. */
  row[0] = add (row[0], y == 0 ? BLACK : self->above[0]);

  if (y == 0)
    predict_part (1, row, self->above, 1, width);

  /* Right of the last pixel of the row above comes the first one of this row. */
  self->above[width] = row[0];

  for (int from = 1, to; y > 0 && from < width; from = to)
    {
      to = MIN (width, ((from >> self->bits) + 1) << self->bits);
      predict_part (modes[from >> self->bits] >> 8 & 0xf, row, self->above, from, to);
    }

  memcpy (self->above, row, sizeof *row * width);
}

/* --- The others --- */

static inline int
part_of (guint32 factor,
         int     colour)
{
  return ((gint8) (factor & 0xff) * (gint8) (colour & 0xff)) >> 5;
}

static void
undo_colours (const LwWebpTransform *self,
              guint32               *row,
              int                    y)
{
  const guint32 *factors = self->image + (gsize) (y >> self->bits) * self->image_width_px;

  for (int x = 0; x < self->width_px; x++)
    {
      const guint32 factor = factors[x >> self->bits];
      const int     green = byte_of (row[x], 1);
      const int     red = byte_of (row[x], 2) + part_of (factor, green);
      const int     blue = byte_of (row[x], 0) + part_of (factor >> 8, green) + part_of (factor >> 16, red);

      row[x] = (row[x] & 0xff00ff00u) | (guint32) (red & 0xff) << 16 | (guint32) (blue & 0xff);
    }
}

static void
undo_subtract_green (const LwWebpTransform *self,
                     guint32               *row)
{
  for (int x = 0; x < self->width_px; x++)
    {
      const guint32 green = row[x] >> 8 & 0xff;

      row[x] = (row[x] & 0xff00ff00u) | (((row[x] & 0x00ff00ffu) + (green << 16 | green)) & 0x00ff00ffu);
    }
}

/* From the right, as several pixels come of one. */
static void
undo_palette (const LwWebpTransform *self,
              guint32               *row)
{
  const int     index_bits = 8 >> self->bits;
  const guint32 mask = (1u << index_bits) - 1;

  for (int x = self->width_px - 1; x >= 0; x--)
    {
      const int in_pixel = x & ((1 << self->bits) - 1);

      row[x] = self->image[row[x >> self->bits] >> (8 + in_pixel * index_bits) & mask];
    }
}

void
lw_webp_transform_clear (LwWebpTransform *self)
{
  g_clear_pointer (&self->image, g_free);
  g_clear_pointer (&self->above, g_free);
}

void
lw_webp_transform_undo (LwWebpTransform *self,
                        guint32         *row,
                        int              y)
{
  switch (self->kind)
    {
    case LW_WEBP_PREDICT:
      undo_predict (self, row, y);
      break;
    case LW_WEBP_COLOURS:
      undo_colours (self, row, y);
      break;
    case LW_WEBP_SUBTRACT_GREEN:
      undo_subtract_green (self, row);
      break;
    default:
      undo_palette (self, row);
      break;
    }
}
