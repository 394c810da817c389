/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-test-folder.h"

#include <string.h>
#include <unistd.h>

#define CANVAS_W 73
#define CANVAS_H 41

static char *folder;

typedef struct
{
  int      root_bits; /* of the palette */
  gboolean is_grey, is_interlaced, is_animated;
  gboolean has_own_palette;
  int      transparent; /* -1: none */
  int      x, y, w, h;  /* of the frame */
} Kind;

/* clang-format off */
static const struct
{
  const char *name;
  Kind        kind;
} kinds[] = {
  { "colours",     { 8, FALSE, FALSE, FALSE, FALSE, -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "grey",        { 8, TRUE,  FALSE, FALSE, FALSE, -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "four",        { 2, FALSE, FALSE, FALSE, FALSE, -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "two",         { 1, FALSE, FALSE, FALSE, FALSE, -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "interlaced",  { 4, FALSE, TRUE,  FALSE, FALSE, -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "own-palette", { 5, FALSE, FALSE, FALSE, TRUE,  -1, 0, 0, CANVAS_W, CANVAS_H } },
  { "transparent", { 4, FALSE, FALSE, FALSE, FALSE,  5, 0, 0, CANVAS_W, CANVAS_H } },
  { "animated",    { 4, FALSE, TRUE,  TRUE,  TRUE,   5, 0, 0, CANVAS_W, CANVAS_H } },
  { "part",        { 8, FALSE, TRUE,  TRUE,  FALSE, -1, 10, 7, 30, 20 } },
  { "beyond",      { 8, FALSE, FALSE, FALSE, FALSE, -1, 60, 30, 30, 20 } },
};
/* clang-format on */

/* Runs and repeats, so that codes grow long, and enough else to fill the table. */
static int
index_at (const Kind *kind,
          int         x,
          int         y)
{
  const int n = 1 << kind->root_bits;

  return y % 3 == 0 ? (x / 9) % n : (x * x + y * 31 + x / 5 * y) % n;
}

static guint8
colour_of (const Kind *kind,
           int         index,
           int         c)
{
  return (guint8) (kind->is_grey ? index * 7 + 3 : index * (c * 40 + 11) + c * 90);
}

/* --- Writing --- */

typedef struct
{
  GByteArray *bytes; /* of the codes, without blocks */
  guint32     bits;
  int         n_bits;
} Bits;

static void
put_code (Bits *self,
          int   code,
          int   n)
{
  self->bits |= (guint32) code << self->n_bits;
  self->n_bits += n;

  for (; self->n_bits >= 8; self->n_bits -= 8, self->bits >>= 8)
    g_byte_array_append (self->bytes, (const guint8[]){ self->bits & 0xff }, 1);
}

static void
put_pixels (GByteArray *file,
            const Kind *kind,
            const int  *pixels)
{
  const int root_bits = MAX (2, kind->root_bits), clear = 1 << root_bits;
  Bits      bits = { g_byte_array_new (), 0, 0 };
  int       before[4096], last[4096], n_codes = clear + 2, n_bits = root_bits + 1, string = pixels[0];

  g_byte_array_append (file, (const guint8[]){ (guint8) root_bits }, 1);
  put_code (&bits, clear, n_bits);

  for (int i = 1; i < kind->w * kind->h; i++)
    {
      int found = -1;

      for (int code = clear + 2; code < n_codes && found < 0; code++)
        if (before[code] == string && last[code] == pixels[i])
          found = code;

      if (found >= 0)
        {
          string = found;
          continue;
        }

      put_code (&bits, string, n_bits);
      before[n_codes] = string;
      last[n_codes] = pixels[i];

      if (n_codes == 1 << n_bits && n_bits < 12)
        n_bits++;

      if (++n_codes == 4096)
        {
          put_code (&bits, clear, n_bits);
          n_codes = clear + 2;
          n_bits = root_bits + 1;
        }

      string = pixels[i];
    }

  put_code (&bits, string, n_bits);

  /* Whoever reads has made one more code by now. */
  if (n_codes == 1 << n_bits && n_bits < 12)
    n_bits++;

  put_code (&bits, clear + 1, n_bits);
  put_code (&bits, 0, 7);

  for (guint at = 0; at < bits.bytes->len; at += 200)
    {
      const guint8 n = (guint8) MIN (200, bits.bytes->len - at);

      g_byte_array_append (file, &n, 1);
      g_byte_array_append (file, bits.bytes->data + at, n);
    }

  g_byte_array_append (file, (const guint8[]){ 0 }, 1);
  g_byte_array_unref (bits.bytes);
}

static void
put_palette (GByteArray *file,
             const Kind *kind,
             int         shift)
{
  for (int i = 0; i < 1 << kind->root_bits; i++)
    for (int c = 0; c < 3; c++)
      g_byte_array_append (file, (const guint8[]){ (guint8) (colour_of (kind, i, c) + shift) }, 1);
}

static void
put_frame (GByteArray *file,
           const Kind *kind,
           int         shift)
{
  static const int starts[] = { 0, 4, 2, 1 }, steps[] = { 8, 8, 4, 2 };
  const guint8     flags = (kind->is_interlaced ? 0x40 : 0) | (kind->has_own_palette ? 0x80 | (kind->root_bits - 1) : 0);
  g_autofree int  *pixels = g_new (int, kind->w * kind->h);
  int              n = 0;

  if (kind->transparent >= 0)
    g_byte_array_append (file, (const guint8[]){ 0x21, 0xf9, 4, 1, 10, 0, (guint8) kind->transparent, 0 }, 8);

  g_byte_array_append (file, (const guint8[]){ 0x2c, (guint8) kind->x, 0, (guint8) kind->y, 0, (guint8) kind->w, 0, (guint8) kind->h, 0, flags }, 10);

  if (kind->has_own_palette)
    put_palette (file, kind, 0);

  for (int pass = 0; pass < (kind->is_interlaced ? 4 : 1); pass++)
    for (int y = starts[pass]; y < kind->h; y += kind->is_interlaced ? steps[pass] : 1)
      for (int x = 0; x < kind->w; x++)
        pixels[n++] = (index_at (kind, x, y) + shift) % (1 << kind->root_bits);

  put_pixels (file, kind, pixels);
}

static GByteArray *
make_gif (const Kind *kind)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) "GIF89a", 6);
  g_byte_array_append (file, (const guint8[]){ CANVAS_W, 0, CANVAS_H, 0, (guint8) (0x80 | (kind->root_bits - 1)), 0, 0 }, 7);
  put_palette (file, kind, kind->has_own_palette ? 77 : 0);
  g_byte_array_append (file, (const guint8 *) "\x21\xfe\x05hello\0", 9);
  put_frame (file, kind, 0);

  for (int i = 1; kind->is_animated && i < 3; i++)
    put_frame (file, kind, i);

  g_byte_array_append (file, (const guint8[]){ 0x3b }, 1);

  return file;
}

static char *
write_file (const GByteArray *file)
{
  char *path = g_build_filename (folder, "a.gif", NULL);

  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));

  return path;
}

/* --- Reading --- */

static void
test_kind (gconstpointer data)
{
  const Kind *kind = &kinds[GPOINTER_TO_UINT (data)].kind;
  g_autoptr (GByteArray) file = make_gif (kind);
  g_autofree char *path = write_file (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
  LwImageInfo info;

  g_assert_no_error (error);
  g_assert_true (lw_decode_probe (path, &info, NULL));
  g_assert_cmpint (info.stored_width_px, ==, CANVAS_W);
  g_assert_cmpint (info.stored_height_px, ==, CANVAS_H);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, CANVAS_W);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, CANVAS_H);

  for (int y = 0; y < CANVAS_H; y++)
    for (int x = 0; x < CANVAS_W; x++)
      {
        const gboolean is_inside = x >= kind->x && y >= kind->y && x < kind->x + kind->w && y < kind->y + kind->h;
        const int      index = is_inside ? index_at (kind, x - kind->x, y - kind->y) : -1;
        const gboolean is_white = !is_inside || index == kind->transparent;
        double         values[3];
        const int      n = lw_pixels_get_values (pixels, x, y, values);

        g_assert_cmpint (n, ==, kind->is_grey ? 1 : 3);

        for (int c = 0; c < n; c++)
          g_assert_cmpfloat (values[c], ==, is_white ? 255 : colour_of (kind, index, c));
      }
}

/* At each byte: never a picture, always a reason. */
static void
test_cut_off (void)
{
  const Kind kind = { 4, FALSE, TRUE, TRUE, TRUE, 5, 0, 0, 20, 15 };
  g_autoptr (GByteArray) file = make_gif (&kind);
  g_autofree char *path = write_file (file);

  for (guint n = file->len - 1; n > 5; n--)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (truncate (path, (off_t) n), ==, 0);
      g_assert_null (lw_decode (path, NULL, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

/* Anything at all: a picture or a reason, and nothing else. */
static void
test_damaged (void)
{
  const Kind kind = { 4, FALSE, TRUE, TRUE, TRUE, 5, 0, 0, 20, 15 };

  for (int i = 0; i < 400; i++)
    {
      g_autoptr (GByteArray) file = make_gif (&kind);
      g_autofree char *path = g_build_filename (folder, "a.gif", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LwPixels) pixels = NULL;
      FILE *stream;

      for (int k = g_test_rand_int_range (1, 6); k > 0; k--)
        file->data[g_test_rand_int_range (6, (gint32) file->len)] = (guint8) g_test_rand_int_range (0, 256);

      stream = g_fopen (path, "wb");
      g_assert_cmpuint (fwrite (file->data, 1, file->len, stream), ==, file->len);
      fclose (stream);
      pixels = lw_decode (path, NULL, &error);
      g_assert_true ((pixels == NULL) == (error != NULL));
    }
}

/* More pixels than so few bytes can hold are not tried. */
static void
test_starved (void)
{
  static const guint8 few[] = { 'G', 'I', 'F', '8', '9', 'a', 0x30, 0x75, 0x30, 0x75, 0x80, 0, 0, 0, 0, 0, 1, 1, 1, 0x2c, 0, 0, 0, 0, 0x30, 0x75, 0x30, 0x75, 0, 2, 2, 0x4c, 1, 0, 0x3b };
  g_autoptr (GByteArray) file = g_byte_array_append (g_byte_array_new (), few, sizeof few);
  g_autofree char *path = write_file (file);
  g_autoptr (GError) error = NULL;

  g_assert_null (lw_decode (path, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
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
      g_autofree char *path = g_strdup_printf ("/decode-gif/kind/%s", kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }

  g_test_add_func ("/decode-gif/cut-off", test_cut_off);
  g_test_add_func ("/decode-gif/damaged", test_damaged);
  g_test_add_func ("/decode-gif/starved", test_starved);

  result = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return result;
}
