/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"

#include "lw-end-scan.h"
#include "lw-error.h"
#include "lw-head.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* For the head alone less is read at once: most heads are over after 1 kB. */
#define HEAD_CHUNK_SIZE 4096

/* A file on its way through a loader. */
typedef struct
{
  LwDecodeJob     *job;
  GdkPixbufLoader *loader;
  LwEndScan        end_scan;
  guint8          *chunk;
  gsize            chunk_size;

  gboolean head_only; /* stop at the size, take no memory for pixels */
  int      edge_px;   /* scale down to this longer edge; 0 for the full size */

  int     width_px; /* as stored; 0 until the head has been read */
  int     height_px;
  GError *refusal; /* why the loader was told to give up */

  LwDecodeProgress progress;
  gboolean         starved; /* so many pixels cannot be in so few bytes */
} Load;

/* A JPEG spends at least a bit on each 8 x 8 pixels.  Without this a kilobyte could keep a
 * worker busy for a minute. */
static gboolean
can_hold_pixels (const Load *load)
{
  const guint64 n_pixels = (guint64) load->width_px * load->height_px;

  return load->end_scan.format != LW_END_SCAN_JPEG || load->job->size >= n_pixels / 512;
}

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width_px,
                  int              height_px,
                  Load            *load)
{
  const int edge_px = MAX (width_px, height_px);
  /* A pixel takes 3 or 4 bytes, and a third of that for the levels. */
  const guint64 n_bytes = load->head_only ? 0 : (guint64) width_px * height_px * (load->edge_px > 0 ? 4 : 6);

  load->width_px = width_px;
  load->height_px = height_px;
  g_clear_error (&load->refusal);
  load->starved = !load->head_only && !can_hold_pixels (load);

  if (!lw_decode_job_check_memory (load->job, width_px, height_px, n_bytes, &load->refusal) ||
      load->starved || load->head_only)
    {
      /* Loaders give up here, before they take memory, when asked for nothing. */
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
  else if (load->edge_px > 0 && edge_px > load->edge_px)
    {
      const double scale = (double) load->edge_px / edge_px;

      gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width_px * scale + 0.5)),
                                  MAX (1, (int) (height_px * scale + 0.5)));
    }
}

/* Memory as it comes may hold another picture: what is not there yet is shown black. */
static void
area_prepared_cb (GdkPixbufLoader *loader,
                  Load            *load)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  if (pixbuf != NULL && load->edge_px == 0 && load->end_scan.format != LW_END_SCAN_BMP && lw_decode_job_wants_preview (load->job, load->width_px, load->height_px))
    memset (gdk_pixbuf_get_pixels (pixbuf), 0, gdk_pixbuf_get_byte_length (pixbuf));
}

static void
load_init (Load        *load,
           LwDecodeJob *job,
           gsize        chunk_size)
{
  *load = (Load){ .job = job, .chunk_size = chunk_size };
  job->position = 0;
  load->chunk = g_malloc (chunk_size);
  load->loader = gdk_pixbuf_loader_new ();
  g_signal_connect (load->loader, "size-prepared", G_CALLBACK (size_prepared_cb), load);
  g_signal_connect (load->loader, "area-prepared", G_CALLBACK (area_prepared_cb), load);
}

static void
load_clear (Load *load)
{
  if (load->loader != NULL)
    {
      /* A loader must be closed, and one that was stopped half-way minds it. */
      gdk_pixbuf_loader_close (load->loader, NULL);
      g_signal_handlers_disconnect_by_data (load->loader, load);
      g_clear_object (&load->loader);
    }

  g_clear_pointer (&load->chunk, g_free);
  g_clear_error (&load->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

/* Drawings have no pixels of their own to put boxes on, and may refer to other
 * files; their loader takes them under any file name. */
static gboolean
is_drawing (GdkPixbufLoader *loader)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  g_autofree char *name = format != NULL ? gdk_pixbuf_format_get_name (format) : NULL;

  return g_strcmp0 (name, "svg") == 0;
}

/* Turns what stopped a loader into a sentence.  A file that just ends too early
 * is the common case, and loaders name it in many odd ways. */
static void
set_load_error (Load         *load,
                const GError *cause,
                gboolean      at_end,
                GError      **error)
{
  if (load->refusal != NULL)
    g_propagate_error (error, g_steal_pointer (&load->refusal));
  else if (g_error_matches (cause, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    lw_decode_job_set_no_memory (load->job, load->width_px, load->height_px, error);
  else if (gdk_pixbuf_loader_get_format (load->loader) == NULL || is_drawing (load->loader))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("%s is not a picture of a kind that can be opened here"), load->job->name);
  else if (load->starved || (at_end && (load->width_px == 0 || !lw_end_scan_is_complete (&load->end_scan))))
    lw_decode_job_set_cut_off (load->job, error);
  else
    lw_decode_job_set_damaged (load->job, cause != NULL ? cause->message : _ ("it holds no pixels"), error);
}

static LwPixelsSource
describe_pixbuf (GdkPixbuf *pixbuf,
                 int        orientation)
{
  return (LwPixelsSource){
    .format = LW_PIXELS_RGB_8,
    /* Not read_pixels(): nobody else sees this buffer, which flatten() writes to. */
    .data = gdk_pixbuf_get_pixels (pixbuf),
    .width_px = gdk_pixbuf_get_width (pixbuf),
    .height_px = gdk_pixbuf_get_height (pixbuf),
    .stride = gdk_pixbuf_get_rowstride (pixbuf),
    .orientation = orientation,
  };
}

/* What there is so far, where the loader fills the picture as it goes. */
static void
show_part (Load *load)
{
  GdkPixbuf     *pixbuf;
  LwPixelsSource source;

  if (load->head_only || load->edge_px > 0 || load->end_scan.format == LW_END_SCAN_BMP || !lw_decode_job_wants_preview (load->job, load->width_px, load->height_px) ||
      !lw_decode_progress_is_due (&load->progress) || (pixbuf = gdk_pixbuf_loader_get_pixbuf (load->loader)) == NULL)
    return;

  source = describe_pixbuf (pixbuf, lw_head_read (load->job->fd).orientation);
  lw_decode_job_show_preview (load->job, lw_pixels_thin_out (&source, gdk_pixbuf_get_has_alpha (pixbuf),
                                                             lw_decode_find_preview_step (&source)));
}

/* Feeds the loader to the end of the file, or until the size is known where
 * that is all that is asked for. */
static gboolean
load_run (Load    *load,
          GError **error)
{
  LwDecodeJob *job = load->job;
  g_autoptr (GError) cause = NULL;

  while (job->position < job->size)
    {
      const gsize n = lw_decode_job_read (job, load->chunk, MIN (load->chunk_size, job->size - job->position));
      gboolean    more;

      if (n == 0)
        {
          lw_decode_job_set_failed (job, _ ("it cannot be read"), error);
          return FALSE;
        }

      if (!load->head_only)
        lw_decode_job_report (job, (double) job->position / (double) job->size);

      lw_end_scan_feed (&load->end_scan, load->chunk, n);

      /* Said before the loader sees it, who would take memory for all that a
       * damaged head claims. */
      if (lw_end_scan_get_n_awaited (&load->end_scan) > job->size - job->position)
        {
          lw_decode_job_set_cut_off (job, error);
          return FALSE;
        }

      more = gdk_pixbuf_loader_write (load->loader, load->chunk, n, &cause);

      if (load->head_only && load->width_px > 0 && load->refusal == NULL)
        return TRUE;

      if (!more || load->refusal != NULL || load->starved || is_drawing (load->loader))
        {
          set_load_error (load, cause, FALSE, error);
          return FALSE;
        }

      show_part (load);
    }

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;

  if (gdk_pixbuf_loader_close (load->loader, &cause) && !load->head_only &&
      lw_end_scan_is_complete (&load->end_scan))
    return TRUE;

  if (load->head_only && load->width_px > 0 && load->refusal == NULL)
    return TRUE;

  set_load_error (load, cause, TRUE, error);

  return FALSE;
}

static void
flatten (LwPixelsSource *source)
{
  for (int y = 0; y < source->height_px; y++)
    {
      guint8 *row = source->data + y * source->stride;

      lw_decode_flatten_row (row, row, source->width_px, 3, 1);
    }
}

/* Level 0, which is the buffer of @pixbuf from then on. */
static LwPixels *
take_pixbuf (GdkPixbuf *pixbuf,
             int        orientation)
{
  LwPixelsSource source = describe_pixbuf (pixbuf, orientation);

  source.owner = g_object_ref (pixbuf);
  source.owner_free = g_object_unref;

  if (gdk_pixbuf_get_has_alpha (pixbuf))
    flatten (&source);

  return lw_pixels_new_take (&source);
}

/* The loader for BMP knows no small pictures: it makes all of it, and then a small one. */
static LwPixels *
sample (LwDecodeJob *job)
{
  /* So many more pixels than wanted that halving, which averages, does the rest. */
  const int spare = 6;
  LwPixels *pixels = NULL;

  if (job->edge_px > 0)
    return lw_decode_bmp_sample (job, job->edge_px * spare);

  if (job->preview != NULL && (pixels = lw_decode_bmp_sample (job, LW_DECODE_PREVIEW_EDGE_PX)) != NULL)
    lw_decode_job_show_preview (job, pixels);

  return NULL;
}

LwPixels *
lw_decode_pixbuf (LwDecodeJob *job,
                  GError     **error)
{
  g_auto (Load) load = { 0 };
  GdkPixbuf *pixbuf;
  LwPixels  *sampled = sample (job);

  job->is_cut_off = FALSE;

  if (sampled != NULL)
    return sampled;

  load_init (&load, job, LW_DECODE_CHUNK_SIZE);
  load.edge_px = job->edge_px;

  if (!load_run (&load, error))
    return NULL;

  if ((pixbuf = gdk_pixbuf_loader_get_pixbuf (load.loader)) == NULL)
    {
      set_load_error (&load, NULL, TRUE, error);
      return NULL;
    }

  return take_pixbuf (pixbuf, lw_head_read (job->fd).orientation);
}

gboolean
lw_decode_pixbuf_probe (LwDecodeJob *job,
                        LwImageInfo *info,
                        GError     **error)
{
  g_auto (Load) load = { 0 };

  load_init (&load, job, HEAD_CHUNK_SIZE);
  load.head_only = TRUE;

  if (!load_run (&load, error))
    return FALSE;

  *info = (LwImageInfo){
    .stored_width_px = load.width_px,
    .stored_height_px = load.height_px,
    .orientation = lw_head_read (job->fd).orientation,
  };

  return TRUE;
}
