/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The head of a file of the Netpbm formats: two letters, then numbers apart by white space, with
 * comments from # to the end of a line, then one white space.  GdkPixbuf reads these, too, but
 * makes 8 bits of 16, and takes a file that was cut off for a whole one. */
#define HEAD_MAX 4096

typedef struct
{
  int     kind; /* '4': bits, '5': grey, '6': colours */
  int     width_px, height_px, max;
  guint64 start; /* of the pixels */
} Head;

typedef struct
{
  const char *at, *end;
} Text;

/* -1 where there is none, or one that is too large. */
static int
next_number (Text *text)
{
  int number = -1;

  for (; text->at < text->end && (g_ascii_isspace (*text->at) || *text->at == '#'); text->at++)
    if (*text->at == '#')
      while (text->at < text->end - 1 && *text->at != '\n')
        text->at++;

  for (; text->at < text->end && g_ascii_isdigit (*text->at) && number < G_MAXINT / 10; text->at++)
    number = MAX (number, 0) * 10 + g_ascii_digit_value (*text->at);

  /* White space must follow: otherwise more of it may be in what was not read. */
  return text->at < text->end && g_ascii_isspace (*text->at) ? number : -1;
}

gboolean
lw_decode_is_pnm (const guint8 *magic)
{
  return magic[0] == 'P' && magic[1] >= '4' && magic[1] <= '6' && (g_ascii_isspace (magic[2]) || magic[2] == '#');
}

static gboolean
read_head (LwDecodeJob *job,
           Head        *head,
           GError     **error)
{
  char bytes[HEAD_MAX];
  Text text = { bytes + 2, bytes };

  job->position = 0;
  text.end += lw_decode_job_read (job, bytes, MIN (sizeof bytes, job->size));
  head->kind = bytes[1];
  head->width_px = next_number (&text);
  head->height_px = next_number (&text);
  head->max = head->kind == '4' ? 1 : next_number (&text);
  head->start = (guint64) (text.at - bytes) + 1;

  if (head->width_px > 0 && head->height_px > 0 && head->max > 0 && head->max <= 65535)
    return lw_decode_job_check_size (job, head->width_px, head->height_px, error);

  if (text.at == text.end && job->size < HEAD_MAX)
    job->is_cut_off = TRUE;

  lw_decode_job_set_failed (job, _ ("it does not say how large it is"), error);

  return FALSE;
}

/* --- Rows --- */

static void
unpack_bits (guint8       *to,
             const guint8 *from,
             int           n)
{
  for (int x = 0; x < n; x++)
    to[x] = from[x / 8] & 0x80 >> x % 8 ? 0 : 255;
}

/* Numbers of 8 bits reach white whatever the file calls it; larger ones stay as they are. */
static void
convert_row (const Head   *head,
             guint8       *to,
             const guint8 *from,
             int           n)
{
  if (head->kind == '4')
    unpack_bits (to, from, n);
  else if (head->max > 255)
    for (int i = 0; i < n; i++)
      ((guint16 *) (gpointer) to)[i] = (guint16) (from[2 * i] << 8 | from[2 * i + 1]);
  else
    for (int i = 0; i < n; i++)
      to[i] = (guint8) ((MIN (from[i], head->max) * 255 + head->max / 2) / head->max);
}

static gboolean
read_rows (LwDecodeRows *rows,
           const Head   *head,
           int           step,
           gsize         row_size,
           GError      **error)
{
  LwDecodeJob       *job = rows->job;
  const int          n_channels = lw_pixels_format_get_n_channels (rows->source.format);
  const gsize        size = lw_pixels_format_get_size (rows->source.format);
  g_autofree guint8 *row = g_malloc (row_size);
  g_autofree guint8 *converted = g_malloc (size * head->width_px);

  for (int y = 0; y < rows->source.height_px; y++)
    {
      job->position = head->start + (guint64) y * step * row_size;

      if (lw_decode_job_read (job, row, row_size) != row_size)
        {
          lw_decode_job_set_failed (job, _ ("it cannot be read"), error);
          return FALSE;
        }

      convert_row (head, converted, row, head->width_px * n_channels);
      lw_decode_thin_row (lw_decode_rows_at (rows, y), converted, head->width_px, size, step);

      if (!lw_decode_rows_done (rows, y + 1, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_memory (LwDecodeRows *rows,
             const Head   *head,
             int           step,
             GError      **error)
{
  static const LwPixelsFormat formats[2][2] = { { LW_PIXELS_GREY_8, LW_PIXELS_GREY_16 }, { LW_PIXELS_RGB_8, LW_PIXELS_RGB_16 } };
  LwPixelsSource             *source = &rows->source;

  source->format = formats[head->kind == '6'][head->max > 255];
  source->orientation = 1;
  source->width_px = (head->width_px + step - 1) / step;
  source->height_px = (head->height_px + step - 1) / step;

  return lw_decode_rows_take_memory (rows, head->width_px, head->height_px, 0, error);
}

LwPixels *
lw_decode_pnm (LwDecodeJob *job,
               GError     **error)
{
  g_auto (LwDecodeRows) rows = { .job = job };
  Head    head;
  guint64 row_size;
  int     step;

  if (!read_head (job, &head, error))
    return NULL;

  row_size = head.kind == '4' ? ((guint64) head.width_px + 7) / 8 : (guint64) head.width_px * (head.kind == '6' ? 3 : 1) * (head.max > 255 ? 2 : 1);

  /* Said before memory is taken for all that a head claims. */
  if (head.start + row_size * head.height_px > job->size)
    {
      lw_decode_job_set_cut_off (job, error);
      return NULL;
    }

  step = lw_decode_job_get_step (job, head.width_px, head.height_px);

  if (!take_memory (&rows, &head, step, error) || !read_rows (&rows, &head, step, row_size, error))
    return NULL;

  return lw_decode_rows_finish (&rows, error);
}

gboolean
lw_decode_pnm_probe (LwDecodeJob *job,
                     LwImageInfo *info,
                     GError     **error)
{
  Head head;

  if (!read_head (job, &head, error))
    return FALSE;

  *info = (LwImageInfo){ head.width_px, head.height_px, 1 };

  return TRUE;
}
