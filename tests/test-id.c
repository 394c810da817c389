/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-id.h"

#include <string.h>

static void
test_round_trip (void)
{
  for (int i = 0; i < 1000; i++)
    {
      const LwId id = lw_id_new ();
      LwId       back;
      char       text[LW_ID_TEXT_SIZE];

      lw_id_to_text (id, text);
      g_assert_cmpuint (strlen (text), ==, 36);
      g_assert_cmpint (text[14], ==, '7');
      g_assert_nonnull (strchr ("89ab", text[19]));
      g_assert_true (lw_id_from_text (text, &back));
      g_assert_true (lw_id_equal (id, back));
    }
}

static void
test_offset (void)
{
  LwId id;
  char text[LW_ID_TEXT_SIZE];

  g_assert_true (lw_id_from_text ("01890a5d-ac96-774b-9cce-b302ffffffff", &id));
  lw_id_to_text (lw_id_offset (id, 1), text);
  g_assert_cmpstr (text, ==, "01890a5d-ac96-774b-9cce-b30300000000");
  g_assert_true (lw_id_equal (lw_id_offset (id, 0), id));
}

/* clang-format off */
static const char *const malformed[] = {
  "",
  "01890a5d",
  "01890a5d-ac96-774b-9cce-b302ffffffff0",
  "01890a5d-ac96-774b-9cce-b302fffffff",
  "01890a5dxac96-774b-9cce-b302ffffffff",
  "01890a5g-ac96-774b-9cce-b302ffffffff",
};
/* clang-format on */

static void
test_malformed (gconstpointer data)
{
  LwId id = { { 42 } };

  g_assert_false (lw_id_from_text (data, &id));
  g_assert_cmpint (id.bytes[0], ==, 42);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/id/round-trip", test_round_trip);
  g_test_add_func ("/id/offset", test_offset);

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/id/malformed/%u", i);

      g_test_add_data_func (path, malformed[i], test_malformed);
    }

  return g_test_run ();
}
