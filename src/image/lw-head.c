/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-head.h"

#include <string.h>
#include <unistd.h>

/* TIFF 6.0, section 2 for the structure, section 8 for the tags. */
#define TAG_WIDTH 0x0100
#define TAG_HEIGHT 0x0101
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define TYPE_LONG 4
#define ENTRY_SIZE 12

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

static guint
read_16 (const guint8 *b,
         gboolean      big_endian)
{
  return big_endian ? b[0] << 8 | b[1] : b[1] << 8 | b[0];
}

static guint32
read_32 (const guint8 *b,
         gboolean      big_endian)
{
  const guint32 first = read_16 (b, big_endian);
  const guint32 second = read_16 (b + 2, big_endian);

  return big_endian ? first << 16 | second : second << 16 | first;
}

/* The value of a tag that holds one whole number, or 0. */
static int
read_value (const guint8 *entry,
            gboolean      big_endian)
{
  const guint type = read_16 (entry + 2, big_endian);

  if (read_32 (entry + 4, big_endian) != 1)
    return 0;

  if (type == TYPE_SHORT)
    return read_16 (entry + 8, big_endian);

  return type == TYPE_LONG ? (int) MIN (read_32 (entry + 8, big_endian), G_MAXINT) : 0;
}

/* @base is where the TIFF structure starts; its offsets count from there. */
static LwHead
read_tiff (int     fd,
           goffset base)
{
  LwHead   head = { .orientation = 1 };
  guint8   buffer[ENTRY_SIZE];
  gboolean big_endian;
  goffset  at;
  guint    n_entries;

  if (!read_at (fd, buffer, 8, base) ||
      (memcmp (buffer, "II*\0", 4) != 0 && memcmp (buffer, "MM\0*", 4) != 0))
    return head;

  big_endian = buffer[0] == 'M';
  at = base + read_32 (buffer + 4, big_endian);

  if (!read_at (fd, buffer, 2, at))
    return head;

  n_entries = read_16 (buffer, big_endian);
  at += 2;

  for (guint i = 0; i < n_entries && read_at (fd, buffer, ENTRY_SIZE, at); i++, at += ENTRY_SIZE)
    {
      const int value = read_value (buffer, big_endian);

      switch (read_16 (buffer, big_endian))
        {
        case TAG_WIDTH:
          head.width_px = value;
          break;
        case TAG_HEIGHT:
          head.height_px = value;
          break;
        case TAG_ORIENTATION:
          head.orientation = value >= 1 && value <= 8 ? value : 1;
          break;
        default:
          break;
        }
    }

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

      at += 2 + MAX (2, read_16 (segment + 2, TRUE));
    }

  return (LwHead){ .orientation = 1 };
}

LwHead
lw_head_read (int fd)
{
  guint8 magic[2];

  if (read_at (fd, magic, sizeof magic, 0) && magic[0] == 0xff && magic[1] == 0xd8)
    return read_jpeg (fd);

  return read_tiff (fd, 0);
}
