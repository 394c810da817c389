/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The blocks of a file, and its codes, are those of the GIF89a specification (CompuServe, 1990);
 * numbers are little endian.  GdkPixbuf reads GIF, too, but takes minutes for 100 megapixels. */
#define HEADER_SIZE 13
#define FRAME_SIZE 9
#define HAS_PALETTE 0x80
#define IS_INTERLACED 0x40

#define BLOCK_EXTENSION 0x21
#define BLOCK_FRAME 0x2c
#define BLOCK_END 0x3b
#define EXTENSION_CONTROL 0xf9

#define CODE_BITS_MAX 12
#define N_CODES (1 << CODE_BITS_MAX)

/* A code of twelve bits stands for at most so many pixels. */
#define PIXELS_PER_BYTE_MAX N_CODES

typedef struct
{
  guint8   rgb[256][3];
  int      n_colours;
  gboolean is_grey;
} Palette;

/* Codes stand for strings of pixels: each for one that another code stands for, and one more
 * pixel. */
typedef struct
{
  guint16 before[N_CODES];
  guint8  last[N_CODES];
  guint8  first[N_CODES];
  guint8  string[N_CODES + 1];
} Codes;

typedef struct
{
  LwDecodeJob *job;
  guint8      *chunk;
  gsize        n_chunk, at; /* of it */

  int      width_px, height_px; /* of the canvas */
  int      x_px, y_px, frame_width_px, frame_height_px;
  gboolean is_interlaced;
  int      transparent; /* colour; -1 for none */
  Palette  palette;

  LwPixelsSource source; /* without an owner until the end */
  int            step;
  guint8        *row;      /* a row of the frame: colours by number */
  int            n_in_row; /* so far */
  int            n_rows;   /* done, in the order of the file */

  LwDecodeProgress progress;
} Gif;

static void
gif_clear (Gif *self)
{
  g_clear_pointer (&self->chunk, g_free);
  g_clear_pointer (&self->source.data, g_free);
  g_clear_pointer (&self->row, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gif, gif_clear)

/* --- Bytes --- */

/* A byte, or -1 at the end. */
static int
next_byte (Gif *self)
{
  if (self->at == self->n_chunk)
    {
      self->n_chunk = lw_decode_job_read (self->job, self->chunk, LW_DECODE_CHUNK_SIZE);
      self->at = 0;

      if (self->n_chunk == 0)
        return -1;
    }

  return self->chunk[self->at++];
}

static gboolean
next_bytes (Gif    *self,
            guint8 *to,
            int     n)
{
  for (int i = 0; i < n; i++)
    {
      const int byte = next_byte (self);

      if (byte < 0)
        return FALSE;

      to[i] = (guint8) byte;
    }

  return TRUE;
}

static int
number_at (const guint8 *at)
{
  return at[0] | at[1] << 8;
}

/* Over blocks with their lengths before them, up to an empty one. */
static gboolean
skip_blocks (Gif *self)
{
  guint8 block[255];
  int    n;

  while ((n = next_byte (self)) > 0)
    if (!next_bytes (self, block, n))
      return FALSE;

  return n == 0;
}

/* --- Head --- */

static gboolean
read_palette (Gif *self,
              int  flags)
{
  Palette *palette = &self->palette;

  palette->n_colours = 2 << (flags & 7);
  palette->is_grey = TRUE;

  if (!next_bytes (self, palette->rgb[0], palette->n_colours * 3))
    return FALSE;

  for (int i = 0; i < palette->n_colours; i++)
    palette->is_grey = palette->is_grey && palette->rgb[i][0] == palette->rgb[i][1] && palette->rgb[i][1] == palette->rgb[i][2];

  return TRUE;
}

static gboolean
read_extension (Gif *self)
{
  guint8 control[5];

  if (next_byte (self) != EXTENSION_CONTROL)
    return skip_blocks (self);

  if (!next_bytes (self, control, sizeof control))
    return FALSE;

  self->transparent = control[1] & 1 ? control[4] : -1;

  return skip_blocks (self);
}

static gboolean
read_frame_head (Gif *self)
{
  guint8 head[FRAME_SIZE];

  if (!next_bytes (self, head, sizeof head))
    return FALSE;

  self->x_px = number_at (head);
  self->y_px = number_at (head + 2);
  self->frame_width_px = number_at (head + 4);
  self->frame_height_px = number_at (head + 6);
  self->is_interlaced = (head[8] & IS_INTERLACED) != 0;

  /* Some programs leave it to the frame to say how large the picture is. */
  if (self->width_px == 0 || self->height_px == 0)
    {
      self->width_px = self->x_px + self->frame_width_px;
      self->height_px = self->y_px + self->frame_height_px;
    }

  return !(head[8] & HAS_PALETTE) || read_palette (self, head[8]);
}

/* Up to the pixels of the first frame.  FALSE at the end of the file, or where @error is set. */
static gboolean
find_frame (Gif     *self,
            GError **error)
{
  guint8 header[HEADER_SIZE];

  if (!next_bytes (self, header, sizeof header))
    return FALSE;

  self->width_px = number_at (header + 6);
  self->height_px = number_at (header + 8);

  if (header[10] & HAS_PALETTE && !read_palette (self, header[10]))
    return FALSE;

  for (;;)
    switch (next_byte (self))
      {
      case BLOCK_EXTENSION:
        if (!read_extension (self))
          return FALSE;
        break;
      case BLOCK_FRAME:
        return read_frame_head (self);
      case -1:
        return FALSE;
      case BLOCK_END:
        lw_decode_job_set_damaged (self->job, _ ("it holds no pixels"), error);
        return FALSE;
      default:
        lw_decode_job_set_damaged (self->job, _ ("its content is not that of a GIF picture"), error);
        return FALSE;
      }
}

static gboolean
read_head (Gif     *self,
           GError **error)
{
  g_autoptr (GError) cause = NULL;

  self->chunk = g_malloc (LW_DECODE_CHUNK_SIZE);
  self->transparent = -1;
  self->job->position = 0;

  if (!find_frame (self, &cause))
    {
      if (cause != NULL)
        g_propagate_error (error, g_steal_pointer (&cause));
      else
        lw_decode_job_set_failed (self->job, "", error);

      return FALSE;
    }

  if (self->width_px > 0 && self->height_px > 0 && self->frame_width_px > 0 && self->frame_height_px > 0 &&
      self->palette.n_colours > 0)
    return lw_decode_job_check_size (self->job, self->width_px, self->height_px, error);

  lw_decode_job_set_damaged (self->job, _ ("it holds no pixels"), error);

  return FALSE;
}

static gboolean
take_memory (Gif     *self,
             GError **error)
{
  LwPixelsSource *source = &self->source;
  const guint64   n_pixels = (guint64) self->frame_width_px * self->frame_height_px;
  gsize           size;

  self->step = lw_decode_job_get_step (self->job, self->width_px, self->height_px);
  source->format = self->palette.is_grey ? LW_PIXELS_GREY_8 : LW_PIXELS_RGB_8;
  source->orientation = 1;
  source->width_px = (self->width_px + self->step - 1) / self->step;
  source->height_px = (self->height_px + self->step - 1) / self->step;
  source->stride = lw_pixels_format_get_size (source->format) * source->width_px;
  size = source->stride * source->height_px;

  if (!lw_decode_job_check_memory (self->job, self->width_px, self->height_px, size * 4 / 3, error))
    return FALSE;

  if (self->job->size < n_pixels / PIXELS_PER_BYTE_MAX)
    {
      lw_decode_job_set_cut_off (self->job, error);
      return FALSE;
    }

  source->data = g_try_malloc0 (size);
  self->row = g_try_malloc (self->frame_width_px);

  if (source->data == NULL || self->row == NULL)
    {
      lw_decode_job_set_no_memory (self->job, self->width_px, self->height_px, error);
      return FALSE;
    }

  /* What the frame does not cover is transparent; of what it does, a preview shows black what is
   * not there yet. */
  if (self->x_px > 0 || self->y_px > 0 || self->frame_width_px < self->width_px || self->frame_height_px < self->height_px)
    memset (source->data, 255, size);

  return TRUE;
}

/* --- Rows --- */

/* Of an interlaced frame every eighth row from 0, from 4, every fourth from 2, every second from
 * 1. */
static int
find_row (const Gif *self)
{
  static const int starts[] = { 0, 4, 2, 1 };
  static const int steps[] = { 8, 8, 4, 2 };
  int              n = self->n_rows;

  if (!self->is_interlaced)
    return n;

  for (int pass = 0; pass < 4; pass++)
    {
      const int in_pass = MAX (0, (self->frame_height_px - starts[pass] + steps[pass] - 1) / steps[pass]);

      if (n < in_pass)
        return starts[pass] + n * steps[pass];

      n -= in_pass;
    }

  return 0;
}

static void
place_row (Gif *self)
{
  const LwPixelsSource *source = &self->source;
  const gsize           size = lw_pixels_format_get_size (source->format);
  const int             y = self->y_px + find_row (self);
  const int             end = MIN (self->x_px + self->frame_width_px, self->width_px);

  if (y >= self->height_px || y % self->step != 0)
    return;

  for (int x = (self->x_px + self->step - 1) / self->step * self->step; x < end; x += self->step)
    {
      static const guint8 white[] = { 255, 255, 255 };
      const int           colour = self->row[x - self->x_px];

      memcpy (source->data + (y / self->step) * source->stride + (x / self->step) * size,
              colour == self->transparent ? white : self->palette.rgb[colour], size);
    }
}

/* Returns FALSE when the frame is full. */
static gboolean
put_string (Gif          *self,
            const guint8 *string,
            int           n)
{
  while (n > 0 && self->n_rows < self->frame_height_px)
    {
      const int now = MIN (n, self->frame_width_px - self->n_in_row);

      memcpy (self->row + self->n_in_row, string, (gsize) now);
      self->n_in_row += now;
      string += now;
      n -= now;

      if (self->n_in_row == self->frame_width_px)
        {
          place_row (self);
          self->n_in_row = 0;
          self->n_rows++;
          lw_decode_job_rows_done (self->job, &self->progress, &self->source,
                                   (int) ((gint64) self->n_rows * self->source.height_px / (self->frame_height_px + 1)));
        }
    }

  return self->n_rows < self->frame_height_px;
}

/* --- Codes --- */

/* Bits from blocks with their lengths before them, the lowest first. */
typedef struct
{
  guint32 bits;
  int     n_bits;
  int     n_left; /* bytes of the block */
} Bits;

/* A code, or -1 where there are no more. */
static int
next_code (Gif  *self,
           Bits *bits,
           int   n_bits)
{
  int code;

  while (bits->n_bits < n_bits)
    {
      int byte;

      if (bits->n_left == 0 && (bits->n_left = next_byte (self)) <= 0)
        return -1;

      if ((byte = next_byte (self)) < 0)
        {
          bits->n_left = -1;
          return -1;
        }

      bits->n_left--;
      bits->bits |= (guint32) byte << bits->n_bits;
      bits->n_bits += 8;
    }

  code = (int) (bits->bits & ((1u << n_bits) - 1));
  bits->bits >>= n_bits;
  bits->n_bits -= n_bits;

  return code;
}

/* The pixels that @code stands for, at the end of codes->string; returns how many. */
static int
spell (Codes *codes,
       int    code,
       int    n_roots)
{
  int at = N_CODES;

  while (code >= n_roots)
    {
      codes->string[--at] = codes->last[code];
      code = codes->before[code];
    }

  codes->string[--at] = (guint8) code;

  return N_CODES - at;
}

static gboolean
read_codes (Gif     *self,
            Codes   *codes,
            Bits    *bits,
            int      root_bits,
            GError **error)
{
  const int clear = 1 << root_bits, end = clear + 1;
  int       n_codes = end + 1, n_bits = root_bits + 1, before = -1, code;

  for (int i = 0; i < clear; i++)
    codes->first[i] = (guint8) i;

  while ((code = next_code (self, bits, n_bits)) >= 0 && code != end)
    {
      int n;

      if (code == clear)
        {
          n_codes = end + 1;
          n_bits = root_bits + 1;
          before = -1;
          continue;
        }

      /* One that is about to be made now: what came before, and its own first pixel. */
      if (code > n_codes || (code == n_codes && (before < 0 || n_codes == N_CODES)) || (before < 0 && code >= clear))
        {
          lw_decode_job_set_damaged (self->job, _ ("its content is not that of a GIF picture"), error);
          return FALSE;
        }

      if (before >= 0 && n_codes < N_CODES)
        {
          codes->before[n_codes] = (guint16) before;
          codes->first[n_codes] = codes->first[before];
          codes->last[n_codes] = code == n_codes ? codes->first[before] : codes->first[code];
          n_codes++;

          if (n_codes == 1 << n_bits && n_bits < CODE_BITS_MAX)
            n_bits++;
        }

      n = spell (codes, code, clear);
      before = code;

      if (!put_string (self, codes->string + N_CODES - n, n))
        return TRUE;
    }

  if (code == end)
    lw_decode_job_set_damaged (self->job, _ ("it has fewer pixels than it says"), error);
  else
    lw_decode_job_set_failed (self->job, _ ("it has fewer pixels than it says"), error);

  return FALSE;
}

/* Whatever comes after the first frame is not looked at, but a file without its end was cut
 * off. */
static gboolean
read_to_end (Gif        *self,
             const Bits *bits)
{
  guint8 rest[255];

  if ((bits->n_left > 0 && !next_bytes (self, rest, bits->n_left)) || (bits->n_left >= 0 && !skip_blocks (self)))
    return FALSE;

  for (;;)
    switch (next_byte (self))
      {
      case BLOCK_EXTENSION:
        if (!read_extension (self))
          return FALSE;
        break;
      case BLOCK_FRAME:
        if (!read_frame_head (self) || next_byte (self) < 0 || !skip_blocks (self))
          return FALSE;
        break;
      case -1:
        return FALSE;
      default:
        /* The end, or what other programs put in its place. */
        return TRUE;
      }
}

static gboolean
read_picture (Gif     *self,
              GError **error)
{
  g_autofree Codes *codes = g_new0 (Codes, 1);
  const int         root_bits = next_byte (self);
  Bits              bits = { 0 };

  if (root_bits < 1 || root_bits > 8)
    {
      lw_decode_job_set_failed (self->job, _ ("its content is not that of a GIF picture"), error);
      return FALSE;
    }

  if (!read_codes (self, codes, &bits, root_bits, error))
    return FALSE;

  if (read_to_end (self, &bits))
    return TRUE;

  lw_decode_job_set_failed (self->job, "", error);

  return FALSE;
}

LwPixels *
lw_decode_gif (LwDecodeJob *job,
               GError     **error)
{
  g_auto (Gif) self = { .job = job };
  LwPixelsSource source;

  if (!read_head (&self, error) || !take_memory (&self, error) || !read_picture (&self, error))
    return NULL;

  source = self.source;
  source.owner = g_steal_pointer (&self.source.data);
  source.owner_free = g_free;

  return lw_pixels_new_take (&source);
}

gboolean
lw_decode_gif_probe (LwDecodeJob *job,
                     LwImageInfo *info,
                     GError     **error)
{
  g_auto (Gif) self = { .job = job };

  if (!read_head (&self, error))
    return FALSE;

  *info = (LwImageInfo){ self.width_px, self.height_px, 1 };

  return TRUE;
}
