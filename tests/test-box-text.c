/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-text.h"

#include <string.h>

#define HEADER "labelwright-boxes\t1\n"

static void
test_round_trip (void)
{
  const LwBoxText boxes[] = {
    { { 10, 20.5, 40, 60 }, 0, (char *) "Red cell" },
    { { 0.1, 0.2, 0.30000000000000004, 1e6 }, LW_BOX_CROWD | LW_BOX_DIFFICULT, (char *) "a\tb\nc\\d\r" },
    { { 1, 2, 3, 4 }, 0, (char *) "Größe 細胞" },
  };
  g_autofree char *text = lw_box_text_print (boxes, G_N_ELEMENTS (boxes));
  g_autoptr (GArray) parsed = lw_box_text_parse (text);

  g_assert_nonnull (parsed);
  g_assert_cmpuint (parsed->len, ==, G_N_ELEMENTS (boxes));
  for (guint i = 0; i < parsed->len; i++)
    {
      const LwBoxText *box = &g_array_index (parsed, LwBoxText, i);

      g_assert_true (lw_rect_equal (box->rect, boxes[i].rect));
      g_assert_cmpuint (box->flags, ==, boxes[i].flags);
      g_assert_cmpstr (box->class_name, ==, boxes[i].class_name);
    }
}

/* clang-format off */
static const struct
{
  const char *name, *text;
  int         n_boxes; /* -1: refused */
} cases[] = {
  { "nothing",        "",                                          -1 },
  { "prose",          "Dear Ada, the cells arrived.",              -1 },
  { "no-boxes",       HEADER,                                       0 },
  { "other-version",  "labelwright-boxes\t2\n1\t2\t3\t4\t0\tx\n",  -1 },
  { "no-last-end",    HEADER "1\t2\t3\t4\t0\tx",                    1 },
  { "dos-ends",       HEADER "1\t2\t3\t4\t0\tx\r\n",                1 },
  { "gap",            HEADER "1\t2\t3\t4\t0\tx\n\n1\t2\t3\t4\t0\tx\n", -1 },
  { "too-few",        HEADER "1\t2\t3\t4\t0\n",                    -1 },
  { "too-many",       HEADER "1\t2\t3\t4\t0\tx\ty\n",              -1 },
  { "no-number",      HEADER "1\t2\t3\t4px\t0\tx\n",               -1 },
  { "empty-number",   HEADER "\t2\t3\t4\t0\tx\n",                  -1 },
  { "not-finite",     HEADER "1\t2\tinf\t4\t0\tx\n",               -1 },
  { "nan",            HEADER "1\t2\tnan\t4\t0\tx\n",               -1 },
  { "inside-out",     HEADER "3\t2\t1\t4\t0\tx\n",                 -1 },
  { "unknown-flags",  HEADER "1\t2\t3\t4\t4096\tx\n",              -1 },
  { "negative-flags", HEADER "1\t2\t3\t4\t-1\tx\n",                -1 },
  { "no-class",       HEADER "1\t2\t3\t4\t0\t\n",                  -1 },
  { "bad-escape",     HEADER "1\t2\t3\t4\t0\ta\\x\n",              -1 },
  { "open-escape",    HEADER "1\t2\t3\t4\t0\ta\\\n",               -1 },
  { "not-utf8",       HEADER "1\t2\t3\t4\t0\t\xff\n",              -1 },
};
/* clang-format on */

static void
test_parse (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) parsed = lw_box_text_parse (cases[i].text);

  if (cases[i].n_boxes < 0)
    g_assert_null (parsed);
  else
    g_assert_cmpint ((int) parsed->len, ==, cases[i].n_boxes);
}

static void
test_too_many_boxes (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GArray) most = NULL;

  for (guint i = 0; i < LW_BOX_TEXT_MAX; i++)
    g_string_append (text, "1\t2\t3\t4\t0\tx\n");
  most = lw_box_text_parse (text->str);
  g_assert_cmpuint (most->len, ==, LW_BOX_TEXT_MAX);
  g_string_append (text, "1\t2\t3\t4\t0\tx\n");
  g_assert_null (lw_box_text_parse (text->str));
}

/* Bytes at random in a good text: refused or not, never read wrongly. */
static void
test_damaged (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      char text[] = HEADER "10\t20.5\t40\t60\t0\tRed cell\n1\t2\t3\t4\t8\ta\\tb\n";
      g_autoptr (GArray) parsed = NULL;

      for (guint i = 0; i < 3; i++)
        text[g_test_rand_int_range (0, (gint32) strlen (text))] = (char) g_test_rand_int_range (1, 256);

      parsed = lw_box_text_parse (text);
      for (guint i = 0; parsed != NULL && i < parsed->len; i++)
        {
          g_assert_true (lw_rect_is_valid (g_array_index (parsed, LwBoxText, i).rect));
          g_assert_true (g_utf8_validate (g_array_index (parsed, LwBoxText, i).class_name, -1, NULL));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/box-text/parse/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_parse);
    }
  g_test_add_func ("/box-text/round-trip", test_round_trip);
  g_test_add_func ("/box-text/too-many-boxes", test_too_many_boxes);
  g_test_add_func ("/box-text/damaged", test_damaged);

  return g_test_run ();
}
