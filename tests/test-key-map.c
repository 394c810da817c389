/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-map.h"

/* clang-format off */
static const LwKey table[] = {
  { LW_KEY_ALWAYS,      "General", "Open",     "win.open",       "<Control>o" },
  { LW_KEY_AFTER_FOCUS, "Images",  "Next",     "label.next",     "d Page_Down" },
  { LW_KEY_AFTER_FOCUS, "Images",  "Previous", "label.previous", "a" },
  { LW_KEY_AFTER_FOCUS, "View",    "Fit",      "label.fit",      "f" },
  { LW_KEY_AFTER_FOCUS, "Boxes",   "Back",     "label.back",     "Escape" },
  { LW_KEY_CANVAS,      "Boxes",   "Move",     NULL,             "Left <Shift>Left" },
  { LW_KEY_AFTER_FOCUS, "Grid",    "Larger",   "grid.larger",    "g" },
};
/* clang-format on */

enum
{
  OPEN,
  NEXT,
  PREVIOUS,
  FIT,
  BACK,
  MOVE,
  LARGER
};

typedef struct
{
  LwKeyMap *map;
  int       n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->map = lw_key_map_new (table, G_N_ELEMENTS (table));
  g_signal_connect_swapped (fixture->map, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->map);
}

static void
assert_keys (Fixture    *fixture,
             guint       command,
             const char *expected)
{
  g_autofree char *keys = g_strjoinv (" ", (char **) lw_key_map_get_accels (fixture->map, command));

  g_assert_cmpstr (keys, ==, expected);
}

static void
set_changes (Fixture    *fixture,
             const char *text)
{
  g_autoptr (GVariant) changes = g_variant_ref_sink (g_variant_new_parsed (text));

  lw_key_map_set_changes (fixture->map, changes);
}

static void
assert_changes (Fixture    *fixture,
                const char *expected)
{
  g_autoptr (GVariant) changes = lw_key_map_dup_changes (fixture->map);
  g_autofree char *text = g_variant_print (changes, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

/* --- The verdicts --- */

static const struct
{
  guint        command;
  const char  *accel;
  LwKeyVerdict verdict;
  guint        other;
} verdicts[] = {
  { NEXT, "n", LW_KEY_FREE, G_MAXUINT },
  { NEXT, "d", LW_KEY_MINE, G_MAXUINT },
  { NEXT, "f", LW_KEY_TAKEN, FIT },
  { NEXT, "F", LW_KEY_TAKEN, FIT }, /* capital letters are Shift's business, not the name's */
  { NEXT, "<Shift>f", LW_KEY_FREE, G_MAXUINT },
  { NEXT, "<Control>O", LW_KEY_TAKEN, OPEN },
  { NEXT, "<Primary>o", LW_KEY_TAKEN, OPEN },
  { NEXT, "g", LW_KEY_FREE, G_MAXUINT }, /* another page's */
  { OPEN, "<Control>g", LW_KEY_FREE, G_MAXUINT },
  { OPEN, "F5", LW_KEY_FREE, G_MAXUINT },
  { OPEN, "g", LW_KEY_TYPED, G_MAXUINT },
  { OPEN, "<Shift>g", LW_KEY_TYPED, G_MAXUINT },
  { OPEN, "space", LW_KEY_TYPED, G_MAXUINT },
  { OPEN, "<Control>c", LW_KEY_TYPED, G_MAXUINT },
  { OPEN, "<Control><Shift>z", LW_KEY_TYPED, G_MAXUINT },
  { OPEN, "<Alt>c", LW_KEY_FREE, G_MAXUINT },
  { NEXT, "<Control>c", LW_KEY_FREE, G_MAXUINT },
  { NEXT, "Left", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "<Control>Left", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "<Shift>ISO_Left_Tab", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "Escape", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "<Shift>F10", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "F10", LW_KEY_FREE, G_MAXUINT },
  { MOVE, "n", LW_KEY_RESERVED, G_MAXUINT },
  { BACK, "n", LW_KEY_RESERVED, G_MAXUINT },
  { NEXT, "Shift_L", LW_KEY_INVALID, G_MAXUINT },
  { NEXT, "nonsense", LW_KEY_INVALID, G_MAXUINT },
  { NEXT, "", LW_KEY_INVALID, G_MAXUINT },
};

static void
test_verdicts (Fixture      *fixture,
               gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      guint        other;
      LwKeyVerdict verdict = lw_key_map_check (fixture->map, verdicts[i].command, verdicts[i].accel, &other);

      g_test_message ("%u %s", verdicts[i].command, verdicts[i].accel);
      g_assert_cmpint (verdict, ==, verdicts[i].verdict);
      g_assert_cmpuint (other, ==, verdicts[i].other);
    }
}

static void
test_fixed (Fixture      *fixture,
            gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (lw_key_map_is_fixed (fixture->map, i), ==, i == BACK || i == MOVE);

  g_assert_false (lw_key_map_add (fixture->map, BACK, "n"));
  lw_key_map_remove (fixture->map, BACK, "Escape");
  lw_key_map_remove (fixture->map, MOVE, "Left");
  set_changes (fixture, "@a{sas} {'label.back': ['n']}");
  assert_keys (fixture, BACK, "Escape");
  assert_keys (fixture, MOVE, "Left <Shift>Left");
}

/* --- Giving and taking --- */

static void
test_several (Fixture      *fixture,
              gconstpointer data)
{
  g_assert_true (lw_key_map_add (fixture->map, FIT, "<Control>F"));
  g_assert_false (lw_key_map_add (fixture->map, FIT, "<Control>f"));
  assert_keys (fixture, FIT, "f <Control>f");
  g_assert_cmpint (fixture->n_changed, ==, 1);
  g_assert_true (lw_key_map_is_changed (fixture->map, FIT));

  for (guint i = 0; i < 4; i++)
    {
      const char *more[] = { "F2", "F3", "F4", "F5" };

      g_assert_true (lw_key_map_add (fixture->map, FIT, more[i]));
    }

  g_assert_false (lw_key_map_add (fixture->map, FIT, "F6"));
  assert_keys (fixture, FIT, "f <Control>f F2 F3 F4 F5");
}

static void
test_take_over (Fixture      *fixture,
                gconstpointer data)
{
  g_assert_true (lw_key_map_add (fixture->map, FIT, "d"));
  assert_keys (fixture, FIT, "f d");
  assert_keys (fixture, NEXT, "Page_Down");
  g_assert_true (lw_key_map_is_changed (fixture->map, NEXT));
  assert_changes (fixture, "{'label.fit': ['f', 'd']}");

  /* From one that chose it. */
  g_assert_true (lw_key_map_add (fixture->map, PREVIOUS, "d"));
  assert_keys (fixture, FIT, "f");
  assert_keys (fixture, PREVIOUS, "a d");
  assert_changes (fixture, "{'label.previous': ['a', 'd']}");

  /* Given up, it goes back to where it was from the start. */
  lw_key_map_remove (fixture->map, PREVIOUS, "d");
  assert_keys (fixture, NEXT, "d Page_Down");
  assert_changes (fixture, "{}");
}

static void
test_remove_all (Fixture      *fixture,
                 gconstpointer data)
{
  lw_key_map_remove (fixture->map, NEXT, "d");
  lw_key_map_remove (fixture->map, NEXT, "Page_Down");
  lw_key_map_remove (fixture->map, NEXT, "Page_Down");
  assert_keys (fixture, NEXT, "");
  assert_changes (fixture, "{'label.next': []}");
  g_assert_cmpint (fixture->n_changed, ==, 2);

  lw_key_map_reset (fixture->map, NEXT);
  assert_keys (fixture, NEXT, "d Page_Down");
  lw_key_map_reset (fixture->map, NEXT);
  g_assert_cmpint (fixture->n_changed, ==, 3);
}

/* What a reset command had comes back, also from whoever took it. */
static void
test_reset_takes_back (Fixture      *fixture,
                       gconstpointer data)
{
  lw_key_map_add (fixture->map, FIT, "d");
  lw_key_map_reset (fixture->map, NEXT);
  assert_keys (fixture, NEXT, "d Page_Down");
  assert_keys (fixture, FIT, "f");
  assert_changes (fixture, "{}");
}

static void
test_other_page (Fixture      *fixture,
                 gconstpointer data)
{
  g_assert_true (lw_key_map_add (fixture->map, NEXT, "g"));
  assert_keys (fixture, LARGER, "g");
  assert_keys (fixture, NEXT, "d Page_Down g");
}

/* --- Presets --- */

static const LwKeyChoice choices[] = {
  { "label.next", "f Page_Down" },
  { "label.previous", "d" },
  { "label.fit", "" },
  { "win.open", "<Control>o" }, /* as in the table */
  { "label.of-tomorrow", "x" },
};

static void
test_choose (Fixture      *fixture,
             gconstpointer data)
{
  lw_key_map_add (fixture->map, LARGER, "x");
  g_assert_false (lw_key_map_has_chosen (fixture->map, choices, G_N_ELEMENTS (choices)));
  g_assert_false (lw_key_map_has_chosen (fixture->map, NULL, 0));

  lw_key_map_choose (fixture->map, choices, G_N_ELEMENTS (choices));
  g_assert_true (lw_key_map_has_chosen (fixture->map, choices, G_N_ELEMENTS (choices)));
  assert_keys (fixture, NEXT, "f Page_Down");
  assert_keys (fixture, PREVIOUS, "d");
  assert_keys (fixture, FIT, "");
  assert_keys (fixture, LARGER, "g");
  assert_changes (fixture, "{'label.fit': [], 'label.next': ['f', 'Page_Down'], 'label.previous': ['d']}");

  lw_key_map_choose (fixture->map, NULL, 0);
  g_assert_true (lw_key_map_has_chosen (fixture->map, NULL, 0));
  assert_changes (fixture, "{}");
}

/* --- Settings that somebody wrote by hand --- */

static void
test_bad_settings (Fixture      *fixture,
                   gconstpointer data)
{
  set_changes (fixture, "@a{sas} {'label.next': ['', 'nonsense', 'Left', 'x', 'x', 'Shift_L'],"
                        " 'label.previous': ['x', 'd'], 'win.open': ['o', '<Control>v', '<Control>p'],"
                        " 'label.of-tomorrow': ['f'], '': ['y']}");
  assert_keys (fixture, NEXT, "x");
  assert_keys (fixture, PREVIOUS, "d");
  assert_keys (fixture, OPEN, "<Control>p");
  assert_keys (fixture, FIT, "f");

  /* What is not known here stays for whoever knows it. */
  lw_key_map_add (fixture->map, FIT, "z");
  set_changes (fixture, "@a{sas} {'label.of-tomorrow': ['f']}");
  assert_changes (fixture, "{'label.of-tomorrow': ['f']}");
  assert_keys (fixture, FIT, "f");
}

static void
test_same_settings (Fixture      *fixture,
                    gconstpointer data)
{
  set_changes (fixture, "@a{sas} {}");
  g_assert_cmpint (fixture->n_changed, ==, 0);
  set_changes (fixture, "@a{sas} {'label.next': ['x']}");
  set_changes (fixture, "@a{sas} {'label.next': ['x']}");
  g_assert_cmpint (fixture->n_changed, ==, 1);
}

/* Whatever is done, no key means two things where both could be meant, and what is kept
 * says the same again. */
static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  const char *accels[] = { "a", "d", "f", "g", "x", "<Control>o", "<Control>x", "F5", "Page_Down" };

  for (guint n = 0; n < 2000; n++)
    {
      const guint command = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (table));
      const char *accel = accels[g_test_rand_int_range (0, G_N_ELEMENTS (accels))];
      g_autoptr (LwKeyMap) copy = lw_key_map_new (table, G_N_ELEMENTS (table));
      g_autoptr (GVariant) changes = NULL;

      switch (g_test_rand_int_range (0, 8))
        {
        case 0:
          lw_key_map_reset (fixture->map, command);
          break;
        case 1:
        case 2:
          lw_key_map_remove (fixture->map, command, accel);
          break;
        default:
          lw_key_map_add (fixture->map, command, accel);
        }

      changes = lw_key_map_dup_changes (fixture->map);
      lw_key_map_set_changes (copy, changes);

      for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        {
          const char *const *mine = lw_key_map_get_accels (fixture->map, i);

          g_assert_cmpstrv (mine, lw_key_map_get_accels (copy, i));
          for (guint k = i + 1; k < LARGER; k++)
            for (guint m = 0; mine[m] != NULL; m++)
              g_assert_false (g_strv_contains (lw_key_map_get_accels (fixture->map, k), mine[m]));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/key-map/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("verdicts", test_verdicts);
  ADD ("fixed", test_fixed);
  ADD ("several", test_several);
  ADD ("take-over", test_take_over);
  ADD ("remove-all", test_remove_all);
  ADD ("reset-takes-back", test_reset_takes_back);
  ADD ("other-page", test_other_page);
  ADD ("choose", test_choose);
  ADD ("bad-settings", test_bad_settings);
  ADD ("same-settings", test_same_settings);
  ADD ("random", test_random);

  return g_test_run ();
}
