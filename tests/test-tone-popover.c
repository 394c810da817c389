/* test-tone-popover.c - the controls of how the picture is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-tone-popover.h"

#include "lw-pixels-private.h"

typedef struct
{
  LwTonePopover *popover;
  LwTone         tone; /* what was said last */
  int            n_changed;
} Fixture;

static void
tone_changed_cb (LwTonePopover *popover,
                 const LwTone  *tone,
                 Fixture       *fixture)
{
  fixture->tone = *tone;
  fixture->n_changed++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->popover = g_object_ref_sink (LW_TONE_POPOVER (lw_tone_popover_new ()));
  g_signal_connect (fixture->popover, "tone-changed", G_CALLBACK (tone_changed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->popover);
}

static gpointer
child (Fixture    *fixture,
       const char *id)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (fixture->popover), LW_TYPE_TONE_POPOVER, id);

  g_assert_nonnull (object);

  return object;
}

static void
set_value (Fixture    *fixture,
           const char *id,
           double      value)
{
  gtk_adjustment_set_value (child (fixture, id), value);
}

/* Numbers from 1000 to 3000 of 65536. */
static LwPixels *
make_deep (void)
{
  enum
  {
    EDGE = 64
  };
  guint16       *data = g_new (guint16, EDGE * EDGE);
  LwPixelsSource source = { LW_PIXELS_GREY_16, (guint8 *) (void *) data, EDGE, EDGE, EDGE * 2, 1, data, g_free };
  LwPixels      *pixels;

  for (int i = 0; i < EDGE * EDGE; i++)
    data[i] = (guint16) (1000 + 2000 * i / (EDGE * EDGE));
  pixels = lw_pixels_new_take (&source);
  g_assert_true (lw_pixels_add_levels (pixels, NULL));

  return pixels;
}

static void
test_sliders (Fixture      *fixture,
              gconstpointer data)
{
  set_value (fixture, "brightness_adjustment", 20);
  g_assert_cmpint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat (fixture->tone.brightness, ==, 0.2);
  set_value (fixture, "contrast_adjustment", -30);
  g_assert_cmpfloat (fixture->tone.contrast, ==, -0.3);
  set_value (fixture, "gamma_adjustment", 100);
  g_assert_cmpfloat_with_epsilon (fixture->tone.gamma, 10, 1e-9);
  gtk_drop_down_set_selected (child (fixture, "channel_drop_down"), LW_TONE_CHANNEL_BLUE);
  g_assert_cmpint (fixture->tone.channel, ==, LW_TONE_CHANNEL_BLUE);
  gtk_drop_down_set_selected (child (fixture, "colours_drop_down"), LW_TONE_COLOURS_HEAT);
  g_assert_cmpint (fixture->tone.colours, ==, LW_TONE_COLOURS_HEAT);
  gtk_check_button_set_active (child (fixture, "invert_button"), TRUE);
  g_assert_true (fixture->tone.is_inverted);
  g_assert_cmpint (fixture->n_changed, ==, 6);

  g_signal_emit_by_name (child (fixture, "reset_button"), "clicked");
  g_assert_true (lw_tone_is_neutral (&fixture->tone));
  g_assert_cmpint (fixture->n_changed, ==, 7);
  g_assert_cmpfloat (gtk_adjustment_get_value (child (fixture, "brightness_adjustment")), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "reset_button")));
}

/* What the page says is shown, and not said again. */
static void
test_set (Fixture      *fixture,
          gconstpointer data)
{
  LwTone tone = { .white = 1, .gamma = 2, .contrast = 0.4, .is_inverted = TRUE };

  tone.windows[LW_TONE_DEPTH_16] = (LwToneWindow){ LW_TONE_WINDOW_SET, 7.25, 8.125 };

  lw_tone_popover_set_tone (fixture->popover, &tone);
  g_assert_cmpint (fixture->n_changed, ==, 0);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (child (fixture, "contrast_adjustment")), 40, 1e-9);
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "contrast_label")), ==, "+40 %");
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "gamma_label")), ==, "2.00");

  /* One control leaves alone what the others are rounded versions of. */
  set_value (fixture, "brightness_adjustment", 10);
  g_assert_true (lw_tone_window_equal (&fixture->tone.windows[LW_TONE_DEPTH_16], &tone.windows[LW_TONE_DEPTH_16]));
  g_assert_cmpfloat (fixture->tone.gamma, ==, 2);
}

static double
get_value (Fixture    *fixture,
           const char *id)
{
  return gtk_adjustment_get_value (child (fixture, id));
}

static void
assert_window (Fixture    *fixture,
               LwToneDepth depth,
               double      low,
               double      high)
{
  const LwToneWindow *window = &fixture->tone.windows[depth];

  g_assert_cmpint (window->kind, ==, LW_TONE_WINDOW_SET);
  g_assert_cmpfloat_with_epsilon (window->low, low, 1e-6);
  g_assert_cmpfloat_with_epsilon (window->high, high, 1e-6);
  g_assert_cmpint (gtk_drop_down_get_selected (child (fixture, "window_drop_down")), ==, LW_TONE_WINDOW_SET);
}

static void
test_window (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (LwPixels) pixels = make_deep ();

  /* Of nothing there is no window. */
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "black_scale")));
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "window_drop_down")));
  g_assert_false (gtk_widget_get_visible (child (fixture, "range_label")));

  lw_tone_popover_set_pixels (fixture->popover, pixels);
  g_assert_cmpint (fixture->n_changed, ==, 0);
  g_assert_true (gtk_widget_get_sensitive (child (fixture, "black_scale")));
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "range_label")), ==, "This picture: 1000 to 2999, of 0 to 65535");

  /* Nobody has chosen a window: it is shown through its own. */
  g_assert_cmpfloat_with_epsilon (get_value (fixture, "black_adjustment"), 1020, 30);
  g_assert_cmpfloat_with_epsilon (get_value (fixture, "white_adjustment"), 2980, 30);
  g_assert_cmpint (gtk_drop_down_get_selected (child (fixture, "window_drop_down")), ==, LW_TONE_WINDOW_AUTO);

  /* Sliders go over what there is; numbers can be more. */
  g_assert_cmpfloat (gtk_adjustment_get_lower (child (fixture, "black_scale_adjustment")), ==, 1000);
  g_assert_cmpfloat (gtk_adjustment_get_upper (child (fixture, "white_scale_adjustment")), ==, 2999);

  /* In numbers of the file. */
  set_value (fixture, "white_adjustment", 3000);
  set_value (fixture, "black_adjustment", 1000);
  assert_window (fixture, LW_TONE_DEPTH_16, 1000, 3000);
  g_assert_cmpint (fixture->n_changed, ==, 2);
  set_value (fixture, "black_scale_adjustment", 1500.3);
  assert_window (fixture, LW_TONE_DEPTH_16, 1500, 3000);
  g_assert_cmpfloat (get_value (fixture, "black_adjustment"), ==, 1500);

  /* The ends push each other along. */
  set_value (fixture, "black_adjustment", 3500);
  assert_window (fixture, LW_TONE_DEPTH_16, 3500, 3501);
  set_value (fixture, "white_adjustment", 0);
  assert_window (fixture, LW_TONE_DEPTH_16, 0, 1);
  set_value (fixture, "black_adjustment", 65535);
  assert_window (fixture, LW_TONE_DEPTH_16, 65534, 65535);
}

static void
test_window_kinds (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (LwPixels) pixels = make_deep ();
  GtkDropDown *kinds = child (fixture, "window_drop_down");

  lw_tone_popover_set_pixels (fixture->popover, pixels);
  gtk_drop_down_set_selected (kinds, LW_TONE_WINDOW_FULL);
  g_assert_cmpint (fixture->n_changed, ==, 1);
  g_assert_cmpint (fixture->tone.windows[LW_TONE_DEPTH_16].kind, ==, LW_TONE_WINDOW_FULL);
  g_assert_cmpint (fixture->tone.windows[LW_TONE_DEPTH_8].kind, ==, LW_TONE_WINDOW_AUTO);
  g_assert_cmpfloat (get_value (fixture, "black_adjustment"), ==, 0);
  g_assert_cmpfloat (get_value (fixture, "white_adjustment"), ==, 65535);

  /* The numbers that are shown are those that stay. */
  gtk_drop_down_set_selected (kinds, LW_TONE_WINDOW_SET);
  assert_window (fixture, LW_TONE_DEPTH_16, 0, 65535);
  gtk_drop_down_set_selected (kinds, LW_TONE_WINDOW_AUTO);
  g_assert_true (lw_tone_is_neutral (&fixture->tone));
  g_assert_cmpfloat_with_epsilon (get_value (fixture, "black_adjustment"), 1020, 30);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "reset_button")));
}

/* Numbers of any size, with as many digits as they need; an entry that reads its own text again
 * has changed nothing. */
static void
test_window_of_floats (Fixture      *fixture,
                       gconstpointer data)
{
  float numbers[] = { -0.0123456f, 0.0345678f, 0.001f, 0.002f };
  g_autoptr (LwPixels) pixels = lw_pixels_new_take (&(LwPixelsSource){ LW_PIXELS_GREY_FLOAT, (guint8 *) (void *) numbers, 2, 2, 8, 1 });
  GtkSpinButton *black = child (fixture, "black_spin");

  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  lw_tone_popover_set_pixels (fixture->popover, pixels);
  g_assert_cmpstr (gtk_label_get_label (child (fixture, "range_label")), ==, "This picture: -0.0123456 to 0.0345678");
  gtk_spin_button_update (black);
  gtk_spin_button_update (child (fixture, "white_spin"));
  g_assert_cmpint (fixture->n_changed, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (black), "-1e-3");
  gtk_spin_button_update (black);
  g_assert_cmpint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->tone.windows[LW_TONE_DEPTH_FLOAT].low, -0.001, 1e-9);

  /* Beyond what there is in this one: the next may have more. */
  set_value (fixture, "white_adjustment", 500);
  assert_window (fixture, LW_TONE_DEPTH_FLOAT, -0.001, 500);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/tone-popover/sliders", Fixture, NULL, set_up, test_sliders, tear_down);
  g_test_add ("/tone-popover/set", Fixture, NULL, set_up, test_set, tear_down);
  g_test_add ("/tone-popover/window", Fixture, NULL, set_up, test_window, tear_down);
  g_test_add ("/tone-popover/window-kinds", Fixture, NULL, set_up, test_window_kinds, tear_down);
  g_test_add ("/tone-popover/window-of-floats", Fixture, NULL, set_up, test_window_of_floats, tear_down);

  return g_test_run ();
}
