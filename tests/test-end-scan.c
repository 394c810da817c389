/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-end-scan.h"

#include <string.h>

/* A JPEG in miniature: a comment that holds an end marker, as the thumbnail of a
 * camera does; a scan with stuffed and restart bytes; a table; a second scan. */
#define JPEG_HEAD "\xff\xd8\xff\xfe\0\x06\xff\xd9zz"
#define JPEG_SCAN "\xff\xda\0\x04" \
                  "ab\x12\xff\0\x34\xff\xd0\x56"
#define JPEG_TABLE "\xff\xc4\0\x05\xff\xd9\x01"
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x04" \
                 "IDATIENDcrc1"
#define PNG_END "\0\0\0\0IENDcrc2"

/* clang-format off */
static const struct
{
  const char *name;
  const char *bytes;
  gsize       n;
  gboolean    complete;
} cases[] = {
#define ROW(name, bytes, complete) { name, bytes, sizeof (bytes) - 1, complete }
  ROW ("jpeg",               JPEG_HEAD JPEG_SCAN JPEG_TABLE JPEG_SCAN "\xff\xd9",         TRUE),
  ROW ("jpeg-filled",        JPEG_HEAD JPEG_SCAN "\xff\xff\xff\xd9",                      TRUE),
  ROW ("jpeg-trailing",      JPEG_HEAD JPEG_SCAN "\xff\xd9 and a film of the same moment", TRUE),
  ROW ("jpeg-no-end",        JPEG_HEAD JPEG_SCAN JPEG_TABLE JPEG_SCAN,                    FALSE),
  ROW ("jpeg-half-marker",   JPEG_HEAD JPEG_SCAN "\xff",                                  FALSE),
  ROW ("jpeg-no-scan",       JPEG_HEAD "\xff\xd9",                                        FALSE),
  ROW ("jpeg-cut-in-table",  JPEG_HEAD JPEG_SCAN "\xff\xc4\0\x09\xff\xd9\x01",            FALSE),
  ROW ("png",                PNG_HEAD PNG_END,                                            TRUE),
  ROW ("png-trailing",       PNG_HEAD PNG_END "more",                                     TRUE),
  ROW ("png-no-end",         PNG_HEAD,                                                    FALSE),
  ROW ("png-cut-checksum",   PNG_HEAD "\0\0\0\0IENDcrc",                                  FALSE),
  ROW ("other",              "GIF89a and so on",                                          TRUE),
  ROW ("short",              "\x89PNG",                                                   FALSE),
  ROW ("nothing",            "",                                                          FALSE),
#undef ROW
};
/* clang-format on */

static void
test_complete (gconstpointer data)
{
  const guint   i = GPOINTER_TO_UINT (data);
  const guint8 *bytes = (const guint8 *) cases[i].bytes;

  /* In pieces of every size: the end may fall between two of them. */
  for (gsize piece = 1; piece <= cases[i].n + 1; piece++)
    {
      LwEndScan scan = { 0 };

      for (gsize at = 0; at < cases[i].n; at += piece)
        lw_end_scan_feed (&scan, bytes + at, MIN (piece, cases[i].n - at));

      g_assert_cmpint (lw_end_scan_is_complete (&scan), ==, cases[i].complete);
    }
}

static void
test_awaited (void)
{
  LwEndScan    scan = { 0 };
  const guint8 head[] = "\x89PNG\r\n\x1a\n\x01\0\0\0IDATxy";

  lw_end_scan_feed (&scan, head, 16);
  g_assert_cmpuint (lw_end_scan_get_n_awaited (&scan), ==, (1 << 24) + 4);
  lw_end_scan_feed (&scan, head + 16, 2);
  g_assert_cmpuint (lw_end_scan_get_n_awaited (&scan), ==, (1 << 24) + 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/end-scan/complete/%s", cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_complete);
    }

  g_test_add_func ("/end-scan/awaited", test_awaited);

  return g_test_run ();
}
