/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-rect.h"
#include "lw-test-folder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static char *
write_file (const char *name,
            const void *bytes,
            gsize       n)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));

  return path;
}

/* A picture in which every place looks different, as a file of that format. */
static GByteArray *
encode (const char *format,
        int         width_px,
        int         height_px)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width_px, height_px);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  GError *error = NULL;
  char   *bytes;
  gsize   n;

  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      {
        guint8 *p = pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + 3 * x;

        p[0] = 255 * x / width_px;
        p[1] = 255 * y / height_px;
        p[2] = (x * 7 + y * 13) % 64;
      }

  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n, format, &error, NULL);
  g_assert_no_error (error);

  return g_byte_array_new_take ((guint8 *) bytes, n);
}

static char *
write_encoded (const char *format,
               int         width_px,
               int         height_px)
{
  g_autoptr (GByteArray) file = encode (format, width_px, height_px);
  g_autofree char *name = g_strdup_printf ("whole.%s", format);

  return write_file (name, file->data, file->len);
}

/* Both ways in refuse, say which file, and say it in one line. */
static void
assert_refused (const char *path,
                int         code,
                const char *words)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) thumbnail_error = NULL;

  g_assert_null (lw_decode (path, NULL, &error));
  g_assert_error (error, LW_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));

  if (words != NULL && strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);

  g_assert_null (lw_decode_thumbnail (path, 64, NULL, &thumbnail_error));
  g_assert_error (thumbnail_error, LW_ERROR, code);
}

static void
assert_probe_refused (const char *path,
                      int         code)
{
  g_autoptr (GError) error = NULL;
  LwImageInfo info;

  g_assert_false (lw_decode_probe (path, &info, &error));
  g_assert_error (error, LW_ERROR, code);
}

static const char *const formats[] = { "png", "jpeg", "bmp", "tiff" };

static void
test_whole (gconstpointer data)
{
  g_autofree char *path = write_encoded (data, 300, 200);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
  LwImageInfo info;
  guint32     rgb;

  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 300);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, 200);
  g_assert_cmpint (lw_pixels_get_n_levels (pixels), ==, 2);

  /* Red grows to the right, green downwards. */
  rgb = lw_pixels_get_rgb (pixels, 240, 50);
  g_assert_cmpint (ABS ((int) (rgb >> 16) - 204), <, 8);
  g_assert_cmpint (ABS ((int) (rgb >> 8 & 0xff) - 63), <, 8);

  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpint (info.stored_width_px, ==, 300);
  g_assert_cmpint (info.stored_height_px, ==, 200);
  g_assert_cmpint (info.orientation, ==, 1);
}

/* Cut at every length near both ends and many between. */
static void
test_cut_off (gconstpointer data)
{
  const char *format = data;
  g_autoptr (GByteArray) file = encode (format, 120, 90);
  g_autofree char *name = g_strdup_printf ("cut.%s", format);

  for (gsize n = 1; n < file->len; n += n < 40 || n + 20 > file->len ? 1 : MIN (file->len / 60, file->len - 20 - n) + 1)
    {
      g_autofree char *path = write_file (name, file->data, n);

      assert_refused (path, LW_ERROR_INVALID, n > 64 ? "cut off" : NULL);
    }
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *bytes;
  gsize       n;
  const char *words;
} nonsense[] = {
  { "empty.png",   "",                                              0, "empty"      },
  { "text.jpg",    "not a picture\n",                              14, "not a picture" },
  { "zeros.png",   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",             16, "not a picture" },
  { "drawing.png", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>", 81, "not a picture" },
  { "magic.png",   "\x89PNG\r\n\x1a\n",                             8, NULL         },
  { "start.jpg",   "\xff\xd8\xff",                                  3, NULL         },
  { "ended.jpg",   "\xff\xd8\xff\xd9",                              4, NULL         },
};
/* clang-format on */

static void
test_nonsense (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_file (nonsense[i].name, nonsense[i].bytes, nonsense[i].n);

  assert_refused (path, LW_ERROR_INVALID, nonsense[i].words);
  assert_probe_refused (path, LW_ERROR_INVALID);
}

static guint32
png_checksum (const guint8 *bytes,
              gsize         n)
{
  guint32 crc = 0xffffffffu;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= bytes[i];

      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }

  return ~crc;
}

static void
set_16 (guint8 *at,
        guint   value)
{
  at[0] = value >> 8;
  at[1] = value;
}

/* Makes the head of @file claim @edge_px x @edge_px pixels. */
static void
inflate (const char *format,
         GByteArray *file,
         guint       edge_px)
{
  guint8 *d = file->data;

  if (strcmp (format, "png") == 0)
    {
      const guint32 size = GUINT32_TO_BE (edge_px);
      guint32       crc;

      memcpy (d + 16, &size, 4);
      memcpy (d + 20, &size, 4);
      crc = GUINT32_TO_BE (png_checksum (d + 12, 17));
      memcpy (d + 29, &crc, 4);
    }
  else if (strcmp (format, "jpeg") == 0)
    {
      gsize i = 0;

      /* The frame header: marker, length 17, 8 bits, height, width, 3 parts. */
      while (memcmp (d + i, "\xff\xc0\0\x11\x08", 5) != 0)
        i++;

      set_16 (d + i + 5, edge_px);
      set_16 (d + i + 7, edge_px);
    }
  else
    {
      const guint32 size = GUINT32_TO_LE (edge_px);

      memcpy (d + 18, &size, 4);
      memcpy (d + 22, &size, 4);
    }
}

static void
test_huge (gconstpointer data)
{
  const char *format = data;
  g_autoptr (GByteArray) file = encode (format, 16, 16);
  g_autofree char *name = g_strdup_printf ("huge.%s", format);
  g_autofree char *path = NULL;
  struct rusage    before, after;

  inflate (format, file, 60000);
  path = write_file (name, file->data, file->len);

  getrusage (RUSAGE_SELF, &before);
  /* The plain pixels of a BMP are missed before they are counted. */
  assert_refused (path, LW_ERROR_INVALID, strcmp (format, "bmp") == 0 ? "cut off" : "too large: 60000");
  assert_probe_refused (path, LW_ERROR_INVALID);
  getrusage (RUSAGE_SELF, &after);

  /* In kB; the pixels would be 10 GB. */
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 50000);
}

/* Within the limits, but 10 GB when decoded. */
static void
test_too_hungry (void)
{
  g_autoptr (GByteArray) file = encode ("png", 16, 16);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  LwImageInfo info;

  if ((gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE) / 2 > G_GINT64_CONSTANT (4000000000))
    {
      g_test_skip ("this computer has the memory");
      return;
    }

  inflate ("png", file, 32000);
  path = write_file ("hungry.png", file->data, file->len);

  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpint (info.stored_width_px, ==, 32000);
  assert_refused (path, LW_ERROR_FAILED, "memory");
}

/* 400 million pixels in a kilobyte: within the limits, and not to be tried. */
static void
test_starved (gconstpointer data)
{
  const char *format = data;
  g_autoptr (GByteArray) file = encode (format, 16, 16);
  g_autofree char *name = g_strdup_printf ("starved.%s", format);
  g_autofree char *path = NULL;
  struct rusage    before, after;

  inflate (format, file, 20000);
  path = write_file (name, file->data, file->len);

  getrusage (RUSAGE_SELF, &before);
  assert_refused (path, LW_ERROR_INVALID, "cut off");
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 50000);
}

/* Bytes changed anywhere: pixels or a sentence, never neither, never a crash. */
static void
test_damaged (gconstpointer data)
{
  const char *format = data;
  g_autoptr (GByteArray) file = encode (format, 60, 40);
  g_autofree char *name = g_strdup_printf ("damaged.%s", format);

  for (int i = 0; i < 300; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (file->data, file->len);
      g_autofree char   *path = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) probe_error = NULL;
      g_autoptr (LwPixels) pixels = NULL;
      LwImageInfo info;

      for (int k = 0; k < 3; k++)
        bytes[g_test_rand_int_range (0, i % 2 ? 64 : file->len)] = g_test_rand_int_range (0, 256);

      path = write_file (name, bytes, file->len);
      pixels = lw_decode (path, NULL, &error);
      g_assert_true ((pixels == NULL) == (error != NULL));

      if (lw_decode_probe (path, &info, &probe_error) && pixels != NULL)
        {
          int width_px, height_px;

          lw_image_info_get_displayed (&info, &width_px, &height_px);
          g_assert_cmpint (width_px, ==, lw_pixels_get_width (pixels));
          g_assert_cmpint (height_px, ==, lw_pixels_get_height (pixels));
        }
    }
}

static void
test_not_files (void)
{
  g_autofree char *pipe = g_build_filename (folder, "pipe.png", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.png", NULL);
  g_autofree char *below = g_build_filename (folder, "pipe.png", "below.png", NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  assert_refused (folder, LW_ERROR_INVALID, "folder");
  assert_refused (pipe, LW_ERROR_INVALID, "pipe");
  assert_refused ("/dev/zero", LW_ERROR_INVALID, "device");
  assert_refused (missing, LW_ERROR_NOT_FOUND, "not there");
  assert_refused (below, LW_ERROR_NOT_FOUND, "not there");
  assert_probe_refused (folder, LW_ERROR_INVALID);
  assert_probe_refused (pipe, LW_ERROR_INVALID);
  assert_probe_refused (missing, LW_ERROR_NOT_FOUND);
}

/* clang-format off */
/* 16 x 8 pixels of one green, without loss. */
static const guint8 webp[] = {
  0x52, 0x49, 0x46, 0x46, 0x1e, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x4c, 0x11, 0x00, 0x00,
  0x00, 0x2f, 0x0f, 0xc0, 0x01, 0x00, 0x07, 0x50, 0xe0, 0x82, 0x14, 0xa8, 0xff, 0x81, 0x88, 0xe8, 0x7f, 0x00, 0x00,
};
/* clang-format on */

static void
test_webp (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;

  path = write_file ("a.webp", webp, sizeof webp);
  pixels = lw_decode (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 16);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, 8);
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 3, 3), ==, 0x20c040);

  for (gsize n = 1; n < sizeof webp - 1; n++)
    {
      g_autofree char *cut = write_file ("cut.webp", webp, n);

      assert_refused (cut, LW_ERROR_INVALID, n >= 12 ? "cut off" : NULL);
    }
}

static void
put_chunk (GByteArray   *file,
           const char   *name,
           const guint8 *bytes,
           gsize         n)
{
  const guint8 length[] = { n & 0xff, n >> 8 & 0xff, 0, 0 };

  g_byte_array_append (file, (const guint8 *) name, 4);
  g_byte_array_append (file, length, 4);
  g_byte_array_append (file, bytes, n);

  if (n % 2 == 1)
    g_byte_array_append (file, length + 3, 1);
}

/* The first frame of an animation, on a canvas that is larger than it, turned as EXIF says. */
static void
test_webp_animation (void)
{
  static const guint8 head[] = { 0x02 | 0x08, 0, 0, 0, 29, 0, 0, 19, 0, 0 }; /* 30 x 20 */
  static const guint8 timing[6] = { 0 };
  static const guint8 place[] = { 2, 0, 0, 3, 0, 0, 15, 0, 0, 7, 0, 0, 100, 0, 0, 0 }; /* 16 x 8 at 4, 6 */
  static const guint8 exif[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  LwImageInfo info;

  g_byte_array_append (frame, place, sizeof place);
  g_byte_array_append (frame, webp + 12, sizeof webp - 12);
  g_byte_array_append (file, (const guint8 *) "RIFF\0\0\0\0WEBP", 12);
  put_chunk (file, "VP8X", head, sizeof head);
  put_chunk (file, "ANIM", timing, sizeof timing);
  put_chunk (file, "ANMF", frame->data, frame->len);
  put_chunk (file, "ANMF", frame->data, frame->len);
  put_chunk (file, "EXIF", exif, sizeof exif);
  file->data[4] = (guint8) (file->len - 8);
  path = write_file ("moves.webp", file->data, file->len);

  pixels = lw_decode (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 20);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, 30);
  /* A quarter turn to the right: what was at x, y is at height - 1 - y, x. */
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 19 - 6, 4), ==, 0x20c040);
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 19 - 13, 19), ==, 0x20c040);
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 19 - 5, 4), ==, 0xffffff);
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 19 - 6, 3), ==, 0xffffff);

  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_cmpint (info.stored_width_px, ==, 30);
  g_assert_cmpint (info.orientation, ==, 6);
}

static void
test_links (void)
{
  g_autofree char *path = write_encoded ("png", 5, 4);
  g_autofree char *link = g_build_filename (folder, "link.png", NULL);
  g_autofree char *loop = g_build_filename (folder, "loop.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;

  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_cmpint (symlink ("loop.png", loop), ==, 0);

  pixels = lw_decode (link, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 5);
  assert_refused (loop, LW_ERROR_FAILED, NULL);
}

static void
test_no_permission (void)
{
  g_autofree char *path = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }

  path = write_encoded ("png", 5, 4);
  g_chmod (path, 0);
  assert_refused (path, LW_ERROR_FAILED, "not allowed");
  g_unlink (path);
}

static void
test_cancelled (void)
{
  g_autofree char *path = write_encoded ("png", 300, 200);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) thumbnail_error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lw_decode (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (lw_decode_thumbnail (path, 64, cancellable, &thumbnail_error));
  g_assert_error (thumbnail_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* clang-format off */
static const struct
{
  const char *name;
  gboolean    is_image;
} names[] = {
  { "a.jpg",          TRUE  },
  { "a.JPEG",         TRUE  },
  { "b/c.d/a.Png",    TRUE  },
  { ".png",           TRUE  },
  { "a.tiff",         TRUE  },
  { "a.bmp",          TRUE  },
  { "a.png.txt",      FALSE },
  { "a.svg",          FALSE },
  { "a.svgz",         FALSE },
  { "png",            FALSE },
  { "dir.png/readme", FALSE },
  { "a.",             FALSE },
  { "",               FALSE },
};
/* clang-format on */

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (lw_decode_is_image_name (names[i].name) != names[i].is_image)
      g_error ("\"%s\"", names[i].name);
}

/* The mean difference of a channel between two pictures, on a grid of places. */
static double
mean_difference (LwPixels *a,
                 LwPixels *b)
{
  const int w = lw_pixels_get_width (a);
  const int h = lw_pixels_get_height (a);
  double    sum = 0;
  int       n = 0;

  g_assert_cmpint (lw_pixels_get_width (b), ==, w);
  g_assert_cmpint (lw_pixels_get_height (b), ==, h);

  for (int y = 0; y < h; y += 5)
    for (int x = 0; x < w; x += 5, n++)
      for (int shift = 0; shift < 24; shift += 8)
        sum += ABS ((int) (lw_pixels_get_rgb (a, x, y) >> shift & 0xff) -
                    (int) (lw_pixels_get_rgb (b, x, y) >> shift & 0xff));

  return sum / n / 3;
}

static char *
find_shared (const char *a,
             const char *b)
{
  const char *shared = g_getenv ("LW_SHARED_DATA");
  char       *path = g_build_filename (shared != NULL ? shared : "", a, b, NULL);

  if (shared != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return path;

  g_free (path);
  g_test_skip ("the shared data are not here");

  return NULL;
}

/* Eight files of one scene, each stored another way round. */
static void
test_exif (gconstpointer data)
{
  g_autofree char *name = g_strdup_printf ("%s_1.jpg", (const char *) data);
  g_autofree char *upright_path = find_shared ("formats/exif", name);
  g_autoptr (LwPixels) upright = NULL;

  if (upright_path == NULL)
    return;

  upright = lw_decode (upright_path, NULL, NULL);
  g_assert_nonnull (upright);

  for (int i = 0; i <= 8; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s_%d.jpg", (const char *) data, i);
      g_autofree char *path = find_shared ("formats/exif", other);
      g_autoptr (GError) error = NULL;
      g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
      LwImageInfo info;
      int         width_px, height_px;

      g_assert_no_error (error);
      g_assert_true (lw_decode_probe (path, &info, &error));
      lw_image_info_get_displayed (&info, &width_px, &height_px);
      g_assert_cmpint (info.orientation, ==, MAX (i, 1));
      g_assert_cmpint (width_px, ==, lw_pixels_get_width (pixels));
      g_assert_cmpint (height_px, ==, lw_pixels_get_height (pixels));

      /* Compressed anew each: noise of one or two levels; turned wrongly, 40. */
      g_assert_cmpfloat (mean_difference (upright, pixels), <, 4);
    }
}

static void
test_exif_thumbnail (void)
{
  for (int i = 1; i <= 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("Landscape_%d.jpg", i);
      g_autofree char *path = find_shared ("formats/exif", name);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *small_path = NULL;
      g_autoptr (LwPixels) small = NULL;
      g_autoptr (LwPixels) full = NULL;
      double sum = 0;

      if (path == NULL)
        return;

      bytes = lw_decode_thumbnail (path, 128, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), <, 16000);

      small_path = write_file ("small.jpg", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      small = lw_decode (small_path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (lw_pixels_get_width (small), ==, 128);
      g_assert_cmpint (lw_pixels_get_height (small), ==, 85);

      /* Against the pixel of the full picture under each one's middle. */
      full = lw_decode (path, NULL, &error);
      for (int y = 0; y < 85; y++)
        for (int x = 0; x < 128; x++)
          sum += ABS ((int) (lw_pixels_get_rgb (small, x, y) >> 8 & 0xff) -
                      (int) (lw_pixels_get_rgb (full, (2 * x + 1) * 900 / 128, (2 * y + 1) * 600 / 85) >> 8 & 0xff));

      g_assert_cmpfloat (sum / 128 / 85, <, 16);
    }
}

static void
test_thumbnail_not_enlarged (void)
{
  g_autofree char *path = write_encoded ("png", 30, 20);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lw_decode_thumbnail (path, 128, NULL, &error);
  g_autofree char *small_path = NULL;
  LwImageInfo      info;

  g_assert_no_error (error);
  small_path = write_file ("small.jpg", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_true (lw_decode_probe (small_path, &info, &error));
  g_assert_cmpint (info.stored_width_px, ==, 30);
  g_assert_cmpint (info.stored_height_px, ==, 20);
}

/* A thumbnail of a clear picture is white, as the full one: not black. */
static void
test_thumbnail_of_clear (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 40, 40);
  g_autofree char *path = g_build_filename (folder, "clear.png", NULL);
  g_autofree char *small_path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LwPixels) full = NULL;
  g_autoptr (LwPixels) small = NULL;

  gdk_pixbuf_fill (pixbuf, 0x10203000);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", &error, NULL));

  full = lw_decode (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmphex (lw_pixels_get_rgb (full, 20, 20), ==, 0xffffff);

  bytes = lw_decode_thumbnail (path, 20, NULL, &error);
  g_assert_no_error (error);
  small_path = write_file ("small.jpg", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  small = lw_decode (small_path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmphex (lw_pixels_get_rgb (small, 10, 10), ==, 0xffffff);
}

/* An uncompressed TIFF of 5 x 3 pixels, every one different. */
static char *
write_tiff (int orientation)
{
  /* clang-format off */
  const guint16 entries[][6] = {
    { 256, 3, 1, 0, 5, 0 },           { 257, 3, 1, 0, 3, 0 },
    { 258, 3, 1, 0, 8, 0 },           { 259, 3, 1, 0, 1, 0 },
    { 262, 3, 1, 0, 2, 0 },           { 273, 4, 1, 0, 146, 0 },
    { 274, 3, 1, 0, orientation, 0 }, { 277, 3, 1, 0, 3, 0 },
    { 278, 3, 1, 0, 3, 0 },           { 279, 4, 1, 0, 45, 0 },
    { 284, 3, 1, 0, 1, 0 },
  };
  /* clang-format on */
  const guint16    n = G_N_ELEMENTS (entries);
  guint8           file[146 + 45] = "II*\0\x08\0\0";
  g_autofree char *name = g_strdup_printf ("turned-%d.tif", orientation);

  G_STATIC_ASSERT (8 + 2 + sizeof entries + 4 == 146);

  memcpy (file + 8, &n, 2);
  memcpy (file + 10, entries, sizeof entries);
  memset (file + 10 + sizeof entries, 0, 4);

  for (int i = 0; i < 45; i++)
    file[146 + i] = 5 * i;

  return write_file (name, file, sizeof file);
}

static void
test_tiff_orientation (gconstpointer data)
{
  const int        orientation = GPOINTER_TO_INT (data);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  LwImageInfo info;

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    {
      g_test_skip ("writes the bytes of this machine");
      return;
    }

  path = write_tiff (orientation);
  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_cmpint (info.orientation, ==, orientation);

  pixels = lw_decode (path, NULL, &error);
  g_assert_no_error (error);

  for (int y = 0; y < 3; y++)
    for (int x = 0; x < 5; x++)
      {
        const LwRect shown = lw_rect_stored_to_displayed ((LwRect){ x, y, x + 1, y + 1 }, orientation, 5, 3);

        g_assert_cmpuint (lw_pixels_get_rgb (pixels, (int) shown.x0, (int) shown.y0) >> 16, ==, 15 * (5 * y + x));
      }
}

static void
add_for_formats (const char   *prefix,
                 guint         n_formats,
                 GTestDataFunc func)
{
  for (guint i = 0; i < n_formats; i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/%s/%s", prefix, formats[i]);

      g_test_add_data_func (path, formats[i], func);
    }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();

  add_for_formats ("whole", 4, test_whole);
  add_for_formats ("cut-off", 4, test_cut_off);
  add_for_formats ("damaged", 4, test_damaged);
  add_for_formats ("huge", 3, test_huge);
  add_for_formats ("starved", 3, test_starved);
  g_test_add_func ("/decode/too-hungry", test_too_hungry);

  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/nonsense/%s", nonsense[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_nonsense);
    }

  g_test_add_func ("/decode/not-files", test_not_files);
  g_test_add_func ("/decode/webp", test_webp);
  g_test_add_func ("/decode/webp-animation", test_webp_animation);
  g_test_add_func ("/decode/links", test_links);
  g_test_add_func ("/decode/no-permission", test_no_permission);
  g_test_add_func ("/decode/cancelled", test_cancelled);
  g_test_add_func ("/decode/names", test_names);
  g_test_add_data_func ("/decode/exif/landscape", "Landscape", test_exif);
  g_test_add_data_func ("/decode/exif/portrait", "Portrait", test_exif);
  g_test_add_func ("/decode/exif/thumbnail", test_exif_thumbnail);
  g_test_add_func ("/decode/thumbnail/not-enlarged", test_thumbnail_not_enlarged);
  g_test_add_func ("/decode/thumbnail/of-clear", test_thumbnail_of_clear);

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/tiff-orientation/%d", orientation);

      g_test_add_data_func (path, GINT_TO_POINTER (orientation), test_tiff_orientation);
    }

  result = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return result;
}
