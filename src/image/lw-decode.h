/* lw-decode.h - picture files to pixels; any thread, blocking
 *
 * Callers run these in a worker.  Files are hostile: sizes are bounded before
 * memory is taken.
 *
 * A path may name a page, see lw-page-path.h.  PNG, TIFF and PNM keep the numbers of the file,
 * whatever their depth; GIF, JPEG and WebP have 8 bits, and the rest is read by GdkPixbuf with 8.  Of a TIFF with more
 * than three channels, the first three are shown, or the first one where they are no
 * colours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Pictures beyond this many pixels are refused with a clear message. */
#define LW_DECODE_PIXELS_MAX (G_GINT64_CONSTANT (1) << 30)

/* Size of the picture from the head of the file, without decoding it. */
typedef struct
{
  int stored_width_px;
  int stored_height_px;
  int orientation; /* EXIF, 1 to 8 */
} LwImageInfo;

gboolean lw_decode_probe (const char  *path,
                          LwImageInfo *info,
                          GError     **error);

/* Width and height as displayed. */
void lw_image_info_get_displayed (const LwImageInfo *info,
                                  int               *width_px,
                                  int               *height_px);

/* How many pages a picture file has: 1 of everything that is no TIFF, and where the file cannot
 * be read.  Looks at directories only. */
int lw_decode_count_pages (const char *file);

/* Whether a file of that name can have more than one: asks the name alone. */
gboolean lw_decode_may_have_pages (const char *name);

/* The full picture with all its levels; transparency is laid on white.  Of an
 * animation, the first picture.  Full detail of more than 300 MB is kept on the disk.
 * LW_ERROR_NOT_FOUND, LW_ERROR_INVALID (no picture, truncated, too large),
 * LW_ERROR_FAILED (may not be read, no memory, no room on the disk)
 * with a sentence for the user, or
 * G_IO_ERROR_CANCELLED. */
LwPixels *lw_decode (const char   *path,
                     GCancellable *cancellable,
                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Something to look at before the full picture: the whole of it at a longer edge of about 1000
 * pixels, or as much of it as there is so far, the rest black.  Borrowed; called in the thread
 * of the decoder. */
typedef void (*LwDecodePreviewFunc) (LwPixels *preview,
                                     gpointer  data);

/* Pictures beyond this many pixels take long, and much memory. */
#define LW_DECODE_LARGE_PIXELS (24 * 1000 * 1000)

/* How much of the work is done, about, 0 to 1; not more than ten times a second.  Called in the
 * thread of the decoder. */
typedef void (*LwDecodeProgressFunc) (double   part,
                                      gpointer data);

/* As lw_decode(), and calls @progress and, of a large picture, @preview any number of times while
 * it works.  Either may be NULL. */
LwPixels *lw_decode_watched (const char          *path,
                             LwDecodePreviewFunc  preview,
                             LwDecodeProgressFunc progress,
                             gpointer             data,
                             GCancellable        *cancellable,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* A small picture whose longer edge is at most @edge_px, orientation applied;
 * never enlarged.  A deep one through its automatic window.  Encoded as JPEG, ready for a
 * cache. */
GBytes *lw_decode_thumbnail (const char   *path,
                             int           edge_px,
                             GCancellable *cancellable,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE where the file name ends like a picture that this platform reads. */
gboolean lw_decode_is_image_name (const char *name);

G_END_DECLS
