/* lw-end-scan.h - tells whether a picture file goes on to its proper end
 *
 * GdkPixbuf takes a JPEG, PNG, BMP or WebP file that was cut off for a whole one and
 * leaves the rest grey or black; somebody would label that.  This follows the
 * structure of the file, not its pixels, while the file passes by in pieces.
 *
 * Pure: plain values, no allocation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_END_SCAN_START,
  LW_END_SCAN_OTHER, /* a format whose loader reports a missing end itself */
  LW_END_SCAN_JPEG,
  LW_END_SCAN_PNG,
  LW_END_SCAN_BMP,
  LW_END_SCAN_RIFF, /* WebP */
} LwEndScanFormat;

typedef struct
{
  LwEndScanFormat format;
  guint64         skip;     /* bytes to pass over before looking again */
  guint8          head[54]; /* of the file or segment, as far as collected */
  guint           n_head;
  gboolean        in_scan; /* the last part that must be there has begun */
  gboolean        ended;
} LwEndScan;

/* Start with a LwEndScan of zeros, and pass every byte of the file in order. */
void lw_end_scan_feed (LwEndScan    *self,
                       const guint8 *bytes,
                       gsize         n);

/* How many bytes must at least follow, as far as the file has said so yet. */
guint64 lw_end_scan_get_n_awaited (const LwEndScan *self);

/* FALSE where the file so far is a beginning only. */
gboolean lw_end_scan_is_complete (const LwEndScan *self);

G_END_DECLS
