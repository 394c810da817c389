/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-head.h"

#include "lw-tiff-pages.h"

#include <string.h>
#include <unistd.h>

/* ISO 10918-1, table B.1; EXIF 2.3, section 4.7.2. */
#define JPEG_SCAN 0xda
#define JPEG_END 0xd9
#define JPEG_APP1 0xe1

static gboolean
read_at (int     fd,
         guint8 *to,
         gsize   n,
         goffset offset)
{
  return pread (fd, to, n, offset) == (gssize) n;
}

static gboolean
take_first_cb (const LwTiffPage *page,
               gpointer          data)
{
  *(LwHead *) data = (LwHead){ page->orientation, page->width_px, page->height_px };

  return FALSE;
}

/* @base is where the TIFF structure starts; its offsets count from there. */
static LwHead
read_tiff (int     fd,
           goffset base)
{
  LwHead head = { .orientation = 1 };

  lw_tiff_pages_foreach (fd, base, take_first_cb, &head);

  return head;
}

/* EXIF is a TIFF structure in a segment of its own.  The sizes in it are left
 * out: programs that crop a picture often forget them. */
static LwHead
read_jpeg (int fd)
{
  guint8  segment[10]; /* marker, length, "Exif", two zeros */
  goffset at = 2;

  /* Each turn moves on, so the file's size bounds it. */
  while (read_at (fd, segment, 4, at) && segment[0] == 0xff &&
         segment[1] != JPEG_SCAN && segment[1] != JPEG_END)
    {
      if (segment[1] == 0xff)
        {
          at++;
          continue;
        }

      if (segment[1] == JPEG_APP1 && read_at (fd, segment, sizeof segment, at) &&
          memcmp (segment + 4, "Exif\0\0", 6) == 0)
        return (LwHead){ .orientation = read_tiff (fd, at + sizeof segment).orientation };

      at += 2 + MAX (2, segment[2] << 8 | segment[3]);
    }

  return (LwHead){ .orientation = 1 };
}

/* Chunks of PNG: a length, four letters, that many bytes and a sum; of WebP: four letters, a
 * length, that many bytes and one more where they are odd.  In both, EXIF is the TIFF structure
 * alone; some programs leave the head of a JPEG's segment before it. */
static LwHead
read_exif (int     fd,
           goffset at)
{
  guint8 head[6];

  if (read_at (fd, head, sizeof head, at) && memcmp (head, "Exif\0\0", 6) == 0)
    at += sizeof head;

  return (LwHead){ .orientation = read_tiff (fd, at).orientation };
}

/* Up to the pixels, before which EXIF belongs: looking beyond them would mean going through the
 * whole file. */
static LwHead
read_png (int fd)
{
  guint8  chunk[8];
  goffset at = 8;

  while (read_at (fd, chunk, sizeof chunk, at) && memcmp (chunk + 4, "IDAT", 4) != 0)
    {
      if (memcmp (chunk + 4, "eXIf", 4) == 0)
        return read_exif (fd, at + sizeof chunk);

      at += 12 + (goffset) ((guint32) chunk[0] << 24 | (guint32) chunk[1] << 16 | (guint32) chunk[2] << 8 | chunk[3]);
    }

  return (LwHead){ .orientation = 1 };
}

static LwHead
read_webp (int fd)
{
  guint8  chunk[8];
  goffset at = 12;

  while (read_at (fd, chunk, sizeof chunk, at))
    {
      const guint32 length = (guint32) chunk[7] << 24 | (guint32) chunk[6] << 16 | (guint32) chunk[5] << 8 | chunk[4];

      if (memcmp (chunk, "EXIF", 4) == 0)
        return read_exif (fd, at + sizeof chunk);

      at += 8 + (goffset) length + length % 2;
    }

  return (LwHead){ .orientation = 1 };
}

LwHead
lw_head_read (int fd)
{
  guint8 magic[12];

  if (!read_at (fd, magic, sizeof magic, 0))
    return read_tiff (fd, 0);

  if (magic[0] == 0xff && magic[1] == 0xd8)
    return read_jpeg (fd);

  if (memcmp (magic, "\x89PNG\r\n\x1a\n", 8) == 0)
    return read_png (fd);

  if (memcmp (magic, "RIFF", 4) == 0 && memcmp (magic + 8, "WEBP", 4) == 0)
    return read_webp (fd);

  return read_tiff (fd, 0);
}
