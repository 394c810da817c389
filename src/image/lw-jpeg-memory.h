/* lw-jpeg-memory.h - the coefficients of a JPEG of several scans, packed
 *
 * libjpeg keeps all of them until the last scan has come, two bytes each: 600 MB of 100
 * megapixels.  Nearly all are zero and most of the rest fit into one byte, so that packed they
 * take a fifth of that; a few rows of blocks at a time are unpacked for libjpeg to work on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdio.h> /* before jpeglib.h, which forgets it */
#include <jpeglib.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *arrays;       /* one a component */
  gboolean   is_last_pass; /* what has been read is not needed again, and freed */
} LwJpegMemory;

/* Right after jpeg_create_decompress(); takes jpeg->client_data.  @self must outlive @jpeg's
 * last use, and is cleared after it. */
void lw_jpeg_memory_init (LwJpegMemory    *self,
                          j_decompress_ptr jpeg);
void lw_jpeg_memory_clear (LwJpegMemory *self);

/* From here on libjpeg reads each row once, from the top: what it has read is freed. */
void lw_jpeg_memory_begin_last_pass (j_decompress_ptr jpeg);

/* --- The packing, for the tests --- */

/* No block takes more than this. */
#define LW_JPEG_PACKED_MAX (4 + DCTSIZE2 * sizeof (JCOEF))

/* Returns how many bytes were written. */
gsize lw_jpeg_pack_block (const JCOEF *block,
                          guint8      *to);

/* Returns how many bytes were read. */
gsize lw_jpeg_unpack_block (const guint8 *from,
                            JCOEF        *block);

G_END_DECLS
