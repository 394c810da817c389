/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-number.h"
#include "lw-entry-row.h"

#include <math.h>

/* clang-format off */
static const struct
{
  const char *text;
  const char *value; /* NULL: no number */
  double      step;
  const char *stepped;
} numbers[] = {
  { "0.1",   "0.1",   0.2,  "0.3"  },
  { "16.9",  "16.9",  -1,   "15.9" },
  { " 7 ",   "7",     1,    "8"    },
  { "2.50",  "2.5",   10,   "12.5" },
  { "-.5",   "-0.5",  0.1,  "-0.4" },
  { "1e300", "1e+300", 1,   "1e+300" },
  { "",      NULL,    1,    "1"    },
  { "old",   NULL,    1,    NULL   },
  { "inf",   NULL,    1,    NULL   },
  { "nan",   NULL,    1,    NULL   },
  { "1 2",   NULL,    1,    NULL   },
};
/* clang-format on */

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *value = lw_attribute_number_from_text (numbers[i].text);
      g_autofree char *stepped = lw_attribute_number_step (numbers[i].text, numbers[i].step);

      g_assert_cmpstr (value, ==, numbers[i].value);
      g_assert_cmpstr (stepped, ==, numbers[i].stepped);
    }
}

/* Every double that is written as text is read as the same. */
static void
test_number_round_trip (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      const double     number = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-20, 20));
      char             buffer[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *value = lw_attribute_number_from_text (g_ascii_dtostr (buffer, sizeof buffer, number));

      g_assert_true (g_ascii_strtod (value, NULL) == number);
    }
}

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
type_text (AdwEntryRow *row,
           const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* What is written is applied once, and no news from outside writes over it. */
static void
test_flush (void)
{
  g_autoptr (AdwEntryRow) row = g_object_ref_sink (ADW_ENTRY_ROW (adw_entry_row_new ()));
  guint n_applied = 0;

  adw_entry_row_set_show_apply_button (row, TRUE);
  lw_entry_row_tend (row, TRUE);
  g_signal_connect_swapped (row, "apply", G_CALLBACK (count_cb), &n_applied);
  lw_entry_row_set_text (row, "cat");
  lw_entry_row_flush (row);
  g_assert_cmpuint (n_applied, ==, 0);

  type_text (row, "catt");
  lw_entry_row_refresh (row, "dog");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "catt");
  lw_entry_row_flush (row);
  lw_entry_row_flush (row);
  g_assert_cmpuint (n_applied, ==, 1);

  lw_entry_row_refresh (row, "dog");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "dog");
  lw_entry_row_refresh (row, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  g_assert_true (gtk_editable_get_enable_undo (GTK_EDITABLE (row)));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/attribute-number/cases", test_numbers);
  g_test_add_func ("/attribute-number/round-trip", test_number_round_trip);
  g_test_add_func ("/entry-row/flush", test_flush);

  return g_test_run ();
}
