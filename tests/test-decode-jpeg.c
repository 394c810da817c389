/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-jpeg-memory.h"
#include "lw-test-folder.h"

#include <string.h>
#include <unistd.h>

#define W 157
#define H 103

static char *folder;

typedef struct
{
  int           width_px, height_px;
  J_COLOR_SPACE colours; /* of the numbers written */
  int           chroma;  /* 2: halved in both directions */
  gboolean      has_scans;
  int           n_scans; /* 0: as libjpeg has it; each the same few bytes */
} Kind;

/* Smooth, with edges: what a JPEG keeps well, in all of its coefficients. */
static guint8
number_at (int x,
           int y,
           int c)
{
  const gboolean is_dark = ((x / 16 + y / 16) & 1) != 0;

  return (guint8) (60 + (x * 3 + y * (c + 1)) % 120 - (is_dark ? 40 : 0) + c * 10);
}

static char *
write_jpeg (const Kind *kind)
{
  struct jpeg_compress_struct jpeg = { 0 };
  struct jpeg_error_mgr       errors;
  static const jpeg_scan_info all = { .comps_in_scan = 1, .Se = 0 };
  static const jpeg_scan_info more = { .comps_in_scan = 1, .Ss = 1, .Se = 63 };
  g_autofree jpeg_scan_info  *scans = g_new (jpeg_scan_info, MAX (kind->n_scans, 1));
  const int                   n = kind->colours == JCS_GRAYSCALE ? 1 : kind->colours == JCS_CMYK ? 4
                                                                                                 : 3;
  g_autofree guint8          *row = g_malloc ((gsize) kind->width_px * 4);
  char                       *path = g_build_filename (folder, "a.jpg", NULL);
  FILE                       *file = g_fopen (path, "wb");

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_stdio_dest (&jpeg, file);
  jpeg.image_width = (JDIMENSION) kind->width_px;
  jpeg.image_height = (JDIMENSION) kind->height_px;
  jpeg.input_components = n;
  jpeg.in_color_space = kind->colours;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 98, TRUE);

  if (kind->has_scans)
    jpeg_simple_progression (&jpeg);

  if (n > 1)
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = kind->chroma;

  if (kind->n_scans > 0)
    {
      scans[0] = all;
      scans[1] = more;
      jpeg.scan_info = scans;
      jpeg.num_scans = 2;
    }

  jpeg_start_compress (&jpeg, TRUE);

  for (int y = 0; y < kind->height_px; y++)
    {
      JSAMPROW rows = row;

      for (int x = 0; x < kind->width_px; x++)
        for (int c = 0; c < n; c++)
          row[x * n + c] = number_at (x, y, c);

      jpeg_write_scanlines (&jpeg, &rows, 1);
    }

  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  fclose (file);

  return path;
}

static LwPixels *
decode (const Kind *kind)
{
  g_autofree char *path = write_jpeg (kind);
  g_autoptr (GError) error = NULL;
  LwPixels *pixels = lw_decode (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, kind->width_px);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, kind->height_px);

  return pixels;
}

/* --- Packed coefficients --- */

static void
test_packing (void)
{
  for (int i = 0; i < 20000; i++)
    {
      JCOEF     block[DCTSIZE2] = { 0 }, back[DCTSIZE2];
      guint8    packed[LW_JPEG_PACKED_MAX];
      const int n = g_test_rand_int_range (0, 65);
      const int reach = 1 << g_test_rand_int_range (1, 16);
      gsize     size;

      for (int k = 0; k < n; k++)
        block[g_test_rand_int_range (0, DCTSIZE2)] = (JCOEF) CLAMP (g_test_rand_int_range (-reach, reach), -32768, 32767);

      memset (packed, 0xa5, sizeof packed);
      memset (back, 0x5a, sizeof back);
      size = lw_jpeg_pack_block (block, packed);
      g_assert_cmpuint (size, <=, sizeof packed);
      g_assert_cmpuint (lw_jpeg_unpack_block (packed, back), ==, size);
      g_assert_cmpmem (back, sizeof back, block, sizeof block);
    }
}

/* --- Whole pictures --- */

/* clang-format off */
static const struct
{
  const char *name;
  Kind        kind;
  int         n_values;
} kinds[] = {
  { "colour",     { W, H, JCS_RGB, 1 },       3 },
  { "chroma",     { W, H, JCS_RGB, 2 },       3 },
  { "grey",       { W, H, JCS_GRAYSCALE, 1 }, 1 },
  { "inks",       { W, H, JCS_CMYK, 1 },      3 },
  { "one-pixel",  { 1, 1, JCS_RGB, 2 },       3 },
  { "one-column", { 1, 999, JCS_RGB, 2 },     3 },
};
/* clang-format on */

static guint8
expected_at (const Kind *kind,
             int         x,
             int         y,
             int         c)
{
  if (kind->colours == JCS_CMYK)
    return (guint8) (number_at (x, y, c) * number_at (x, y, 3) / 255);

  return number_at (x, y, c);
}

/* What is written in several scans comes out exactly as what is written in one; and that is about
 * what was written. */
static void
test_scans (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  Kind        kind = kinds[i].kind;
  g_autoptr (LwPixels) one = decode (&kind);
  g_autoptr (LwPixels) several = NULL;
  double sum = 0;

  kind.has_scans = TRUE;
  several = decode (&kind);

  for (int y = 0; y < kind.height_px; y++)
    for (int x = 0; x < kind.width_px; x++)
      {
        double a[3], b[3];

        g_assert_cmpint (lw_pixels_get_values (one, x, y, a), ==, kinds[i].n_values);
        g_assert_cmpint (lw_pixels_get_values (several, x, y, b), ==, kinds[i].n_values);

        for (int c = 0; c < kinds[i].n_values; c++)
          {
            g_assert_cmpfloat (a[c], ==, b[c]);
            sum += ABS (a[c] - expected_at (&kind, x, y, c));
          }
      }

  /* Halved chroma smears the steps of what is drawn: more than the rest. */
  g_assert_cmpfloat (sum / (kind.width_px * kind.height_px * kinds[i].n_values), <, kind.chroma == 2 ? 6 : 2);
}

/* At each byte: never a picture, always the same reason. */
static void
test_cut_off (gconstpointer data)
{
  const Kind       kind = { 40, 30, JCS_RGB, 2, GPOINTER_TO_INT (data) };
  g_autofree char *path = write_jpeg (&kind);
  g_autofree char *bytes = NULL;
  gsize            size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  /* From the end, so that each cut is a truncation. */
  for (gsize n = size - 1; n > 3; n--)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (truncate (path, (off_t) n), ==, 0);
      g_assert_null (lw_decode (path, NULL, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);

      if (n > 4)
        g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

/* A few bytes that have the decoder go over the picture again and again. */
static void
test_too_many_scans (void)
{
  const Kind       kind = { 400, 400, JCS_GRAYSCALE, 1, TRUE, 2 };
  g_autofree char *path = write_jpeg (&kind);
  g_autofree char *bytes = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *scan;
  gsize       size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  scan = memmem (bytes, size, "\xff\xda", 2);
  g_assert_nonnull (scan);
  g_string_append_len (many, bytes, scan - bytes);

  for (int i = 0; i < 300; i++)
    g_string_append_len (many, scan, bytes + size - 2 - scan);

  g_string_append_len (many, "\xff\xd9", 2);
  g_assert_true (g_file_set_contents (path, many->str, (gssize) many->len, NULL));
  g_assert_null (lw_decode (path, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "too often"));
}

/* --- Large ones --- */

typedef struct
{
  int    n_previews, n_reports;
  double part;
  int    width_px, height_px;
  double far_grey;

  GCancellable *cancellable; /* to be cancelled at the first preview, or NULL */
} Seen;

static void
preview_cb (LwPixels *preview,
            gpointer  data)
{
  Seen *seen = data;

  seen->n_previews++;
  seen->width_px = lw_pixels_get_width (preview);
  seen->height_px = lw_pixels_get_height (preview);
  seen->far_grey = lw_pixels_get_rgb (preview, seen->width_px - 2, seen->height_px - 2) & 0xff;
  g_cancellable_cancel (seen->cancellable);
}

static void
progress_cb (double   part,
             gpointer data)
{
  Seen *seen = data;

  g_assert_cmpfloat (part, >=, 0);
  g_assert_cmpfloat (part, <=, 1);
  seen->n_reports++;
}

static void
test_preview (gconstpointer data)
{
  const Kind       kind = { 6000, 4100, JCS_GRAYSCALE, 1, GPOINTER_TO_INT (data) };
  g_autofree char *path = write_jpeg (&kind);
  Seen             seen = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode_watched (path, preview_cb, progress_cb, &seen, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (seen.n_previews, >, 0);
  g_assert_cmpint (seen.n_reports, >, 0);

  /* The last one is of the whole picture. */
  g_assert_cmpint (seen.width_px, ==, 750);
  g_assert_cmpint (seen.height_px, ==, 513);
  g_assert_cmpfloat (seen.far_grey, >, 10);

  /* A number of one byte for each pixel, and a third of that for the levels. */
  g_assert_cmpuint (lw_pixels_get_size (pixels), <, 6000u * 4100u * 14 / 10);

  /* Whoever has seen enough. */
  seen.cancellable = cancellable;
  g_assert_null (lw_decode_watched (path, preview_cb, NULL, &seen, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-jpeg/scans/%s", kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_scans);
    }

  g_test_add_func ("/decode-jpeg/packing", test_packing);
  g_test_add_data_func ("/decode-jpeg/cut-off/one-scan", GINT_TO_POINTER (FALSE), test_cut_off);
  g_test_add_data_func ("/decode-jpeg/cut-off/several-scans", GINT_TO_POINTER (TRUE), test_cut_off);
  g_test_add_func ("/decode-jpeg/too-many-scans", test_too_many_scans);
  g_test_add_data_func ("/decode-jpeg/preview/one-scan", GINT_TO_POINTER (FALSE), test_preview);
  g_test_add_data_func ("/decode-jpeg/preview/several-scans", GINT_TO_POINTER (TRUE), test_preview);

  result = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return result;
}
