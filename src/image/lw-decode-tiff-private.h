/* lw-decode-tiff-private.h - one directory of a TIFF on its way to pixels
 *
 * Opening it, and finding out what it takes, is lw-decode-tiff.c; going through rows, tiles and
 * strips is lw-decode-tiff-read.c, and lw-decode-tiff-preview.c before that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-decode-rows.h"
#include "lw-tiff-numbers.h"

#include <tiffio.h>

G_BEGIN_DECLS

typedef struct
{
  LwDecodeJob *job;
  TIFF        *tiff;
  char        *message; /* the first thing that libtiff complained of */

  LwTiffPage   page;
  LwTiffLayout layout;
  gboolean     is_tiled;
  gboolean     is_plain;            /* read as numbers; otherwise libtiff makes colours of them */
  int          width_px, height_px; /* of the file; the rows may be thinned out */
  int          step;
  LwDecodeRows rows;
  guint8      *row;   /* a row as it is kept before it is thinned out */
  guint8      *piece; /* a row or tile as it comes from libtiff */
  gpointer     scratch;
} LwTiff;

/* After a failure of libtiff: as lw_decode_job_set_failed(), with its own words. */
void lw_tiff_set_failed (LwTiff  *self,
                         GError **error);

/* Shows a preview of a large picture in rows, where it can be had from a few of them. */
void lw_tiff_show_some_rows (LwTiff *self);

/* Fills self->rows from all of the directory.  Everything in @self is set. */
gboolean lw_tiff_read (LwTiff  *self,
                       GError **error);

G_END_DECLS
