/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-rows.h"
#include "lw-head.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

/* What a file may make libpng keep besides the pixels: comments, profiles. */
#define CHUNKS_MAX 128
#define CHUNK_SIZE_MAX (8 * 1000 * 1000)

/* The first pass of an interlaced file is every so many pixels in each direction. */
#define FIRST_STEP 8

/* Deflate makes at most 1032 bytes of one, and those of a PNG hold up to 8 pixels. */
#define PIXELS_PER_BYTE_MAX (8 * 1032)

/* All that lives across libpng's way of failing, which is a long jump: nothing of this is in
 * a variable of the function that is jumped into. */
typedef struct
{
  LwDecodeJob *job;
  png_structp  png;
  png_infop    info;
  char         message[200];

  LwDecodeRows rows;
  int          n_channels;  /* as decoded, transparency among them */
  int          number_size; /* bytes */
  gboolean     has_alpha;
  int          n_passes;            /* 7 of an interlaced file, else 1 */
  gboolean     is_first_pass;       /* of an interlaced file no more than that is wanted */
  int          width_px, height_px; /* of the file; the rows may be thinned out */
  int          step;
  guint8      *row; /* one row as decoded, where it is not what is kept */
} Png;

static void
png_clear (Png *self)
{
  png_destroy_read_struct (&self->png, &self->info, NULL);
  lw_decode_rows_clear (&self->rows);
  g_clear_pointer (&self->row, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Png, png_clear)

static void
error_cb (png_structp     png,
          png_const_charp message)
{
  Png *self = png_get_error_ptr (png);

  g_strlcpy (self->message, message, sizeof self->message);
  png_longjmp (png, 1);
}

/* Whatever libpng can live with. */
static void
warning_cb (png_structp     png,
            png_const_charp message)
{
}

static void
read_cb (png_structp png,
         png_bytep   to,
         size_t      n)
{
  Png *self = png_get_io_ptr (png);

  if (lw_decode_job_read (self->job, to, n) != n)
    png_error (png, "it cannot be read");
}

static gboolean
check_starved (Png     *self,
               gint64   width_px,
               gint64   height_px,
               GError **error)
{
  if (self->job->size >= (guint64) width_px * (guint64) height_px / PIXELS_PER_BYTE_MAX)
    return TRUE;

  lw_decode_job_set_cut_off (self->job, error);

  return FALSE;
}

/* Everything becomes grey or colour, with or without transparency, of 8 or 16 bits. */
static void
set_transforms (Png *self)
{
  const guint8   type = png_get_color_type (self->png, self->info);
  const gboolean is_16 = png_get_bit_depth (self->png, self->info) == 16;
  const int      n_colours = type & PNG_COLOR_MASK_COLOR ? 3 : 1;

  /* Palettes to colours, less than 8 bits to 8, a transparent colour to transparency. */
  png_set_expand (self->png);

  if (is_16 && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (self->png);

  /* Left alone, the passes come one after the other, each as a picture of its own. */
  self->n_passes = self->is_first_pass ? 1 : png_set_interlace_handling (self->png);
  png_read_update_info (self->png, self->info);

  self->n_channels = png_get_channels (self->png, self->info);
  self->number_size = is_16 ? 2 : 1;
  self->has_alpha = self->n_channels > n_colours;
  self->rows.source.format = n_colours == 3 ? (is_16 ? LW_PIXELS_RGB_16 : LW_PIXELS_RGB_8) : (is_16 ? LW_PIXELS_GREY_16 : LW_PIXELS_GREY_8);
}

/* Passes of an interlaced file are laid over each other, so that all of it must be kept as it
 * is decoded; otherwise one row. */
static gboolean
take_memory (Png     *self,
             GError **error)
{
  LwPixelsSource *source = &self->rows.source;
  const gsize     decoded = (gsize) self->n_channels * self->number_size * self->width_px;

  self->step = self->n_passes > 1 ? 1 : lw_decode_job_get_step (self->job, self->width_px, self->height_px);
  source->width_px = (self->width_px + self->step - 1) / self->step;
  source->height_px = (self->height_px + self->step - 1) / self->step;
  self->rows.job = self->job;
  self->rows.has_alpha = self->n_passes > 1 && self->has_alpha;

  /* What the first pass has is in a preview. */
  if (self->n_passes > 1)
    self->rows.preview_step = (lw_decode_find_preview_step (source) + FIRST_STEP - 1) / FIRST_STEP * FIRST_STEP;

  if (!lw_decode_rows_take_memory (&self->rows, self->width_px, self->height_px, decoded, error))
    return FALSE;

  /* libpng copies as much as a row of all passes has, whatever the pass. */
  if ((self->row = g_try_malloc (MAX (decoded, png_get_rowbytes (self->png, self->info)))) != NULL)
    return TRUE;

  lw_decode_job_set_no_memory (self->job, source->width_px, source->height_px, error);

  return FALSE;
}

static void
check_cancelled (Png *self)
{
  if (g_cancellable_is_cancelled (self->job->cancellable))
    png_error (self->png, "cancelled");
}

/* The disk is full: said by lw_decode_rows_finish(). */
static void
check_done (Png *self,
            int  n_rows)
{
  if (!lw_decode_rows_done (&self->rows, n_rows, NULL))
    png_error (self->png, "disk");
}

static void
read_rows (Png *self)
{
  const gsize    size = lw_pixels_format_get_size (self->rows.source.format);
  const gboolean is_kept = !self->has_alpha && self->step == 1 && !self->is_first_pass;

  for (int y = 0; y < self->height_px; y++)
    {
      guint8 *to = lw_decode_rows_at (&self->rows, y / self->step);

      check_cancelled (self);
      png_read_row (self->png, is_kept ? to : self->row, NULL);

      if (self->has_alpha)
        lw_decode_flatten_row (self->row, self->row, self->width_px, self->n_channels - 1, self->number_size);

      if (!is_kept && y % self->step == 0)
        lw_decode_thin_row (to, self->row, self->width_px, size, self->step);

      check_done (self, y / self->step + 1);
    }
}

/* The first of the seven passes is enough for a preview after 1/64 of the file.  All the later
 * ones only add to it. */
static void
read_passes (Png *self)
{
  for (int pass = 0; pass < self->n_passes; pass++)
    {
      for (int y = 0; y < self->height_px; y++)
        {
          check_cancelled (self);

          /* The others are not in this pass: no need to bring them from the disk. */
          png_read_row (self->png, PNG_ROW_IN_INTERLACE_PASS (y, pass) ? lw_decode_rows_at (&self->rows, y) : NULL, NULL);
          lw_decode_job_report (self->job, (double) self->job->position / (double) self->job->size);
        }

      check_done (self, 0);

      if (pass == 0)
        lw_decode_rows_show (&self->rows);
    }
}

static gboolean
start (Png     *self,
       GError **error)
{
  self->png = png_create_read_struct (PNG_LIBPNG_VER_STRING, self, error_cb, warning_cb);
  self->info = self->png != NULL ? png_create_info_struct (self->png) : NULL;

  if (self->info == NULL)
    {
      lw_decode_job_set_no_memory (self->job, 0, 0, error);
      return FALSE;
    }

  png_set_read_fn (self->png, self, read_cb);
  png_set_user_limits (self->png, G_MAXINT, G_MAXINT);
  png_set_chunk_cache_max (self->png, CHUNKS_MAX);
  png_set_chunk_malloc_max (self->png, CHUNK_SIZE_MAX);
  self->job->position = 0;

  return TRUE;
}

/* Of a large interlaced file the first pass, every eighth pixel, is enough for a small picture,
 * and takes a hundredth of the memory.  Whether the file goes on to its end is not looked at. */
static void
choose_passes (Png *self)
{
  self->is_first_pass = png_get_interlace_type (self->png, self->info) != PNG_INTERLACE_NONE && self->job->edge_px > 0 &&
                        (gint64) self->width_px * self->height_px > LW_DECODE_LARGE_PIXELS &&
                        MAX (self->width_px, self->height_px) / FIRST_STEP >= self->job->edge_px;

  if (self->is_first_pass)
    {
      self->width_px = PNG_PASS_COLS (self->width_px, 0);
      self->height_px = PNG_PASS_ROWS (self->height_px, 0);
    }
}

static gboolean
read_head (Png     *self,
           GError **error)
{
  if (setjmp (png_jmpbuf (self->png)))
    {
      lw_decode_job_set_failed (self->job, self->message, error);
      return FALSE;
    }

  png_read_info (self->png, self->info);
  self->width_px = (int) png_get_image_width (self->png, self->info);
  self->height_px = (int) png_get_image_height (self->png, self->info);
  self->rows.source.orientation = lw_head_read (self->job->fd).orientation;

  if (!lw_decode_job_check_size (self->job, self->width_px, self->height_px, error) ||
      !check_starved (self, self->width_px, self->height_px, error))
    return FALSE;

  choose_passes (self);
  set_transforms (self);

  return TRUE;
}

static gboolean
read_picture (Png     *self,
              GError **error)
{
  if (setjmp (png_jmpbuf (self->png)))
    {
      if (lw_decode_rows_check (&self->rows, error))
        lw_decode_job_set_failed (self->job, self->message, error);

      return FALSE;
    }

  if (self->n_passes == 1)
    read_rows (self);
  else
    read_passes (self);

  /* A file without its end was cut off, even where all pixels are there. */
  if (!self->is_first_pass)
    png_read_end (self->png, NULL);

  return TRUE;
}

LwPixels *
lw_decode_png (LwDecodeJob *job,
               GError     **error)
{
  g_auto (Png) self = { .job = job };

  if (!start (&self, error) || !read_head (&self, error) || !take_memory (&self, error) ||
      !read_picture (&self, error) || (self.rows.has_alpha && !lw_decode_rows_flatten (&self.rows, error)))
    return NULL;

  return lw_decode_rows_finish (&self.rows, error);
}
