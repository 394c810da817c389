/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-tiff-private.h"

#include "lw-error.h"

#include <glib/gi18n-lib.h>

/* libtiff takes a compressed strip or tile into memory as it is in the file, before it goes through it
 * row by row; where one is larger than that, it gets a copy to look at. */
#define RAW_MAX (32 * 1024 * 1024)

/* More than that many numbers a pixel are a data cube, not a picture. */
#define SAMPLES_MAX 64

static void
tiff_clear (LwTiff *self)
{
  g_clear_pointer (&self->tiff, TIFFClose);
  g_clear_pointer (&self->copy, lw_scratch_free);
  g_clear_pointer (&self->message, g_free);
  lw_decode_rows_clear (&self->rows);
  g_clear_pointer (&self->row, g_free);
  g_clear_pointer (&self->piece, g_free);
  g_clear_pointer (&self->scratch, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwTiff, tiff_clear)

/* --- The directory --- */

void
lw_tiff_set_failed (LwTiff  *self,
                    GError **error)
{
  lw_decode_job_set_failed (self->job, self->message != NULL ? self->message : _ ("it cannot be read"), error);
}

gboolean
lw_decode_tiff_find_page (LwDecodeJob *job,
                          LwTiffPage  *page,
                          GError     **error)
{
  if (lw_tiff_pages_find (job->fd, job->page, page))
    {
      if (page->width_px > 0 && page->height_px > 0)
        return lw_decode_job_check_size (job, page->width_px, page->height_px, error);

      lw_decode_job_set_damaged (job, _ ("it does not say how large it is"), error);
    }
  else if (page->offset == 0 || lw_tiff_pages_are_cut_off (job->fd))
    lw_decode_job_set_cut_off (job, error);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("%s is not there: the file has fewer pages"), job->name);

  return FALSE;
}

/* A directory can say a thing twice, and readers differ in what they believe: rows of another
 * length than there is room for must not come of that. */
static gboolean
take_size (LwTiff  *self,
           GError **error)
{
  guint32 width = 0, height = 0;

  if (TIFFGetField (self->tiff, TIFFTAG_IMAGEWIDTH, &width) && TIFFGetField (self->tiff, TIFFTAG_IMAGELENGTH, &height) &&
      width == (guint32) self->page.width_px && height == (guint32) self->page.height_px)
    {
      self->width_px = self->page.width_px;
      self->height_px = self->page.height_px;
      self->rows.source.orientation = self->page.orientation;

      return TRUE;
    }

  lw_decode_job_set_damaged (self->job, _ ("it says two things about its size"), error);

  return FALSE;
}

/* --- What kind of picture --- */

static guint16
get_16 (LwTiff *self,
        guint32 tag)
{
  guint16 value = 0;

  TIFFGetFieldDefaulted (self->tiff, tag, &value);

  return value;
}

static void
find_alpha (LwTiff *self,
            int     n_samples)
{
  guint16  n = 0;
  guint16 *kinds = NULL;

  self->layout.alpha = 0;

  if (!TIFFGetField (self->tiff, TIFFTAG_EXTRASAMPLES, &n, &kinds) || self->layout.n_planes > 1)
    return;

  for (int i = 0; i < n && n <= n_samples; i++)
    if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA)
      {
        self->layout.alpha = n_samples - n + i;
        self->layout.is_multiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
        return;
      }
}

static gboolean
find_number_kind (LwTiff *self)
{
  switch (get_16 (self, TIFFTAG_SAMPLEFORMAT))
    {
    case SAMPLEFORMAT_UINT:
    case SAMPLEFORMAT_VOID:
      self->layout.kind = LW_TIFF_UNSIGNED;
      return TRUE;
    case SAMPLEFORMAT_INT:
      self->layout.kind = LW_TIFF_SIGNED;
      return TRUE;
    case SAMPLEFORMAT_IEEEFP:
      self->layout.kind = LW_TIFF_FLOAT;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Writers do not agree on how many bits the colours of a palette have. */
static gboolean
read_palette (LwTiff *self)
{
  const int n = 1 << self->layout.n_bits;
  guint16  *channels[3];
  gboolean  is_16 = FALSE;

  if (!TIFFGetField (self->tiff, TIFFTAG_COLORMAP, &channels[0], &channels[1], &channels[2]))
    return FALSE;

  for (int i = 0; i < n; i++)
    is_16 |= (channels[0][i] | channels[1][i] | channels[2][i]) > 255;

  for (int i = 0; i < n; i++)
    for (int c = 0; c < 3; c++)
      self->layout.table[i][c] = (guint8) (is_16 ? channels[c][i] >> 8 : channels[c][i]);

  return TRUE;
}

/* Few bits, or colours by their number: so that also these are read in rows, where libtiff would make
 * four bytes of each pixel of a strip. */
static gboolean
find_table (LwTiff *self)
{
  const int photometric = get_16 (self, TIFFTAG_PHOTOMETRIC);
  const int n_bits = get_16 (self, TIFFTAG_BITSPERSAMPLE);
  const int max = (1 << MIN (n_bits, 8)) - 1;

  if ((n_bits != 1 && n_bits != 2 && n_bits != 4 && n_bits != 8) || !find_number_kind (self) ||
      self->layout.kind != LW_TIFF_UNSIGNED || get_16 (self, TIFFTAG_SAMPLESPERPIXEL) != 1)
    return FALSE;

  self->layout.n_bits = n_bits;
  self->layout.n_planes = self->layout.n_channels = self->layout.n_samples = 1;

  if (photometric == PHOTOMETRIC_PALETTE)
    {
      self->rows.source.format = LW_PIXELS_RGB_8;
      return self->layout.has_table = read_palette (self);
    }

  if (n_bits == 8 || (photometric != PHOTOMETRIC_MINISBLACK && photometric != PHOTOMETRIC_MINISWHITE))
    return FALSE;

  for (int i = 0; i <= max; i++)
    self->layout.table[i][0] = (guint8) ((photometric == PHOTOMETRIC_MINISWHITE ? max - i : i) * 255 / max);

  self->rows.source.format = LW_PIXELS_GREY_8;

  return self->layout.has_table = TRUE;
}

/* Grey or colours whose numbers can be kept as they are. */
static gboolean
is_plain (LwTiff *self)
{
  const int photometric = get_16 (self, TIFFTAG_PHOTOMETRIC);
  const int n_samples = get_16 (self, TIFFTAG_SAMPLESPERPIXEL);

  if (find_table (self))
    return TRUE;

  if (!find_number_kind (self) || n_samples < 1 || n_samples > SAMPLES_MAX ||
      (photometric != PHOTOMETRIC_MINISBLACK && photometric != PHOTOMETRIC_MINISWHITE && photometric != PHOTOMETRIC_RGB) ||
      (photometric == PHOTOMETRIC_RGB && n_samples < 3))
    return FALSE;

  self->layout.n_bits = get_16 (self, TIFFTAG_BITSPERSAMPLE);
  self->layout.n_channels = photometric == PHOTOMETRIC_RGB ? 3 : 1;
  self->layout.is_white_zero = photometric == PHOTOMETRIC_MINISWHITE;

  if (get_16 (self, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE)
    {
      self->layout.n_planes = self->layout.n_channels;
      self->layout.n_samples = 1;
    }
  else
    {
      self->layout.n_planes = 1;
      self->layout.n_samples = n_samples;
    }

  find_alpha (self, n_samples);

  return lw_tiff_layout_get_format (&self->layout, &self->rows.source.format);
}

static void
set_unsupported (LwTiff     *self,
                 const char *why,
                 GError    **error)
{
  g_autofree char *numbers = g_strdup_printf (_ ("%d numbers of %d bits for each pixel"), get_16 (self, TIFFTAG_SAMPLESPERPIXEL),
                                              get_16 (self, TIFFTAG_BITSPERSAMPLE));
  g_autofree char *what = *why != '\0' ? g_strdup_printf ("%s (%s)", numbers, why) : g_strdup (numbers);

  lw_decode_job_set_unsupported (self->job, what, error);
}

static gboolean
find_kind (LwTiff  *self,
           GError **error)
{
  char why[1024] = "";

  self->is_tiled = TIFFIsTiled (self->tiff);
  self->is_plain = is_plain (self);

  if (self->is_plain)
    return TRUE;

  self->rows.source.format = LW_PIXELS_RGB_8;
  find_number_kind (self);

  if (!TIFFIsCODECConfigured (get_16 (self, TIFFTAG_COMPRESSION)))
    g_strlcpy (why, _ ("compressed in a way that is not known here"), sizeof why);
  else if (self->layout.kind == LW_TIFF_UNSIGNED && TIFFRGBAImageOK (self->tiff, why))
    return TRUE;

  set_unsupported (self, why, error);

  return FALSE;
}

/* --- What it takes --- */

/* How much more than in the file there can be of each byte; 0 where nobody knows. */
static guint64
get_expansion_max (LwTiff *self)
{
  switch (get_16 (self, TIFFTAG_COMPRESSION))
    {
    case COMPRESSION_NONE:
      return 1;
    case COMPRESSION_PACKBITS:
      return 64;
    case COMPRESSION_LZW:
      /* Codes of 9 bits and more for at most 4096 bytes. */
      return 4096;
    case COMPRESSION_ADOBE_DEFLATE:
    case COMPRESSION_DEFLATE:
      return 1032;
    default:
      return 0;
    }
}

/* Strips and tiles that lie beyond the end, before anything is read. */
static gboolean
check_places (LwTiff  *self,
              GError **error)
{
  const guint32 n = self->is_tiled ? TIFFNumberOfTiles (self->tiff) : TIFFNumberOfStrips (self->tiff);
  guint64       sum = 0;

  if (n > self->job->size)
    {
      lw_decode_job_set_cut_off (self->job, error);
      return FALSE;
    }

  for (guint32 i = 0; i < n; i++)
    {
      int           is_bad = 0;
      const guint64 offset = TIFFGetStrileOffsetWithErr (self->tiff, i, &is_bad);
      const guint64 n_bytes = is_bad ? 0 : TIFFGetStrileByteCountWithErr (self->tiff, i, &is_bad);

      if (is_bad)
        {
          lw_tiff_set_failed (self, error);
          return FALSE;
        }

      if (offset > self->job->size || n_bytes > self->job->size - offset)
        {
          lw_decode_job_set_cut_off (self->job, error);
          return FALSE;
        }

      sum += n_bytes;
      self->raw_max = MAX (self->raw_max, n_bytes);

      if (i % 4096 == 0 && g_cancellable_set_error_if_cancelled (self->job->cancellable, error))
        return FALSE;
    }

  /* The same bytes may be meant by several strips: so not the size of the file. */
  if (get_expansion_max (self) > 0 &&
      sum * get_expansion_max (self) < TIFFScanlineSize64 (self->tiff) * (guint64) self->height_px / 2)
    {
      lw_decode_job_set_cut_off (self->job, error);
      return FALSE;
    }

  return TRUE;
}

static guint64
get_piece_size (LwTiff *self)
{
  guint32 width = 0, rows = 0;

  if (self->is_plain)
    return self->is_tiled ? TIFFTileSize64 (self->tiff) : TIFFScanlineSize64 (self->tiff);

  if (self->is_tiled)
    {
      TIFFGetField (self->tiff, TIFFTAG_TILEWIDTH, &width);
      TIFFGetField (self->tiff, TIFFTAG_TILELENGTH, &rows);
    }
  else
    {
      TIFFGetFieldDefaulted (self->tiff, TIFFTAG_ROWSPERSTRIP, &rows);
      width = (guint32) self->width_px;
      rows = MIN (rows, (guint32) self->height_px);
    }

  return (guint64) width * rows * sizeof (guint32);
}

static gboolean
take_memory (LwTiff  *self,
             GError **error)
{
  LwPixelsSource *source = &self->rows.source;
  const guint64   piece_size = get_piece_size (self);
  const guint64   pixel_size = lw_pixels_format_get_size (source->format);
  guint32         row_px = (guint32) self->width_px, piece_rows = 1;
  guint64         scratch_size;

  /* A tile may be wider than the picture. */
  if (self->is_tiled)
    {
      TIFFGetField (self->tiff, TIFFTAG_TILEWIDTH, &row_px);
      TIFFGetField (self->tiff, TIFFTAG_TILELENGTH, &piece_rows);
    }

  row_px = MAX (row_px, (guint32) self->width_px);
  scratch_size = (guint64) row_px * MAX (1, self->layout.n_samples) * sizeof (guint32);
  self->step = self->is_plain ? lw_decode_job_get_step (self->job, self->width_px, self->height_px) : 1;
  source->width_px = (self->width_px + self->step - 1) / self->step;
  source->height_px = (self->height_px + self->step - 1) / self->step;
  self->rows.job = self->job;
  self->rows.piece_rows = (int) MIN (piece_rows, (guint32) self->height_px);

  if (piece_size == 0 || piece_size > LW_TIFF_PIECE_MAX || scratch_size > LW_TIFF_PIECE_MAX)
    {
      lw_decode_job_set_no_memory (self->job, self->width_px, self->height_px, error);
      return FALSE;
    }

  if (!lw_decode_rows_take_memory (&self->rows, self->width_px, self->height_px, piece_size, error))
    return FALSE;

  /* 16: whoever unpacks bits may look a little ahead. */
  self->piece = g_try_malloc0 (piece_size + 16);
  self->scratch = g_try_malloc (scratch_size);
  self->row = g_try_malloc0 (row_px * pixel_size);

  if (self->piece != NULL && self->scratch != NULL && self->row != NULL)
    return TRUE;

  lw_decode_job_set_no_memory (self->job, self->width_px, self->height_px, error);

  return FALSE;
}

/* --- One directory --- */

static gboolean
start (LwTiff  *self,
       GError **error)
{
  if (!lw_tiff_open (self, self->page.offset, error) || !take_size (self, error))
    return FALSE;

  /* Turning is done on the way out, for all formats alike. */
  TIFFSetField (self->tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);

  return find_kind (self, error) && check_places (self, error);
}

static gboolean
is_to_be_copied (LwTiff *self)
{
  /* What is not compressed libtiff takes in small pieces. */
  return get_16 (self, TIFFTAG_COMPRESSION) != COMPRESSION_NONE && self->raw_max > MIN (RAW_MAX, self->job->memory_max);
}

static LwPixels *
decode_directory (LwDecodeJob      *job,
                  const LwTiffPage *page,
                  GError          **error)
{
  g_auto (LwTiff) self = { .job = job, .page = *page };

  if (!start (&self, error) || (is_to_be_copied (&self) && !(lw_tiff_copy (&self, error) && start (&self, error))) ||
      !take_memory (&self, error) || !lw_tiff_read (&self, error))
    return NULL;

  return lw_decode_rows_finish (&self.rows, error);
}

/* Files for maps and microscopes often bring smaller versions of themselves. */
static void
show_reduced (LwDecodeJob      *job,
              const LwTiffPage *page)
{
  LwTiffPage reduced;
  LwPixels  *pixels;

  if (!lw_decode_job_wants_preview (job, page->width_px, page->height_px) ||
      !lw_tiff_pages_find_reduced (job->fd, job->page, LW_DECODE_PREVIEW_EDGE_PX / 2, &reduced) ||
      (gint64) reduced.width_px * reduced.height_px > LW_DECODE_LARGE_PIXELS / 4)
    return;

  reduced.orientation = page->orientation;

  if ((pixels = decode_directory (job, &reduced, NULL)) != NULL)
    lw_decode_job_show_preview (job, pixels);

  job->is_cut_off = FALSE;
}

LwPixels *
lw_decode_tiff (LwDecodeJob *job,
                GError     **error)
{
  LwTiffPage page;

  if (!lw_decode_tiff_find_page (job, &page, error))
    return NULL;

  show_reduced (job, &page);

  return decode_directory (job, &page, error);
}
