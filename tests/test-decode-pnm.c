/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-test-folder.h"

#include <string.h>
#include <unistd.h>

#define W 21
#define H 9

static char *folder;

/* clang-format off */
static const struct
{
  const char *name;
  const char *head;
  int         max, n_channels;
  int         depth; /* as decoded */
} kinds[] = {
  { "bits",     "P4\n21 9\n",                       1, 1,  8 },
  { "grey",     "P5\n# a comment 3 4\n21 9 255\n", 255, 1,  8 },
  { "grey-4",   "P5 21 9 15\n",                    15, 1,  8 },
  { "grey-12",  "P5\t21\r\n9\n#\n4095 ",         4095, 1, 16 },
  { "rgb",      "P6 21 9 255\n",                  255, 3,  8 },
  { "rgb-16",   "P6 21 9 65535\n",              65535, 3, 16 },
};
/* clang-format on */

static int
number_at (guint kind,
           int   x,
           int   y,
           int   c)
{
  return (x * 977 + y * 331 + c * 1234) % (kinds[kind].max + 1);
}

static GByteArray *
make_file (guint kind)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) kinds[kind].head, (guint) strlen (kinds[kind].head));

  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      for (int c = 0; c < kinds[kind].n_channels; c++)
        {
          const int    number = number_at (kind, x, y, c);
          const guint8 bytes[] = { (guint8) (number >> 8), (guint8) number };

          if (kinds[kind].max == 1 && x % 8 == 0)
            g_byte_array_append (file, (const guint8[]){ 0 }, 1);

          /* In a file of bits, 1 is black. */
          if (kinds[kind].max == 1)
            file->data[file->len - 1] |= (guint8) ((1 - number) << (7 - x % 8));
          else if (kinds[kind].max < 256)
            g_byte_array_append (file, bytes + 1, 1);
          else
            g_byte_array_append (file, bytes, 2);
        }

  return file;
}

static char *
write_file (const GByteArray *file)
{
  char *path = g_build_filename (folder, "a.pnm", NULL);

  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));

  return path;
}

static void
test_kind (gconstpointer data)
{
  const guint kind = GPOINTER_TO_UINT (data);
  const int   max = kinds[kind].max;
  g_autoptr (GByteArray) file = make_file (kind);
  g_autofree char *path = write_file (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
  LwImageInfo info;

  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, W);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, H);
  g_assert_cmpint (lw_pixels_get_depth (pixels), ==, kinds[kind].depth);
  g_assert_true (lw_decode_probe (path, &info, NULL));
  g_assert_cmpint (info.stored_width_px, ==, W);
  g_assert_cmpint (info.stored_height_px, ==, H);

  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      {
        double values[3];

        g_assert_cmpint (lw_pixels_get_values (pixels, x, y, values), ==, kinds[kind].n_channels);

        for (int c = 0; c < kinds[kind].n_channels; c++)
          {
            const int number = number_at (kind, x, y, c);

            g_assert_cmpfloat (values[c], ==, max > 255 ? number : (number * 255 + max / 2) / max);
          }
      }
}

static void
test_cut_off (gconstpointer data)
{
  g_autoptr (GByteArray) file = make_file (GPOINTER_TO_UINT (data));
  g_autofree char *path = write_file (file);

  for (guint n = file->len - 1; n > 3; n--)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (truncate (path, (off_t) n), ==, 0);
      g_assert_null (lw_decode (path, NULL, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

/* What is no size is said to be none, and what is too large is not tried. */
static void
test_bad_heads (void)
{
  static const char *const heads[] = {
    "P5 0 9 255 ",
    "P5 21 0 255 ",
    "P5 21 9 0 ",
    "P5 21 9 65536 ",
    "P5 -1 9 255 ",
    "P5 x 9 255 ",
    "P5 21 9 99999999999999999999 ",
    "P5 100000 100000 255 ",
    "P6 99999999999 1 255 ",
    "P5 30000 30000 255 ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      g_byte_array_append (file, (const guint8 *) heads[i], (guint) strlen (heads[i]));
      g_byte_array_set_size (file, 9000);
      path = write_file (file);
      g_assert_null (lw_decode (path, NULL, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
    }
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
      g_autofree char *kind = g_strdup_printf ("/decode-pnm/kind/%s", kinds[i].name);
      g_autofree char *cut_off = g_strdup_printf ("/decode-pnm/cut-off/%s", kinds[i].name);

      g_test_add_data_func (kind, GUINT_TO_POINTER (i), test_kind);
      g_test_add_data_func (cut_off, GUINT_TO_POINTER (i), test_cut_off);
    }

  g_test_add_func ("/decode-pnm/bad-heads", test_bad_heads);

  result = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return result;
}
