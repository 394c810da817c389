/* lw-decode-rows.h - where a decoder puts the rows of a picture
 *
 * In memory where they fit into what one picture may take, otherwise on the disk: then some rows
 * are at hand, in which the decoder writes as it would in memory, and which are put away when it
 * goes on to others.  Exactly the same numbers either way.  Keeps the previews, too.
 *
 * One thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-decode-private.h"

G_BEGIN_DECLS

typedef struct
{
  LwDecodeJob *job;

  /* The decoder sets format, size and orientation, before it takes memory. */
  LwPixelsSource source;
  gboolean       has_alpha;    /* each pixel is followed by one more number, until lw_decode_rows_flatten() */
  int            piece_rows;   /* how many rows are written before it goes on from left to right again; 0 or 1: one */
  int            preview_step; /* of each direction one pixel of so many is in a preview; 0: to be found */

  /* The rest is of the functions below. */
  gsize            pixel_size;
  int              band_rows, first_row; /* at hand; all of them in memory */
  int              n_kept;               /* rows that are on the disk */
  gboolean         is_changed;           /* since the band came from there */
  GError          *error;                /* of the disk */
  LwPixelsSource   thin;                 /* what the preview shows, as decoded; no data where nobody wants one */
  int              n_thinned;
  LwDecodeProgress progress;
} LwDecodeRows;

/* Rows of zeros.  @width_px x @height_px are those of the file, for messages; @more_bytes is what the
 * decoder takes besides. */
gboolean lw_decode_rows_take_memory (LwDecodeRows *self,
                                     int           width_px,
                                     int           height_px,
                                     guint64       more_bytes,
                                     GError      **error);
void     lw_decode_rows_clear (LwDecodeRows *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwDecodeRows, lw_decode_rows_clear)

/* Row @y, as it has been left, to be written; the following ones up to the next multiple of piece_rows
 * lie behind it, source.stride bytes apart.  Valid until the next call for another one. */
guint8 *lw_decode_rows_at (LwDecodeRows *self,
                           int           y);

/* That the first @n_rows are complete: tells whoever waits.  FALSE where the disk is full. */
gboolean lw_decode_rows_done (LwDecodeRows *self,
                              int           n_rows,
                              GError      **error);

/* FALSE with what lw_decode_rows_done() has said, or would say. */
gboolean lw_decode_rows_check (LwDecodeRows *self,
                               GError      **error);

/* Rows for the preview alone, one of each preview_step; @from is a whole row as it is kept. */
void     lw_decode_rows_put_preview (LwDecodeRows *self,
                                     int           y,
                                     const guint8 *from);
gboolean lw_decode_rows_wants_preview (LwDecodeRows *self);

/* Shows all that has been written so far. */
void lw_decode_rows_show (LwDecodeRows *self);

/* Lays all of it on white. */
gboolean lw_decode_rows_flatten (LwDecodeRows *self,
                                 GError      **error);

/* The picture. */
LwPixels *lw_decode_rows_finish (LwDecodeRows *self,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
