/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"
#include "lw-head.h"
#include "lw-jpeg-memory.h"
#include "lw-memory.h"

#include <glib/gi18n-lib.h>
#include <jerror.h>
#include <setjmp.h>
#include <string.h>

/* Each scan takes time for all of the picture, however few bytes it has.  Programs that look for
 * the best way to part a picture write thirty. */
#define SCANS_MAX 100

/* All that lives across libjpeg's way of failing, which is a long jump: nothing of this is in a
 * variable of the function that is jumped into. */
typedef struct
{
  struct jpeg_error_mgr         error_manager;
  struct jpeg_source_mgr        source_manager;
  struct jpeg_progress_mgr      progress_manager;
  struct jpeg_decompress_struct jpeg;
  jmp_buf                       failed;
  LwJpegMemory                  memory;
  LwDecodeJob                  *job;
  int                           message_code;
  char                          message[JMSG_LENGTH_MAX];

  guint8        *chunk;
  guint8        *row;       /* of four inks */
  gboolean       has_scans; /* several; libjpeg reads them all before the first row */
  LwPixelsSource source;    /* without an owner until the end */

  LwDecodeProgress progress;
} Jpeg;

static void
jpeg_clear (Jpeg *self)
{
  jpeg_destroy_decompress (&self->jpeg);
  lw_jpeg_memory_clear (&self->memory);
  g_clear_pointer (&self->chunk, g_free);
  g_clear_pointer (&self->row, g_free);
  g_clear_pointer (&self->source.data, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Jpeg, jpeg_clear)

/* --- What libjpeg calls --- */

G_NORETURN static void
error_cb (j_common_ptr jpeg)
{
  Jpeg *self = (Jpeg *) (gpointer) jpeg->err;

  self->message_code = jpeg->err->msg_code;
  jpeg->err->format_message (jpeg, self->message);
  longjmp (self->failed, 1);
}

/* Whatever libjpeg can live with. */
static void
warning_cb (j_common_ptr jpeg,
            int          level)
{
}

static void
nothing_cb (j_decompress_ptr jpeg)
{
}

static boolean
fill_cb (j_decompress_ptr jpeg)
{
  Jpeg       *self = (Jpeg *) (gpointer) jpeg->err;
  const gsize n = lw_decode_job_read (self->job, self->chunk, LW_DECODE_CHUNK_SIZE);

  if (n == 0)
    ERREXIT (jpeg, JERR_INPUT_EOF);

  jpeg->src->next_input_byte = self->chunk;
  jpeg->src->bytes_in_buffer = n;

  return TRUE;
}

static void
skip_cb (j_decompress_ptr jpeg,
         long             n)
{
  Jpeg                   *self = (Jpeg *) (gpointer) jpeg->err;
  struct jpeg_source_mgr *source = jpeg->src;
  const gsize             here = n > 0 ? MIN ((gsize) n, source->bytes_in_buffer) : 0;

  source->next_input_byte += here;
  source->bytes_in_buffer -= here;
  self->job->position += n > 0 ? (gsize) n - here : 0;
}

/* How much of the work on a file of several scans is reading them. */
#define SCANS_PART 0.7

static double
find_part (const Jpeg *self)
{
  const double rows = self->jpeg.output_height > 0 ? (double) self->jpeg.output_scanline / self->jpeg.output_height : 0;

  if (!self->has_scans)
    return rows;

  return rows > 0 ? SCANS_PART + (1 - SCANS_PART) * rows : SCANS_PART * (double) self->job->position / (double) self->job->size;
}

static void
progress_cb (j_common_ptr jpeg)
{
  Jpeg *self = (Jpeg *) (gpointer) jpeg->err;

  if (self->jpeg.input_scan_number > SCANS_MAX)
    g_strlcpy (self->message, _ ("it goes over the picture too often"), sizeof self->message);

  if (self->jpeg.input_scan_number > SCANS_MAX || g_cancellable_is_cancelled (self->job->cancellable))
    longjmp (self->failed, 1);

  if (self->job->edge_px == 0)
    lw_decode_job_report (self->job, find_part (self));
}

/* --- Starting and failing --- */

static void
set_failed (Jpeg    *self,
            GError **error)
{
  switch (self->message_code)
    {
    case JERR_OUT_OF_MEMORY:
      lw_decode_job_set_no_memory (self->job, self->jpeg.image_width, self->jpeg.image_height, error);
      break;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
      lw_decode_job_set_unsupported (self->job, self->message, error);
      break;
    default:
      lw_decode_job_set_failed (self->job, self->message, error);
    }
}

/* From the beginning of the file to the end of its head.  To be called under setjmp(). */
static void
read_head (Jpeg *self)
{
  jpeg_create_decompress (&self->jpeg);
  lw_jpeg_memory_init (&self->memory, &self->jpeg);
  self->jpeg.src = &self->source_manager;
  self->jpeg.progress = &self->progress_manager;
  self->job->position = 0;
  jpeg_read_header (&self->jpeg, TRUE);
}

static void
jpeg_init (Jpeg        *self,
           LwDecodeJob *job)
{
  *self = (Jpeg){
    .job = job,
    .source_manager = {
        .init_source = nothing_cb,
        .fill_input_buffer = fill_cb,
        .skip_input_data = skip_cb,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = nothing_cb,
    },
    .progress_manager.progress_monitor = progress_cb,
  };
  self->jpeg.err = jpeg_std_error (&self->error_manager);
  self->error_manager.error_exit = error_cb;
  self->error_manager.emit_message = warning_cb;
  self->chunk = g_malloc (LW_DECODE_CHUNK_SIZE);
}

/* --- From rows to pixels --- */

/* At every eighth pixel each block is one number, at every fourth one four, and so on. */
static guint
find_scale (const Jpeg *self)
{
  const int edge_px = (int) MAX (self->jpeg.image_width, self->jpeg.image_height);
  guint     scale = 1;

  while (self->job->edge_px > 0 && scale < 8 && edge_px / (int) (scale * 2) >= self->job->edge_px)
    scale *= 2;

  return scale;
}

/* What the output is to be like; after that its size is known. */
static void
set_output (Jpeg *self)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  LwPixelsSource                *source = &self->source;

  jpeg->scale_num = 1;
  jpeg->scale_denom = find_scale (self);
  /* Made for pictures whose last scans have not come yet; here all have. */
  jpeg->do_block_smoothing = FALSE;

  switch (jpeg->jpeg_color_space)
    {
    case JCS_GRAYSCALE:
      jpeg->out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      jpeg->out_color_space = JCS_CMYK;
      break;
    default:
      jpeg->out_color_space = JCS_RGB;
    }

  jpeg_calc_output_dimensions (jpeg);
  source->format = jpeg->out_color_space == JCS_GRAYSCALE ? LW_PIXELS_GREY_8 : LW_PIXELS_RGB_8;
  source->width_px = (int) jpeg->output_width;
  source->height_px = (int) jpeg->output_height;
  source->stride = lw_pixels_format_get_size (source->format) * source->width_px;
}

/* A JPEG spends at least a bit on each 8 x 8 pixels.  Without this a kilobyte could keep a
 * worker busy for a minute. */
static gboolean
check_starved (Jpeg    *self,
               GError **error)
{
  const guint64 n_pixels = (guint64) self->jpeg.image_width * self->jpeg.image_height;

  if (self->job->size >= n_pixels / 512)
    return TRUE;

  lw_decode_job_set_cut_off (self->job, error);

  return FALSE;
}

static gboolean
take_memory (Jpeg    *self,
             GError **error)
{
  LwPixelsSource *source = &self->source;

  if (!lw_decode_job_check_memory (self->job, self->jpeg.image_width, self->jpeg.image_height,
                                   source->stride * source->height_px * 4 / 3, error) ||
      !check_starved (self, error))
    return FALSE;

  /* Zeros: a preview shows what is not there yet. */
  source->data = g_try_malloc0 (source->stride * source->height_px);
  self->row = g_try_malloc ((gsize) source->width_px * 4);

  if (source->data != NULL && self->row != NULL)
    return TRUE;

  lw_decode_job_set_no_memory (self->job, self->jpeg.image_width, self->jpeg.image_height, error);

  return FALSE;
}

/* Without a profile of the inks: how much light each lets through.  Adobe's programs write
 * them the other way round. */
static void
mix_inks (const Jpeg *self,
          guint8     *to)
{
  const guint   flip = self->jpeg.saw_Adobe_marker ? 0 : 255;
  const guint8 *from = self->row;

  for (int x = 0; x < self->source.width_px; x++, from += 4, to += 3)
    for (int c = 0; c < 3; c++)
      to[c] = (guint8) (((from[c] ^ flip) * (from[3] ^ flip) + 127) / 255);
}

static void
read_row (Jpeg *self)
{
  guint8  *to = self->source.data + self->jpeg.output_scanline * self->source.stride;
  JSAMPROW row = self->jpeg.out_color_space == JCS_CMYK ? self->row : to;

  jpeg_read_scanlines (&self->jpeg, &row, 1);

  if (row != to)
    mix_inks (self, to);
}

static LwPixels *
steal_pixels (Jpeg *self)
{
  LwPixelsSource source = self->source;

  source.orientation = lw_head_read (self->job->fd).orientation;
  source.owner = g_steal_pointer (&self->source.data);
  source.owner_free = g_free;

  return lw_pixels_new_take (&source);
}

/* --- Previews --- */

/* What there is so far of a picture that is made eight times as small. */
static void
show_part (Jpeg *self)
{
  LwPixelsSource part = self->source;

  if (self->job->preview == NULL || !lw_decode_progress_is_due (&self->progress))
    return;

  part.orientation = lw_head_read (self->job->fd).orientation;
  lw_decode_job_show_preview (self->job, lw_pixels_thin_out (&part, FALSE, lw_decode_find_preview_step (&part)));
}

/* Of a file of several scans the first ones, up to where each block of each component has its
 * mean: an eighth of the file or so. */
static void
read_first_scans (Jpeg *self)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  gboolean                       is_enough = FALSE;

  while (!is_enough)
    {
      const int event = jpeg_consume_input (jpeg);

      progress_cb ((j_common_ptr) jpeg);
      is_enough = event == JPEG_REACHED_EOI || event == JPEG_SCAN_COMPLETED;

      for (int i = 0; event == JPEG_SCAN_COMPLETED && jpeg->coef_bits != NULL && i < jpeg->num_components; i++)
        is_enough = is_enough && jpeg->coef_bits[i][0] >= 0;
    }

  jpeg_start_output (jpeg, jpeg->input_scan_number);
}

static gboolean
read_small (Jpeg *self)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  if (setjmp (self->failed))
    return FALSE;

  read_head (self);
  jpeg->buffered_image = jpeg_has_multiple_scans (jpeg);
  set_output (self);

  if (!take_memory (self, NULL))
    return FALSE;

  jpeg_start_decompress (jpeg);

  if (jpeg->buffered_image)
    read_first_scans (self);

  while (jpeg->output_scanline < jpeg->output_height)
    {
      read_row (self);
      show_part (self);
    }

  return TRUE;
}

/* Every eighth pixel takes a fraction of the time of all of them; of a file of several scans, of
 * the memory, too.  For a small picture of a large one as well: whether the file goes on to its
 * end is not looked at. */
static LwPixels *
make_small (LwDecodeJob *job)
{
  g_auto (Jpeg) self = { 0 };

  jpeg_init (&self, job);

  return read_small (&self) ? steal_pixels (&self) : NULL;
}

static void
show_small (LwDecodeJob *job)
{
  LwPixels *pixels;

  job->edge_px = LW_DECODE_PREVIEW_EDGE_PX / 2;

  /* Whatever is wrong with it, the full decode will say. */
  if ((pixels = make_small (job)) != NULL)
    lw_decode_job_show_preview (job, pixels);

  job->edge_px = 0;
  job->is_cut_off = FALSE;
}

/* --- All of it --- */

static gboolean
start (Jpeg    *self,
       GError **error)
{
  if (setjmp (self->failed))
    {
      set_failed (self, error);
      return FALSE;
    }

  read_head (self);
  set_output (self);

  return TRUE;
}

/* As pixels come, coefficients go; glibc would keep their memory for more of them.  Four times, as
 * it takes some milliseconds. */
static void
give_back (const Jpeg *self)
{
  const JDIMENSION quarter = MAX (1, self->jpeg.output_height / 4);

  if (self->has_scans && self->jpeg.output_scanline % quarter == 0 &&
      (gint64) self->jpeg.output_width * self->jpeg.output_height > LW_DECODE_LARGE_PIXELS)
    lw_memory_give_back ();
}

static gboolean
read_picture (Jpeg    *self,
              GError **error)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  if (setjmp (self->failed))
    {
      set_failed (self, error);
      return FALSE;
    }

  self->has_scans = jpeg_has_multiple_scans (jpeg);
  jpeg_start_decompress (jpeg);
  lw_jpeg_memory_begin_last_pass (jpeg);

  while (jpeg->output_scanline < jpeg->output_height)
    {
      read_row (self);
      give_back (self);
    }

  /* A file without its end was cut off, even where all pixels are there. */
  jpeg_finish_decompress (jpeg);

  return TRUE;
}

LwPixels *
lw_decode_jpeg (LwDecodeJob *job,
                GError     **error)
{
  g_auto (Jpeg) self = { 0 };
  LwImageInfo info;
  LwPixels   *small;

  if ((job->preview != NULL || job->edge_px > 0) && lw_decode_jpeg_probe (job, &info, NULL) &&
      (gint64) info.stored_width_px * info.stored_height_px > LW_DECODE_LARGE_PIXELS)
    {
      if (job->edge_px == 0)
        show_small (job);
      else if ((small = make_small (job)) != NULL)
        return small;
    }

  jpeg_init (&self, job);

  if (!start (&self, error) || !take_memory (&self, error) || !read_picture (&self, error))
    return NULL;

  return steal_pixels (&self);
}

gboolean
lw_decode_jpeg_probe (LwDecodeJob *job,
                      LwImageInfo *info,
                      GError     **error)
{
  g_auto (Jpeg) self = { 0 };

  jpeg_init (&self, job);

  if (!start (&self, error) ||
      !lw_decode_job_check_size (job, self.jpeg.image_width, self.jpeg.image_height, error))
    return FALSE;

  *info = (LwImageInfo){
    .stored_width_px = (int) self.jpeg.image_width,
    .stored_height_px = (int) self.jpeg.image_height,
    .orientation = lw_head_read (job->fd).orientation,
  };

  return TRUE;
}
