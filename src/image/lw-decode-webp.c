/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-rows.h"
#include "lw-decode-webp-private.h"
#include "lw-head.h"
#include "lw-scratch.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <webp/decode.h>

/* The container is that of RFC 9649: chunks of four letters, a length, and an even number of
 * bytes. */
#define CHUNK_HEAD 8
#define RIFF_HEAD 12
#define FRAME_HEAD 16

/* libwebp finds all that it says about a picture in as much of it. */
#define LOOK_SIZE 4096

/* So many rows of what is on the disk are at hand: some megabytes. */
#define ROWS_SET_ASIDE 128

typedef struct
{
  LwDecodeJob      *job;
  WebPDecoderConfig config;
  WebPIDecoder     *decoder;

  /* The picture in the file, or the first one of an animation. */
  guint64  start, end;
  int      x_px, y_px; /* where it lies on the canvas */
  int      canvas_width_px, canvas_height_px;
  gboolean has_alpha;
  gboolean is_lossless;

  LwPixelsSource source; /* without an owner until the end; with transparency where there is some */

  /* Where it all takes too much memory, what libwebp writes is on the disk. */
  gboolean   is_on_disk;
  LwScratch *scratch;

  LwDecodeProgress progress;
} WebP;

static void
webp_clear (WebP *self)
{
  g_clear_pointer (&self->decoder, WebPIDelete);
  g_free (self->scratch == NULL ? self->source.data : NULL);
  g_clear_pointer (&self->scratch, lw_scratch_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WebP, webp_clear)

static guint32
number_at (const guint8 *at,
           int           n_bytes)
{
  guint32 number = 0;

  for (int i = n_bytes - 1; i >= 0; i--)
    number = number << 8 | at[i];

  return number;
}

static gboolean
read_at (WebP   *self,
         guint64 at,
         void   *to,
         gsize   n)
{
  self->job->position = at;

  return lw_decode_job_read (self->job, to, n) == n;
}

/* --- The head --- */

/* Of an animation: where the first picture is. */
static gboolean
find_first_frame (WebP *self)
{
  guint8  head[CHUNK_HEAD + FRAME_HEAD];
  guint64 at = RIFF_HEAD;

  /* Each turn moves on, so the file's size bounds it. */
  while (read_at (self, at, head, CHUNK_HEAD))
    {
      const guint64 length = number_at (head + 4, 4);

      if (memcmp (head, "ANMF", 4) == 0)
        {
          self->start = at + sizeof head;
          self->end = MIN (self->job->size, at + CHUNK_HEAD + length);

          if (!read_at (self, at, head, sizeof head))
            return FALSE;

          self->x_px = (int) number_at (head + 8, 3) * 2;
          self->y_px = (int) number_at (head + 11, 3) * 2;

          return self->start < self->end;
        }

      at += CHUNK_HEAD + length + length % 2;
    }

  return FALSE;
}

static VP8StatusCode
look (WebP   *self,
      guint64 at)
{
  guint8 bytes[LOOK_SIZE];
  gsize  n;

  self->job->position = at;
  n = lw_decode_job_read (self->job, bytes, MIN (sizeof bytes, self->job->size - at));

  return WebPGetFeatures (bytes, n, &self->config.input);
}

static void
set_failed (WebP         *self,
            VP8StatusCode status,
            GError      **error)
{
  LwDecodeJob *job = self->job;

  switch (status)
    {
    case VP8_STATUS_OUT_OF_MEMORY:
      lw_decode_job_set_no_memory (job, self->canvas_width_px, self->canvas_height_px, error);
      break;
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      lw_decode_job_set_unsupported (job, _ ("a later kind of WebP"), error);
      break;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      job->is_cut_off = TRUE;
      lw_decode_job_set_failed (job, "", error);
      break;
    default:
      job->is_cut_off = FALSE;
      lw_decode_job_set_failed (job, _ ("its content is not that of a WebP picture"), error);
    }
}

/* A file says how long it is. */
static gboolean
check_length (WebP    *self,
              GError **error)
{
  guint8 head[RIFF_HEAD];

  if (read_at (self, 0, head, sizeof head) && (guint64) CHUNK_HEAD + number_at (head + 4, 4) <= self->job->size)
    return TRUE;

  set_failed (self, VP8_STATUS_NOT_ENOUGH_DATA, error);

  return FALSE;
}

static gboolean
read_head (WebP    *self,
           GError **error)
{
  VP8StatusCode status;

  if (!check_length (self, error))
    return FALSE;

  status = look (self, 0);
  self->canvas_width_px = self->config.input.width;
  self->canvas_height_px = self->config.input.height;
  self->end = self->job->size;

  if (status == VP8_STATUS_OK && self->config.input.has_animation)
    status = find_first_frame (self) ? look (self, self->start) : VP8_STATUS_BITSTREAM_ERROR;

  if (status != VP8_STATUS_OK)
    {
      set_failed (self, status, error);
      return FALSE;
    }

  self->is_lossless = self->config.input.format == 2;

  /* What a frame does not cover of the canvas is transparent. */
  self->has_alpha = self->config.input.has_alpha;

  return lw_decode_job_check_size (self->job, self->canvas_width_px, self->canvas_height_px, error);
}

/* --- The pixels --- */

static gboolean
is_part_of_canvas (const WebP *self)
{
  return self->config.input.width != self->canvas_width_px || self->config.input.height != self->canvas_height_px;
}

/* Laid on white, or on its canvas, or brought into memory. */
static gboolean
is_copied (const WebP *self)
{
  return self->is_on_disk || self->has_alpha || is_part_of_canvas (self);
}

static void
get_copied_size (const WebP *self,
                 int        *width_px,
                 int        *height_px)
{
  *width_px = is_part_of_canvas (self) ? self->canvas_width_px : self->source.width_px;
  *height_px = is_part_of_canvas (self) ? self->canvas_height_px : self->source.height_px;
}

/* Memory at once: of the transparency libwebp keeps all while it decodes. */
static guint64
find_need (const WebP *self)
{
  const guint64 of_library = self->has_alpha ? (guint64) self->config.input.width * self->config.input.height : 0;
  guint64       of_copy = 0;
  int           width_px, height_px;

  get_copied_size (self, &width_px, &height_px);

  if (is_copied (self))
    of_copy = (guint64) width_px * height_px * 3;

  return (self->is_on_disk ? 0 : self->source.stride * self->source.height_px) + MAX (of_library, of_copy);
}

/* Zeros: a preview shows what is not there yet. */
static gboolean
take_pixels (WebP    *self,
             GError **error)
{
  const guint64 n_bytes = self->source.stride * self->source.height_px;
  g_autoptr (GError) cause = NULL;

  if (!self->is_on_disk)
    self->source.data = g_try_malloc0 (n_bytes);
  else if ((self->scratch = lw_scratch_new (n_bytes, &cause)) != NULL)
    self->source.data = lw_scratch_map (self->scratch, &cause);

  if (self->source.data != NULL)
    return TRUE;

  if (cause != NULL)
    lw_decode_job_set_no_disk (self->job, cause, error);
  else
    set_failed (self, VP8_STATUS_OUT_OF_MEMORY, error);

  return FALSE;
}

static gboolean
take_memory (WebP    *self,
             GError **error)
{
  LwPixelsSource     *source = &self->source;
  WebPDecoderOptions *options = &self->config.options;
  const int           width_px = self->config.input.width, height_px = self->config.input.height;
  const int           edge_px = MAX (width_px, height_px);

  source->format = LW_PIXELS_RGB_8;
  source->width_px = width_px;
  source->height_px = height_px;

  if (self->job->edge_px > 0 && edge_px > self->job->edge_px && !is_part_of_canvas (self))
    {
      const double scale = (double) self->job->edge_px / edge_px;

      options->use_scaling = TRUE;
      options->scaled_width = source->width_px = MAX (1, (int) (width_px * scale + 0.5));
      options->scaled_height = source->height_px = MAX (1, (int) (height_px * scale + 0.5));
    }

  source->stride = (gsize) source->width_px * (self->has_alpha ? 4 : 3);

  self->is_on_disk = find_need (self) > self->job->memory_max;

  if (!lw_decode_job_check_memory (self->job, self->canvas_width_px, self->canvas_height_px,
                                   source->stride * source->height_px / 3 + find_need (self), error) ||
      !take_pixels (self, error))
    return FALSE;

  self->config.output.colorspace = self->has_alpha ? MODE_RGBA : MODE_RGB;
  self->config.output.is_external_memory = TRUE;
  self->config.output.width = source->width_px;
  self->config.output.height = source->height_px;
  self->config.output.u.RGBA.rgba = source->data;
  self->config.output.u.RGBA.stride = (int) source->stride;
  self->config.output.u.RGBA.size = source->stride * source->height_px;

  return TRUE;
}

static void
show_part (WebP *self)
{
  LwPixelsSource *source = &self->source;

  if (self->job->edge_px == 0 && !is_part_of_canvas (self) &&
      lw_decode_job_wants_preview (self->job, source->width_px, source->height_px) &&
      lw_decode_progress_is_due (&self->progress))
    lw_decode_job_show_preview (self->job, lw_pixels_thin_out (source, self->has_alpha, lw_decode_find_preview_step (source)));
}

static void
set_aside (WebP *self)
{
  if (self->scratch != NULL)
    lw_scratch_set_aside (self->scratch);
}

static gboolean
read_picture (WebP    *self,
              GError **error)
{
  g_autofree guint8 *chunk = g_malloc (LW_DECODE_CHUNK_SIZE);
  VP8StatusCode      status = VP8_STATUS_SUSPENDED;

  if (!(self->decoder = WebPIDecode (NULL, 0, &self->config)))
    status = VP8_STATUS_OUT_OF_MEMORY;

  self->job->position = self->start;

  while (status == VP8_STATUS_SUSPENDED && self->job->position < self->end)
    {
      const gsize n = lw_decode_job_read (self->job, chunk, MIN (LW_DECODE_CHUNK_SIZE, self->end - self->job->position));

      if (n == 0)
        break;

      status = WebPIAppend (self->decoder, chunk, n);
      lw_decode_job_report (self->job, (double) self->job->position / (double) self->end);
      show_part (self);
      set_aside (self);
    }

  g_clear_pointer (&self->decoder, WebPIDelete);

  if (status == VP8_STATUS_OK)
    return TRUE;

  set_failed (self, status, error);

  return FALSE;
}

/* A row of the canvas, of which the frame covers a part, or nothing. */
static void
copy_row (WebP   *self,
          guint8 *to,
          int     width_px,
          int     y)
{
  const LwPixelsSource *source = &self->source;
  const int             n = MIN (source->width_px, width_px - self->x_px);
  const gboolean        is_covered = n > 0 && y >= self->y_px && y < self->y_px + source->height_px;
  const guint8         *from;

  if (n < width_px || !is_covered)
    memset (to, 255, (gsize) width_px * 3);

  if (!is_covered)
    return;

  from = source->data + (gsize) (y - self->y_px) * source->stride;
  to += (gsize) self->x_px * 3;

  if (self->has_alpha)
    lw_decode_flatten_row (to, from, n, 3, 1);
  else
    memcpy (to, from, (gsize) n * 3);
}

static LwPixels *
copy_picture (WebP    *self,
              int      orientation,
              GError **error)
{
  g_auto (LwDecodeRows) rows = { .job = self->job };

  rows.source.format = LW_PIXELS_RGB_8;
  rows.source.orientation = orientation;
  get_copied_size (self, &rows.source.width_px, &rows.source.height_px);

  if (!lw_decode_rows_take_memory (&rows, self->canvas_width_px, self->canvas_height_px, 0, error))
    return NULL;

  for (int y = 0; y < rows.source.height_px; y++)
    {
      copy_row (self, lw_decode_rows_at (&rows, y), rows.source.width_px, y);

      if (y % ROWS_SET_ASIDE != 0)
        continue;

      set_aside (self);

      if (g_cancellable_set_error_if_cancelled (self->job->cancellable, error))
        return NULL;
    }

  return lw_decode_rows_finish (&rows, error);
}

static LwPixels *
decode_lossless (WebP    *self,
                 int      orientation,
                 GError **error)
{
  const LwWebpFrame frame = {
    .start = self->start > 0 ? self->start : RIFF_HEAD,
    .end = self->end,
    .x_px = self->x_px,
    .y_px = self->y_px,
    .width_px = self->config.input.width,
    .height_px = self->config.input.height,
    .canvas_width_px = self->canvas_width_px,
    .canvas_height_px = self->canvas_height_px,
    .orientation = orientation,
    .is_part = is_part_of_canvas (self),
    .has_alpha = self->has_alpha,
  };

  return lw_decode_webp_lossless (self->job, &frame, error);
}

static LwPixels *
decode_lossy (WebP    *self,
              int      orientation,
              GError **error)
{
  LwPixelsSource source;

  if (!take_memory (self, error) || !read_picture (self, error))
    return NULL;

  if (is_copied (self))
    return copy_picture (self, orientation, error);

  source = self->source;
  source.orientation = orientation;
  source.owner = g_steal_pointer (&self->source.data);
  source.owner_free = g_free;

  return lw_pixels_new_take (&source);
}

LwPixels *
lw_decode_webp (LwDecodeJob *job,
                GError     **error)
{
  g_auto (WebP) self = { .job = job };
  int orientation;

  if (!WebPInitDecoderConfig (&self.config))
    {
      set_failed (&self, VP8_STATUS_OUT_OF_MEMORY, error);
      return NULL;
    }

  if (!read_head (&self, error))
    return NULL;

  orientation = lw_head_read (job->fd).orientation;

  return self.is_lossless ? decode_lossless (&self, orientation, error) : decode_lossy (&self, orientation, error);
}

gboolean
lw_decode_webp_probe (LwDecodeJob *job,
                      LwImageInfo *info,
                      GError     **error)
{
  g_auto (WebP) self = { .job = job };

  if (!read_head (&self, error))
    return FALSE;

  *info = (LwImageInfo){
    .stored_width_px = self.canvas_width_px,
    .stored_height_px = self.canvas_height_px,
    .orientation = lw_head_read (job->fd).orientation,
  };

  return TRUE;
}
