/* lw-pixels.h - a decoded picture in the numbers of its file, and its halvings
 *
 * Immutable once made and atomically reference-counted: shared between threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tone.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwPixels LwPixels;

/* From rows of 8-bit RGB, @stride bytes apart, which are copied: pictures that were
 * never in a file.  With all levels; NULL where there is no memory. */
LwPixels *lw_pixels_new_from_rgb (const guint8 *rgb,
                                  int           width_px,
                                  int           height_px,
                                  gsize         stride) G_GNUC_WARN_UNUSED_RESULT;

LwPixels *lw_pixels_ref (LwPixels *self);
void      lw_pixels_unref (LwPixels *self);

/* As displayed: EXIF orientation applied. */
int lw_pixels_get_width (LwPixels *self);
int lw_pixels_get_height (LwPixels *self);

/* Level 0 is the full picture, each next one half as wide and high (rounded up),
 * down to a longer edge of at most 256 pixels. */
int lw_pixels_get_n_levels (LwPixels *self);

/* How far the numbers of the file reached: 8 or 16 bits, 32 for floating point. */
int lw_pixels_get_depth (LwPixels *self);

LwToneDepth lw_pixels_get_tone_depth (LwPixels *self);

/* What black and white of LwTone mean in numbers of the file: 0 and 255, 0 and 65535, or the
 * smallest and largest finite number of a picture in floating point. */
void lw_pixels_get_range (LwPixels *self,
                          double   *black,
                          double   *white);

/* The part of that range, 0 to 1, that shows most of the picture: for a first look at a deep
 * one, the middle 98 of 100 numbers.  All of it at 8 bits. */
void lw_pixels_get_auto_window (LwPixels *self,
                                double   *black,
                                double   *white);

/* The smallest and largest finite number that there is in the picture; at 8 bits, that there can
 * be. */
void lw_pixels_get_extremes (LwPixels *self,
                             double   *low,
                             double   *high);

/* Works out black and white of @tone from the window that was chosen for pictures of this depth,
 * after which none is chosen: what is left depends on this picture alone. */
void lw_pixels_resolve_tone (LwPixels *self,
                             LwTone   *tone);

/* Writes a part of a level as 0x00RRGGBB, seen through @tone.  Any thread.  The part must lie
 * inside the level; @dest has @height_px rows of @stride_px numbers. */
void lw_pixels_render (LwPixels          *self,
                       int                level,
                       int                x_px,
                       int                y_px,
                       int                width_px,
                       int                height_px,
                       const LwToneTable *tone, /* NULL: as it is in the file */
                       guint32           *dest,
                       gsize              stride_px);

/* Whether rendering that part would not wait for a disk, on which the full detail of a large picture
 * may be: where it would, the disk has been asked to bring it, and asking again soon says TRUE.
 * Everything else is always at hand. */
gboolean lw_pixels_is_at_hand (LwPixels *self,
                               int       level,
                               int       x_px,
                               int       y_px,
                               int       width_px,
                               int       height_px);

/* The numbers of the file at a pixel of the full picture, one of a grey and three of a colour:
 * returns how many.  Coordinates must lie inside. */
int lw_pixels_get_values (LwPixels *self,
                          int       x_px,
                          int       y_px,
                          double    values[3]);

/* 0xRRGGBB at a pixel of the full picture without a tone; coordinates must lie inside. */
guint32 lw_pixels_get_rgb (LwPixels *self,
                           int       x_px,
                           int       y_px);

/* Bytes held in memory, for a cache's budget. */
gsize lw_pixels_get_size (LwPixels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwPixels, lw_pixels_unref)

G_END_DECLS
