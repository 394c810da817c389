/* lw-decode-tiff-private.h - one directory of a TIFF on its way to pixels
 *
 * Opening it is lw-decode-tiff-file.c, finding out what it takes lw-decode-tiff.c; going through rows, tiles and
 * strips is lw-decode-tiff-read.c, and lw-decode-tiff-preview.c before that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-decode-rows.h"
#include "lw-scratch.h"
#include "lw-tiff-numbers.h"

#include <tiffio.h>

G_BEGIN_DECLS

/* The largest piece that libtiff may ask for at once: a strip or tile as it is in the file, or
 * as it comes out of it. */
#define LW_TIFF_PIECE_MAX G_GINT64_CONSTANT (1 << 30)

typedef struct
{
  LwDecodeJob *job;
  TIFF        *tiff;
  char        *message; /* the first thing that libtiff complained of */

  LwTiffPage   page;
  LwTiffLayout layout;
  gboolean     is_tiled;
  guint64      raw_max;             /* bytes of the largest strip or tile in the file */
  LwScratch   *copy;                /* of the file, which libtiff sees as memory; NULL where it reads piece by piece */
  guint8      *bytes;               /* of that */
  gboolean     is_plain;            /* read as numbers; otherwise libtiff makes colours of them */
  int          width_px, height_px; /* of the file; the rows may be thinned out */
  int          step;
  LwDecodeRows rows;
  guint8      *row;   /* a row as it is kept before it is thinned out */
  guint8      *piece; /* a row or tile as it comes from libtiff */
  gpointer     scratch;
} LwTiff;

/* Opens the file at a directory. */
gboolean lw_tiff_open (LwTiff  *self,
                       guint64  offset,
                       GError **error);

/* Closes it, and makes a copy of it to be opened instead: of that, pages that have been read take no
 * memory. */
gboolean lw_tiff_copy (LwTiff  *self,
                       GError **error);

/* After a failure of libtiff: as lw_decode_job_set_failed(), with its own words. */
void lw_tiff_set_failed (LwTiff  *self,
                         GError **error);

/* Shows a preview of a large picture in rows, where it can be had from a few of them. */
void lw_tiff_show_some_rows (LwTiff *self);

/* Fills self->rows from all of the directory.  Everything in @self is set. */
gboolean lw_tiff_read (LwTiff  *self,
                       GError **error);

G_END_DECLS
