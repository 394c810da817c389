/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-webp-private.h"
#include "lw-head.h"

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

  LwPixelsSource source; /* the canvas; without an owner until the end */

  LwDecodeProgress progress;
} WebP;

static void
webp_clear (WebP *self)
{
  g_clear_pointer (&self->decoder, WebPIDelete);
  g_clear_pointer (&self->source.data, g_free);
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
  self->start = RIFF_HEAD;
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

static gboolean
take_memory (WebP    *self,
             GError **error)
{
  LwPixelsSource     *source = &self->source;
  WebPDecoderOptions *options = &self->config.options;
  const int           width_px = self->config.input.width, height_px = self->config.input.height;
  const int           edge_px = MAX (width_px, height_px);
  gsize               n_bytes, at;

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

  if (is_part_of_canvas (self))
    {
      source->width_px = self->canvas_width_px;
      source->height_px = self->canvas_height_px;
    }

  source->stride = (gsize) source->width_px * 3;
  n_bytes = source->stride * source->height_px;

  if (!lw_decode_job_check_memory (self->job, self->canvas_width_px, self->canvas_height_px, n_bytes + n_bytes / 3, error))
    return FALSE;

  /* Zeros: a preview shows what is not there yet. */
  if (!(source->data = g_try_malloc0 (n_bytes)))
    {
      set_failed (self, VP8_STATUS_OUT_OF_MEMORY, error);
      return FALSE;
    }

  if (is_part_of_canvas (self))
    memset (source->data, 255, n_bytes);

  at = self->y_px * source->stride + (gsize) self->x_px * 3;
  self->config.output.colorspace = MODE_RGB;
  self->config.output.is_external_memory = TRUE;
  self->config.output.u.RGBA.rgba = source->data + at;
  self->config.output.u.RGBA.stride = (int) source->stride;
  self->config.output.u.RGBA.size = n_bytes - at;

  return TRUE;
}

static void
show_part (WebP *self)
{
  LwPixelsSource *source = &self->source;

  if (self->job->edge_px == 0 && !is_part_of_canvas (self) &&
      lw_decode_job_wants_preview (self->job, source->width_px, source->height_px) &&
      lw_decode_progress_is_due (&self->progress))
    lw_decode_job_show_preview (self->job, lw_pixels_thin_out (source, FALSE, lw_decode_find_preview_step (source)));
}

static gboolean
read_picture (WebP    *self,
              GError **error)
{
  g_autofree guint8 *chunk = g_malloc (LW_DECODE_CHUNK_SIZE);
  VP8StatusCode      status = VP8_STATUS_SUSPENDED;

  if (!(self->decoder = WebPIDecode (NULL, 0, &self->config)))
    status = VP8_STATUS_OUT_OF_MEMORY;

  /* Without the transparency, of which libwebp would keep all: twice while it decodes it. */
  if (!lw_decode_webp_find_chunk (self->job, self->start, self->end, "VP8 ", NULL))
    status = VP8_STATUS_NOT_ENOUGH_DATA;

  while (status == VP8_STATUS_SUSPENDED && self->job->position < self->end)
    {
      const gsize n = lw_decode_job_read (self->job, chunk, MIN (LW_DECODE_CHUNK_SIZE, self->end - self->job->position));

      if (n == 0)
        break;

      status = WebPIAppend (self->decoder, chunk, n);
      lw_decode_job_report (self->job, (double) self->job->position / (double) self->end);
      show_part (self);
    }

  g_clear_pointer (&self->decoder, WebPIDelete);

  if (status == VP8_STATUS_OK)
    return TRUE;

  set_failed (self, status, error);

  return FALSE;
}

/* Onto white, with the transparency that has been written apart. */
static gboolean
lay_on_white (WebP    *self,
              GError **error)
{
  const WebPDecoderOptions *options = &self->config.options;
  const LwWebpAlpha         alpha = {
            .start = self->start,
            .end = self->end,
            .width_px = self->config.input.width,
            .height_px = self->config.input.height,
            .to = self->config.output.u.RGBA.rgba,
            .stride = self->source.stride,
            .to_width_px = options->use_scaling ? options->scaled_width : self->config.input.width,
            .to_height_px = options->use_scaling ? options->scaled_height : self->config.input.height,
  };

  return lw_decode_webp_alpha (self->job, &alpha, error);
}

static LwPixels *
decode_lossless (WebP    *self,
                 int      orientation,
                 GError **error)
{
  const LwWebpFrame frame = {
    .start = self->start,
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

  if (self->x_px > self->canvas_width_px - self->config.input.width || self->y_px > self->canvas_height_px - self->config.input.height)
    {
      set_failed (self, VP8_STATUS_BITSTREAM_ERROR, error);
      return NULL;
    }

  if (!take_memory (self, error) || !read_picture (self, error) || (self->has_alpha && !lay_on_white (self, error)))
    return NULL;

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
