/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-rows.h"

#include "lw-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The largest band, but for pieces that are larger. */
#define BAND_ROWS_MAX 1024

static gboolean
is_on_disk (const LwDecodeRows *self)
{
  return self->source.blocks != NULL;
}

/* --- Memory --- */

/* Whole squares, and whole pieces where those are not out of proportion. */
static int
find_band_rows (const LwDecodeRows *self)
{
  const int piece_rows = MAX (1, self->piece_rows);
  int       band_rows = LW_PIXELS_BLOCK_PX;

  while (band_rows % piece_rows != 0 && band_rows < BAND_ROWS_MAX)
    band_rows += LW_PIXELS_BLOCK_PX;

  return MAX (band_rows, (piece_rows + LW_PIXELS_BLOCK_PX - 1) / LW_PIXELS_BLOCK_PX * LW_PIXELS_BLOCK_PX);
}

static gboolean
take_disk (LwDecodeRows *self,
           GError      **error)
{
  LwPixelsSource *source = &self->source;
  g_autoptr (GError) cause = NULL;

  self->band_rows = MIN (find_band_rows (self), (source->height_px + LW_PIXELS_BLOCK_PX - 1) / LW_PIXELS_BLOCK_PX * LW_PIXELS_BLOCK_PX);
  source->blocks = lw_pixels_blocks_new (source->width_px, source->height_px, self->pixel_size, &cause);

  if (source->blocks != NULL)
    return TRUE;

  lw_decode_job_set_no_disk (self->job, cause, error);

  return FALSE;
}

/* --- Previews --- */

gboolean
lw_decode_rows_wants_preview (LwDecodeRows *self)
{
  return self->thin.data != NULL;
}

static void
take_thin (LwDecodeRows *self)
{
  LwPixelsSource *thin = &self->thin;

  *thin = self->source;
  thin->data = NULL;
  thin->blocks = NULL;

  if (self->preview_step == 0)
    self->preview_step = lw_decode_find_preview_step (&self->source);

  if (!lw_decode_job_wants_preview (self->job, self->source.width_px, self->source.height_px))
    return;

  thin->width_px = (self->source.width_px + self->preview_step - 1) / self->preview_step;
  thin->height_px = (self->source.height_px + self->preview_step - 1) / self->preview_step;
  thin->stride = self->pixel_size * thin->width_px;

  /* Zeros: a preview shows what is not there yet.  Without memory, none. */
  thin->data = g_try_malloc0 (thin->stride * thin->height_px);
}

void
lw_decode_rows_put_preview (LwDecodeRows *self,
                            int           y,
                            const guint8 *from)
{
  if (self->thin.data != NULL && y % self->preview_step == 0)
    lw_decode_thin_row (self->thin.data + (gsize) (y / self->preview_step) * self->thin.stride, from, self->source.width_px,
                        self->pixel_size, self->preview_step);
}

/* Of the rows at hand those from @first on. */
static void
thin_out (LwDecodeRows *self,
          int           first,
          int           end)
{
  first = (first + self->preview_step - 1) / self->preview_step * self->preview_step;

  for (int y = first; y < end && self->thin.data != NULL; y += self->preview_step)
    lw_decode_rows_put_preview (self, y, self->source.data + (gsize) (y - self->first_row) * self->source.stride);
}

static void
show_thin (LwDecodeRows *self)
{
  lw_decode_job_show_preview (self->job, lw_pixels_thin_out (&self->thin, self->has_alpha, 1));
}

void
lw_decode_rows_show (LwDecodeRows *self)
{
  if (self->thin.data == NULL)
    return;

  if (self->is_changed)
    thin_out (self, self->first_row, MIN (self->first_row + self->band_rows, self->source.height_px));

  show_thin (self);
}

/* --- Rows --- */

gboolean
lw_decode_rows_take_memory (LwDecodeRows *self,
                            int           width_px,
                            int           height_px,
                            guint64       more_bytes,
                            GError      **error)
{
  LwPixelsSource *source = &self->source;
  const gsize     kept_size = lw_pixels_format_get_size (source->format);
  guint64         n_bytes;
  gboolean        is_large;

  self->pixel_size = kept_size + (self->has_alpha ? kept_size / lw_pixels_format_get_n_channels (source->format) : 0);
  source->stride = self->pixel_size * source->width_px;
  n_bytes = (guint64) source->stride * source->height_px;
  is_large = n_bytes > self->job->memory_max;
  self->band_rows = source->height_px;

  if (!lw_decode_job_check_memory (self->job, width_px, height_px, (is_large ? 0 : n_bytes) + n_bytes / 3 + more_bytes, error))
    return FALSE;

  if (is_large && !take_disk (self, error))
    return FALSE;

  if (!(source->data = g_try_malloc0 (source->stride * self->band_rows)))
    {
      lw_decode_job_set_no_memory (self->job, width_px, height_px, error);
      return FALSE;
    }

  take_thin (self);

  return TRUE;
}

void
lw_decode_rows_clear (LwDecodeRows *self)
{
  g_clear_pointer (&self->source.data, g_free);
  g_clear_pointer (&self->source.blocks, lw_pixels_blocks_free);
  g_clear_pointer (&self->thin.data, g_free);
  g_clear_error (&self->error);
}

/* After the first thing that went wrong nothing is written: it has been said, and the decoder
 * will hear of it. */
static void
put_away (LwDecodeRows *self)
{
  const int end = MIN (self->first_row + self->band_rows, self->source.height_px);

  if (!is_on_disk (self) || !self->is_changed)
    return;

  thin_out (self, self->first_row, end);
  self->is_changed = FALSE;
  self->n_kept = MAX (self->n_kept, end);

  if (self->error == NULL)
    lw_pixels_blocks_put_rows (self->source.blocks, self->first_row, end - self->first_row, self->source.data,
                               self->source.stride, &self->error);
}

static void
bring_kept (LwDecodeRows *self)
{
  LwPixelsSource *source = &self->source;

  if (!lw_pixels_blocks_get (source->blocks, 0, self->first_row, source->width_px,
                             MIN (self->band_rows, source->height_px - self->first_row), source->data, source->stride) &&
      self->error == NULL)
    self->error = g_error_new_literal (LW_ERROR, LW_ERROR_FAILED, _ ("what was written there cannot be read again"));
}

static void
bring (LwDecodeRows *self,
       int           first_row)
{
  LwPixelsSource *source = &self->source;

  put_away (self);
  self->first_row = first_row;

  if (first_row >= self->n_kept)
    memset (source->data, 0, source->stride * self->band_rows);
  else
    bring_kept (self);
}

guint8 *
lw_decode_rows_at (LwDecodeRows *self,
                   int           y)
{
  if (y < self->first_row || y >= self->first_row + self->band_rows)
    bring (self, y - y % self->band_rows);

  self->is_changed = TRUE;

  return self->source.data + (gsize) (y - self->first_row) * self->source.stride;
}

gboolean
lw_decode_rows_check (LwDecodeRows *self,
                      GError      **error)
{
  if (self->error == NULL)
    return TRUE;

  lw_decode_job_set_no_disk (self->job, self->error, error);

  return FALSE;
}

gboolean
lw_decode_rows_done (LwDecodeRows *self,
                     int           n_rows,
                     GError      **error)
{
  lw_decode_job_report (self->job, (double) n_rows / self->source.height_px);

  if (n_rows > 0 && n_rows < self->source.height_px && self->thin.data != NULL && lw_decode_progress_is_due (&self->progress))
    {
      /* What has been put away is in the preview already. */
      thin_out (self, MAX (self->n_thinned, self->first_row), MIN (n_rows, self->first_row + self->band_rows));
      self->n_thinned = n_rows;
      show_thin (self);
    }

  return lw_decode_rows_check (self, error);
}

/* --- The end --- */

static void
flatten_rows (LwDecodeRows         *self,
              const LwPixelsSource *to,
              int                   n_rows)
{
  const int n_channels = lw_pixels_format_get_n_channels (self->source.format);
  const int number_size = (int) self->pixel_size / (n_channels + 1);

  /* From the top: rows that become shorter move up into what has been read. */
  for (int y = 0; y < n_rows; y++)
    lw_decode_flatten_row (to->data + (gsize) y * to->stride, self->source.data + (gsize) y * self->source.stride,
                           self->source.width_px, n_channels, number_size);
}

/* Into another file, as those to the right would be written over before they are read. */
static void
flatten_on_disk (LwDecodeRows   *self,
                 LwPixelsSource *flat)
{
  LwPixelsBlocks *blocks = lw_pixels_blocks_new (flat->width_px, flat->height_px,
                                                 lw_pixels_format_get_size (flat->format), &self->error);

  for (int y = 0; self->error == NULL && y < flat->height_px; y += self->band_rows)
    {
      const int n_rows = MIN (self->band_rows, flat->height_px - y);

      bring (self, y);
      flatten_rows (self, flat, n_rows);

      if (self->error == NULL)
        lw_pixels_blocks_put_rows (blocks, y, n_rows, flat->data, flat->stride, &self->error);

      if (g_cancellable_is_cancelled (self->job->cancellable))
        break;
    }

  if (blocks == NULL)
    return;

  lw_pixels_blocks_free (self->source.blocks);
  flat->blocks = blocks;
}

gboolean
lw_decode_rows_flatten (LwDecodeRows *self,
                        GError      **error)
{
  LwPixelsSource flat = self->source;

  put_away (self);
  flat.stride = lw_pixels_format_get_size (flat.format) * flat.width_px;

  if (self->error != NULL)
    return lw_decode_rows_check (self, error);

  if (is_on_disk (self))
    flatten_on_disk (self, &flat);
  else
    {
      flatten_rows (self, &flat, flat.height_px);
      flat.data = g_realloc (flat.data, flat.stride * flat.height_px);
    }

  self->source = flat;
  self->pixel_size = lw_pixels_format_get_size (flat.format);
  self->has_alpha = FALSE;
  g_clear_pointer (&self->thin.data, g_free);

  return lw_decode_rows_check (self, error) && !g_cancellable_set_error_if_cancelled (self->job->cancellable, error);
}

LwPixels *
lw_decode_rows_finish (LwDecodeRows *self,
                       GError      **error)
{
  LwPixelsSource source = self->source;

  put_away (self);

  if (!lw_decode_rows_check (self, error))
    return NULL;

  if (is_on_disk (self))
    {
      source.data = NULL;
      source.owner = g_steal_pointer (&self->source.blocks);
      source.owner_free = (GDestroyNotify) lw_pixels_blocks_free;
    }
  else
    {
      source.owner = g_steal_pointer (&self->source.data);
      source.owner_free = g_free;
    }

  return lw_pixels_new_take (&source);
}
