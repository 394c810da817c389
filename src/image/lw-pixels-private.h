/* lw-pixels-private.h - how pixels are made and kept, for the decoders alone
 *
 * A decoder fills a buffer in the order of the file and gives it away; it becomes the
 * full picture as it is, without a copy.  How the picture is turned is applied on the
 * way out and into level 1; all other levels are stored as displayed.
 *
 * Where the full picture would take too much memory it is on the disk, see
 * lw-pixels-blocks.h, and lw_pixels_get_part() brings the part that is wanted; the other
 * levels, a third as much, are always in memory.
 *
 * Until lw_pixels_add_levels() is done, the pixels belong to the thread that makes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels-blocks.h"
#include "lw-pixels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Packed, no transparency; numbers of two and four bytes in the order of this machine. */
typedef enum
{
  LW_PIXELS_GREY_8,
  LW_PIXELS_RGB_8,
  LW_PIXELS_GREY_16,
  LW_PIXELS_RGB_16,
  LW_PIXELS_GREY_FLOAT,
  LW_N_PIXELS_FORMATS
} LwPixelsFormat;

gsize lw_pixels_format_get_size (LwPixelsFormat format); /* bytes of a pixel */
int   lw_pixels_format_get_n_channels (LwPixelsFormat format);

/* Pixels in the order of the file. */
typedef struct
{
  LwPixelsFormat format;
  guint8        *data; /* NULL where they are in @blocks */
  int            width_px;
  int            height_px;
  gsize          stride;      /* bytes from row to row */
  int            orientation; /* EXIF, how to turn it for display */
  gpointer       owner;       /* of @data: freed with @owner_free, which may be NULL, together with the pixels */
  GDestroyNotify owner_free;

  LwPixelsBlocks *blocks;
} LwPixelsSource;

/* Level 0 alone; takes @source->owner. */
LwPixels *lw_pixels_new_take (const LwPixelsSource *source) G_GNUC_WARN_UNUSED_RESULT;

/* The other levels, by averaging 2 x 2 pixels (at an odd edge those that there are, of
 * floats those that are finite), and what is known of the numbers: range and automatic
 * window.  FALSE where there is no memory or @cancellable was cancelled. */
gboolean lw_pixels_add_levels (LwPixels     *self,
                               GCancellable *cancellable);

/* Where the displayed pixel u, v is: data + u * du + v * dv, in bytes. */
typedef struct
{
  int     width_px, height_px; /* as displayed */
  guint8 *data;                /* of the pixel displayed at 0, 0; NULL: on the disk */
  gssize  du, dv;

  guint8 *own; /* what is freed with the level; NULL where somebody else owns it */
} LwPixelsLevel;

/* Edges of 2^30 pixels can be halved so often before the longer one is at most 256. */
#define LW_PIXELS_N_LEVELS_MAX 24

struct _LwPixels
{
  gatomicrefcount ref_count;

  LwPixelsFormat format;
  double         black, white;           /* of the range */
  double         auto_black, auto_white; /* 0 to 1 of it */
  double         low, high;              /* numbers that there are */

  int           n_levels;
  LwPixelsLevel levels[LW_PIXELS_N_LEVELS_MAX];
  gsize         size; /* bytes */

  gpointer       owner; /* of level 0 */
  GDestroyNotify owner_free;

  LwPixelsBlocks *blocks;      /* of level 0, where that is on the disk; in the order of the file */
  int             orientation; /* from it to the display */
};

void lw_pixels_level_init (LwPixelsLevel        *level,
                           const LwPixelsSource *source);

/* A part of a level, as displayed, as a level of its own: the same memory, or a copy of what is
 * on the disk.  To be cleared. */
void lw_pixels_get_part (const LwPixels *self,
                         int             level,
                         int             x,
                         int             y,
                         int             width_px,
                         int             height_px,
                         LwPixelsLevel  *part);

static inline void
lw_pixels_level_clear (LwPixelsLevel *self)
{
  g_clear_pointer (&self->own, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwPixelsLevel, lw_pixels_level_clear)

/* How many rows of a level, as displayed, are best taken at once: all that are in memory. */
int lw_pixels_get_band (const LwPixels *self,
                        int             level);

/* Turned pictures are walked in squares whose rows stay in the first-level cache; along
 * whole rows every read would miss it. */
#define LW_PIXELS_TILE_PX 32

/* Between two looks at the cancellable: a few milliseconds of work. */
#define LW_PIXELS_BAND_PX (1024 * 1024)

/* Pixels that lie next to each other in a row of the display are next to each other in
 * memory, too. */
static inline gboolean
lw_pixels_level_is_straight (const LwPixelsLevel *level)
{
  return ABS (level->du) <= ABS (level->dv) || level->height_px == 1;
}

/* Fills @self->black, white, auto_black, auto_white, low, high from level 0.  FALSE when cancelled. */
gboolean lw_pixels_find_range (LwPixels     *self,
                               GCancellable *cancellable);

G_END_DECLS
