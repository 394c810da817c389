/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

/* What the loops need: made once for a part. */
typedef struct _Render Render;

typedef void (*RowFunc) (const Render *render,
                         guint32      *to,
                         const guint8 *from,
                         gssize        step,
                         int           n);

struct _Render
{
  const LwToneTable *table; /* NULL: as it is in the file */
  RowFunc            func;

  /* Of the three channels when they become one grey; they sum up to 256. */
  guint weights[3];

  /* Places in the table are (number - offset) * scale. */
  double offset, scale;

  /* Of 8-bit numbers. */
  guint8  levels_8[256];
  guint32 colours_8[256];
};

/* The luma of ITU-R BT.709, in 256ths. */
static const guint luma[3] = { 54, 183, 19 };

/* Not a number goes to the dark end. */
static inline int
place_of (const Render *render,
          double        number)
{
  const double at = (number - render->offset) * render->scale + 0.5;

  if (!(at > 0))
    return 0;

  return at < LW_TONE_TABLE_SIZE - 1 ? (int) at : LW_TONE_TABLE_SIZE - 1;
}

/* The same for numbers of 16 bits, where a float is as good.  The limits are applied to whole
 * numbers, wide enough for any window, because compilers make jumps of those of floats, which
 * noise has guessed wrongly half of the time: five times as slow. */
static inline int
place_of_16 (float number,
             float offset,
             float scale)
{
  gint64 at = (gint64) ((number - offset) * scale + 0.5f);

  at = MAX (at, 0);

  return (int) MIN (at, LW_TONE_TABLE_SIZE - 1);
}

static inline guint32
grey_of (const Render *render,
         guint         red,
         guint         green,
         guint         blue)
{
  return (red * render->weights[0] + green * render->weights[1] + blue * render->weights[2] + 128) >> 8;
}

static void
row_grey_8 (const Render *render,
            guint32      *to,
            const guint8 *from,
            gssize        step,
            int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = render->colours_8[*from];
}

static void
row_rgb_8 (const Render *render,
           guint32      *to,
           const guint8 *from,
           gssize        step,
           int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = (guint32) render->levels_8[from[0]] << 16 | (guint32) render->levels_8[from[1]] << 8 |
            render->levels_8[from[2]];
}

static void
row_rgb_8_plain (const Render *render,
                 guint32      *to,
                 const guint8 *from,
                 gssize        step,
                 int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
}

static void
row_rgb_8_grey (const Render *render,
                guint32      *to,
                const guint8 *from,
                gssize        step,
                int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = render->colours_8[grey_of (render, from[0], from[1], from[2])];
}

static void
row_grey_16 (const Render *render,
             guint32      *to,
             const guint8 *from,
             gssize        step,
             int           n)
{
  const float offset = (float) render->offset, scale = (float) render->scale;

  for (int i = 0; i < n; i++, from += step)
    to[i] = render->table->colours[place_of_16 (*(const guint16 *) (gconstpointer) from, offset, scale)];
}

static void
row_rgb_16 (const Render *render,
            guint32      *to,
            const guint8 *from,
            gssize        step,
            int           n)
{
  const float   offset = (float) render->offset, scale = (float) render->scale;
  const guint8 *levels = render->table->levels;

  for (int i = 0; i < n; i++, from += step)
    {
      const guint16 *rgb = (const guint16 *) (gconstpointer) from;

      to[i] = (guint32) levels[place_of_16 (rgb[0], offset, scale)] << 16 |
              (guint32) levels[place_of_16 (rgb[1], offset, scale)] << 8 |
              levels[place_of_16 (rgb[2], offset, scale)];
    }
}

static void
row_rgb_16_grey (const Render *render,
                 guint32      *to,
                 const guint8 *from,
                 gssize        step,
                 int           n)
{
  const float offset = (float) render->offset, scale = (float) render->scale;

  for (int i = 0; i < n; i++, from += step)
    {
      const guint16 *rgb = (const guint16 *) (gconstpointer) from;
      const guint32  grey = grey_of (render, rgb[0], rgb[1], rgb[2]);

      to[i] = render->table->colours[place_of_16 ((float) grey, offset, scale)];
    }
}

static void
row_float (const Render *render,
           guint32      *to,
           const guint8 *from,
           gssize        step,
           int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = render->table->colours[place_of (render, (double) *(const float *) (gconstpointer) from)];
}

static gboolean
is_grey (LwPixelsFormat format)
{
  return lw_pixels_format_get_n_channels (format) == 1;
}

/* Made when the first deep picture is drawn without a tone of its own. */
static const LwToneTable *
get_neutral_table (void)
{
  static LwToneTable table;
  static gsize       is_made;

  if (g_once_init_enter (&is_made))
    {
      lw_tone_table_init (&table, &LW_TONE_NEUTRAL);
      g_once_init_leave (&is_made, 1);
    }

  return &table;
}

static void
set_weights (Render *render)
{
  const int channel = (int) render->table->tone.channel;

  for (int i = 0; i < 3; i++)
    render->weights[i] = channel == LW_TONE_CHANNEL_ALL ? luma[i] : channel == LW_TONE_CHANNEL_RED + i ? 256
                                                                                                       : 0;
}

static void
set_scale (Render         *render,
           const LwPixels *self)
{
  const LwTone *tone = &render->table->tone;
  const double  range = self->white - self->black;
  /* All one number: that is black. */
  const double span = range > 0 ? range : 1;

  render->offset = self->black + tone->black * span;
  render->scale = (LW_TONE_TABLE_SIZE - 1) / ((tone->white - tone->black) * span);
}

static void
set_bytes (Render *render)
{
  for (int i = 0; i < 256; i++)
    {
      const int at = place_of (render, i);

      render->levels_8[i] = render->table->levels[at];
      render->colours_8[i] = render->table->colours[at];
    }
}

static void
set_func (Render        *render,
          LwPixelsFormat format,
          gboolean       is_plain)
{
  const LwTone  *tone = &render->table->tone;
  const gboolean to_grey = tone->channel != LW_TONE_CHANNEL_ALL || tone->colours != LW_TONE_COLOURS_NONE;

  switch (format)
    {
    case LW_PIXELS_GREY_8:
      render->func = row_grey_8;
      break;
    case LW_PIXELS_RGB_8:
      render->func = is_plain ? row_rgb_8_plain : to_grey ? row_rgb_8_grey
                                                          : row_rgb_8;
      break;
    case LW_PIXELS_GREY_16:
      render->func = row_grey_16;
      break;
    case LW_PIXELS_RGB_16:
      render->func = to_grey ? row_rgb_16_grey : row_rgb_16;
      break;
    default:
      render->func = row_float;
      break;
    }
}

static void
render_init (Render            *render,
             const LwPixels    *self,
             const LwToneTable *tone)
{
  const gboolean is_plain = tone == NULL || lw_tone_is_neutral (&tone->tone);

  render->table = is_plain ? get_neutral_table () : tone;
  set_func (render, self->format, is_plain);

  if (render->func == row_rgb_8_plain)
    return;

  set_scale (render, self);

  if (!is_grey (self->format))
    set_weights (render);

  if (lw_pixels_format_get_size (self->format) == (gsize) lw_pixels_format_get_n_channels (self->format))
    set_bytes (render);
}

static void
render_part (const Render        *render,
             const LwPixelsLevel *part,
             guint32             *dest,
             gsize                stride_px)
{
  const int tile_px = lw_pixels_level_is_straight (part) ? MAX (part->width_px, 1) : LW_PIXELS_TILE_PX;

  for (int x = 0; x < part->width_px; x += tile_px)
    for (int y = 0; y < part->height_px; y++)
      render->func (render, dest + y * stride_px + x, part->data + x * part->du + y * part->dv,
                    part->du, MIN (tile_px, part->width_px - x));
}

void
lw_pixels_render (LwPixels          *self,
                  int                level,
                  int                x_px,
                  int                y_px,
                  int                width_px,
                  int                height_px,
                  const LwToneTable *tone,
                  guint32           *dest,
                  gsize              stride_px)
{
  const LwPixelsLevel *at;
  int                  band_rows;
  Render               render;

  g_return_if_fail (self != NULL);
  g_return_if_fail (level >= 0 && level < self->n_levels);
  g_return_if_fail (dest != NULL);

  at = &self->levels[level];

  g_return_if_fail (x_px >= 0 && width_px >= 0 && width_px <= at->width_px - x_px);
  g_return_if_fail (y_px >= 0 && height_px >= 0 && height_px <= at->height_px - y_px);

  render_init (&render, self, tone);
  band_rows = lw_pixels_get_band (self, level);

  for (int y = 0; y < height_px; y += band_rows)
    {
      g_auto (LwPixelsLevel) part = { 0 };

      lw_pixels_get_part (self, level, x_px, y_px + y, width_px, MIN (band_rows, height_px - y), &part);
      render_part (&render, &part, dest + y * stride_px, stride_px);
    }
}
