/* lw-decode-private.h - what the decoders of the formats have in common
 *
 * One decode is one job on one thread: an open file, whoever may cancel it, and whoever
 * wants to see something before it is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-decode.h"
#include "lw-pixels-private.h"
#include "lw-tiff-pages.h"

G_BEGIN_DECLS

/* Of what may be kept on the disk.  With the levels that are a third more, with the window, and with
 * what it draws, a picture that just fits takes 560 MB of memory. */
#define LW_DECODE_MEMORY_MAX (300 * 1024 * 1024)

/* What is read between two looks at the cancellable: about 5 ms of decoding. */
#define LW_DECODE_CHUNK_SIZE (128 * 1024)

typedef struct
{
  char   *file; /* path of the file, without a page */
  char   *name; /* for the user: of file and page */
  int     page; /* from 1 */
  int     fd;
  guint64 size;
  guint64 position; /* of lw_decode_job_read() */

  guint64 memory_max; /* a full picture of more bytes is kept on the disk */

  GCancellable        *cancellable;
  int                  edge_px;  /* what is wanted of the longer edge, about; 0: all */
  LwDecodePreviewFunc  preview;  /* NULL where nobody wants one */
  LwDecodeProgressFunc progress; /* the same */
  gpointer             watch_data;
  gint64               reported_us; /* when somebody was told last */

  gboolean is_cut_off; /* somebody has read beyond the end */
} LwDecodeJob;

gboolean lw_decode_job_init (LwDecodeJob  *self,
                             const char   *path,
                             GCancellable *cancellable,
                             GError      **error);
void     lw_decode_job_clear (LwDecodeJob *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwDecodeJob, lw_decode_job_clear)

/* Moves on by what it has read: fewer than @n bytes at the end of the file, none when
 * cancelled or where the file cannot be read. */
gsize lw_decode_job_read (LwDecodeJob *self,
                          void        *to,
                          gsize        n);

/* As lw_decode(), with another limit of memory. */
LwPixels *lw_decode_within (const char   *path,
                            guint64       memory_max,
                            GCancellable *cancellable,
                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Refusals --- */

/* FALSE with a sentence where the picture is larger than LW_DECODE_PIXELS_MAX. */
gboolean lw_decode_job_check_size (LwDecodeJob *self,
                                   gint64       width_px,
                                   gint64       height_px,
                                   GError     **error);

/* The same, and where @n_bytes are more than half of this computer's memory: what is only
 * promised ends in the kernel killing the program. */
gboolean lw_decode_job_check_memory (LwDecodeJob *self,
                                     gint64       width_px,
                                     gint64       height_px,
                                     guint64      n_bytes,
                                     GError     **error);

void lw_decode_job_set_cut_off (LwDecodeJob *self,
                                GError     **error);
void lw_decode_job_set_no_memory (LwDecodeJob *self,
                                  gint64       width_px,
                                  gint64       height_px,
                                  GError     **error);
/* @cause: of lw_scratch_new() and its like. */
void lw_decode_job_set_no_disk (LwDecodeJob  *self,
                                const GError *cause,
                                GError      **error);
void lw_decode_job_set_damaged (LwDecodeJob *self,
                                const char  *why,
                                GError     **error);
void lw_decode_job_set_unsupported (LwDecodeJob *self,
                                    const char  *what,
                                    GError     **error);

/* After a failure of a library: cancelled, cut off, or damaged as @why says. */
void lw_decode_job_set_failed (LwDecodeJob *self,
                               const char  *why,
                               GError     **error);

/* --- Previews while decoding --- */

/* The longer edge of a preview. */
#define LW_DECODE_PREVIEW_EDGE_PX 1024

/* One pixel of so many in each direction makes a preview of @source. */
int lw_decode_find_preview_step (const LwPixelsSource *source);

gboolean lw_decode_job_wants_preview (LwDecodeJob *self,
                                      gint64       width_px,
                                      gint64       height_px);

/* That @part, 0 to 1, of the work is done.  May be called as often as one likes. */
void lw_decode_job_report (LwDecodeJob *self,
                           double       part);

/* Hands @pixels, which is level 0 alone, to whoever waits.  Takes it. */
void lw_decode_job_show_preview (LwDecodeJob *self,
                                 LwPixels    *pixels);

/* Shows what there is of a picture that is filled from the top, now and then.  Start with a
 * struct of zeros. */
typedef struct
{
  gint64 last_us; /* when something was shown last */
} LwDecodeProgress;

/* TRUE now and then. */
gboolean lw_decode_progress_is_due (LwDecodeProgress *self);

void lw_decode_job_rows_done (LwDecodeJob          *self,
                              LwDecodeProgress     *progress,
                              const LwPixelsSource *source,
                              int                   n_rows);

/* How to keep memory small where only a small picture is wanted: one row of so many, and one
 * pixel of so many in it.  1: all. */
int lw_decode_job_get_step (LwDecodeJob *self,
                            int          width_px,
                            int          height_px);

/* Every @step-th of @n pixels of @size bytes. */
void lw_decode_thin_row (guint8       *to,
                         const guint8 *from,
                         int           n,
                         gsize         size,
                         int           step);

/* Every so many pixels of @source make a preview: in each direction one of @step.  With
 * @has_alpha each pixel of @source is followed by one more number, of how opaque it is. */
LwPixels *lw_pixels_thin_out (const LwPixelsSource *source,
                              gboolean              has_alpha,
                              int                   step);

/* --- Decoders --- */

/* Each gives level 0 alone. */
LwPixels *lw_decode_jpeg (LwDecodeJob *job,
                          GError     **error);
LwPixels *lw_decode_gif (LwDecodeJob *job,
                         GError     **error);
/* The binary formats of Netpbm. */
LwPixels *lw_decode_pnm (LwDecodeJob *job,
                         GError     **error);
LwPixels *lw_decode_webp (LwDecodeJob *job,
                          GError     **error);
LwPixels *lw_decode_png (LwDecodeJob *job,
                         GError     **error);
LwPixels *lw_decode_tiff (LwDecodeJob *job,
                          GError     **error);
/* Everything else. */
LwPixels *lw_decode_pixbuf (LwDecodeJob *job,
                            GError     **error);

/* The directory of the job's page, with a size that may be decoded. */
gboolean lw_decode_tiff_find_page (LwDecodeJob *job,
                                   LwTiffPage  *page,
                                   GError     **error);

gboolean lw_decode_jpeg_probe (LwDecodeJob *job,
                               LwImageInfo *info,
                               GError     **error);
gboolean lw_decode_gif_probe (LwDecodeJob *job,
                              LwImageInfo *info,
                              GError     **error);
gboolean lw_decode_pnm_probe (LwDecodeJob *job,
                              LwImageInfo *info,
                              GError     **error);
gboolean lw_decode_webp_probe (LwDecodeJob *job,
                               LwImageInfo *info,
                               GError     **error);
/* Of a large BMP of plain rows, some rows and pixels of them: a picture of an edge of @edge_px or
 * somewhat more.  NULL where it is none of these, which the loader will judge. */
LwPixels *lw_decode_bmp_sample (LwDecodeJob *job,
                                int          edge_px);

/* Of any other file that is no TIFF. */
gboolean lw_decode_pixbuf_probe (LwDecodeJob *job,
                                 LwImageInfo *info,
                                 GError     **error);

/* By the first three bytes of a file. */
gboolean lw_decode_is_pnm (const guint8 *magic);

/* --- Transparency --- */

/* On white; @alpha goes up to @max, 255 or 65535. */
static inline guint
lw_decode_on_white (guint channel,
                    guint alpha,
                    guint max)
{
  /* + max / 2: to the nearest, so that opaque and clear pixels come out exact. */
  return (guint) (((guint64) channel * alpha + (guint64) max * (max - alpha) + max / 2) / max);
}

/* @n pixels of @n_channels and transparency, of 1 or 2 bytes each; @to may be @from. */
void lw_decode_flatten_row (guint8       *to,
                            const guint8 *from,
                            int           n,
                            int           n_channels,
                            int           number_size);

G_END_DECLS
