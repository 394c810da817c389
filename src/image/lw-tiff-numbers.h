/* lw-tiff-numbers.h - from the numbers of a TIFF to those that pixels are kept as
 *
 * Pure: buffers in, buffers out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels-private.h"

G_BEGIN_DECLS

/* What the tags of a directory say of one number. */
typedef enum
{
  LW_TIFF_UNSIGNED,
  LW_TIFF_SIGNED,
  LW_TIFF_FLOAT,
} LwTiffNumberKind;

typedef struct
{
  LwTiffNumberKind kind;
  int              n_bits;
  int              n_samples;     /* of a pixel in a row of the file: 1 where planes are apart */
  int              n_channels;    /* of a pixel that are kept: 1 or 3 */
  int              n_planes;      /* that make a pixel: 1 where its numbers stand together */
  int              alpha;         /* which sample is the transparency; 0 for none */
  gboolean         is_multiplied; /* colours have been multiplied with the transparency already */
  gboolean         is_white_zero;

  /* Of one number of 1, 2, 4 or 8 bits: what it is shown as, of grey the first of the three. */
  gboolean has_table;
  guint8   table[256][3];
} LwTiffLayout;

/* How pixels of such numbers are kept; FALSE where they cannot be. */
gboolean lw_tiff_layout_get_format (const LwTiffLayout *self,
                                    LwPixelsFormat     *format);

/* Makes the @n pixels of a row, or part of one, in the order of this machine's bytes, what they
 * are kept as; of the plane @plane, from 0, into its channel.  @scratch holds @n * n_samples
 * numbers of 4 bytes. */
void lw_tiff_convert_row (const LwTiffLayout *self,
                          LwPixelsFormat      format,
                          guint8             *to,
                          const guint8       *from,
                          int                 n,
                          int                 plane,
                          gpointer            scratch);

G_END_DECLS
