/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tone-popover.h"

#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A slider is no finer than its pixels, but arrow keys are: a window of floats is moved
 * by thousandths of its range. */
#define STEPS_OF_FLOATS 1000

/* The narrowest window of floats, as a part of the range. */
#define FLOAT_WINDOW_MIN 1e-6

struct _LwTonePopover
{
  GtkPopover parent_instance;

  LwTone    tone;
  LwPixels *pixels;
  double    range_black, range_white; /* what can be set, in numbers of the file */
  double    step;                     /* the smallest window, in the same */
  gboolean  is_showing;               /* the controls are being set, not moved */

  /* Template */
  GtkAdjustment *black_adjustment, *white_adjustment;
  GtkAdjustment *black_scale_adjustment, *white_scale_adjustment;
  GtkAdjustment *brightness_adjustment, *contrast_adjustment, *gamma_adjustment;
  GtkWidget     *black_scale, *white_scale, *black_spin, *white_spin;
  GtkScale      *brightness_scale, *contrast_scale, *gamma_scale;
  GtkLabel      *brightness_label, *contrast_label, *gamma_label;
  GtkDropDown   *channel_drop_down, *colours_drop_down;
  GtkDropDown   *window_drop_down;
  GtkLabel      *range_label;
  GtkWidget     *invert_button, *reset_button;
};

enum
{
  SIGNAL_TONE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwTonePopover, lw_tone_popover, GTK_TYPE_POPOVER)

/* A slider is even where it changes the picture evenly: gamma by its logarithm. */
static double
gamma_of (double position)
{
  return pow (10, position / 100);
}

static double
position_of (double gamma)
{
  return 100 * log10 (gamma);
}

static LwToneDepth
get_depth (LwTonePopover *self)
{
  return self->pixels != NULL ? lw_pixels_get_tone_depth (self->pixels) : LW_TONE_DEPTH_8;
}

/* The numbers that are shown black and white, whoever chose them. */
static void
get_shown_window (LwTonePopover *self,
                  double        *low,
                  double        *high)
{
  LwTone tone = self->tone;
  double black = self->range_black, white = self->range_white;

  if (self->pixels != NULL)
    {
      lw_pixels_resolve_tone (self->pixels, &tone);
      lw_pixels_get_range (self->pixels, &black, &white);
    }

  /* Of one number alone, as when it is drawn. */
  if (!(white > black))
    white = black + 1;

  *low = black + tone.black * (white - black);
  *high = black + tone.white * (white - black);
}

static void
set_percent (GtkLabel *label,
             double    part)
{
  /* Translators: brightness or contrast, "+20 %" */
  g_autofree char *text = part == 0 ? g_strdup_printf (_ ("%d %%"), 0) : g_strdup_printf (_ ("%+.0f %%"), part * 100);

  gtk_label_set_label (label, text);
}

static void
update_numbers (LwTonePopover *self)
{
  g_autofree char *gamma = g_strdup_printf ("%.2f", self->tone.gamma);

  set_percent (self->brightness_label, self->tone.brightness);
  set_percent (self->contrast_label, self->tone.contrast);
  gtk_label_set_label (self->gamma_label, gamma);
  gtk_widget_set_sensitive (self->reset_button, !lw_tone_is_neutral (&self->tone));
}

/* A slider goes over the numbers that there are, and as much further as the window does. */
static void
set_slider (GtkAdjustment *adjustment,
            double         value,
            double         low,
            double         high,
            double         step)
{
  gtk_adjustment_configure (adjustment, value, fmin (low, value), fmax (high, value), step, (high - low) / 16, 0);
}

static void
update_window (LwTonePopover *self)
{
  double low, high, from = self->range_black, to = self->range_white;
  double step = gtk_adjustment_get_step_increment (self->black_adjustment);

  if (self->pixels != NULL)
    lw_pixels_get_extremes (self->pixels, &from, &to);

  get_shown_window (self, &low, &high);
  gtk_adjustment_set_value (self->black_adjustment, low);
  gtk_adjustment_set_value (self->white_adjustment, high);
  set_slider (self->black_scale_adjustment, low, fmin (from, low), fmax (to, high), step);
  set_slider (self->white_scale_adjustment, high, fmin (from, low), fmax (to, high), step);
  gtk_drop_down_set_selected (self->window_drop_down, (guint) self->tone.windows[get_depth (self)].kind);
}

static void
update_controls (LwTonePopover *self)
{
  const LwTone *tone = &self->tone;

  self->is_showing = TRUE;
  update_window (self);
  gtk_adjustment_set_value (self->brightness_adjustment, tone->brightness * 100);
  gtk_adjustment_set_value (self->contrast_adjustment, tone->contrast * 100);
  gtk_adjustment_set_value (self->gamma_adjustment, position_of (tone->gamma));
  gtk_drop_down_set_selected (self->channel_drop_down, (guint) tone->channel);
  gtk_drop_down_set_selected (self->colours_drop_down, (guint) tone->colours);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->invert_button), tone->is_inverted);
  self->is_showing = FALSE;
  update_numbers (self);
}

static void
change (LwTonePopover *self,
        LwTone         tone)
{
  if (lw_tone_equal (&self->tone, &tone))
    return;

  self->tone = tone;
  update_numbers (self);
  g_signal_emit (self, signals[SIGNAL_TONE_CHANGED], 0, &tone);
}

/* So that the middle of a slider is neutral however it was reached. */
static double
get_rounded (GtkAdjustment *adjustment)
{
  return round (gtk_adjustment_get_value (adjustment));
}

/* What another one is moved for stays as it was, down to the last digit. */
static gboolean
is_moved (GtkAdjustment *adjustment,
          double         position)
{
  return get_rounded (adjustment) != round (position);
}

static void
changed_cb (LwTonePopover *self)
{
  LwTone tone = self->tone;

  if (self->is_showing)
    return;

  if (is_moved (self->brightness_adjustment, tone.brightness * 100))
    tone.brightness = get_rounded (self->brightness_adjustment) / 100;
  if (is_moved (self->contrast_adjustment, tone.contrast * 100))
    tone.contrast = get_rounded (self->contrast_adjustment) / 100;
  if (is_moved (self->gamma_adjustment, position_of (tone.gamma)))
    tone.gamma = gamma_of (get_rounded (self->gamma_adjustment));

  tone.channel = (LwToneChannel) gtk_drop_down_get_selected (self->channel_drop_down);
  tone.colours = (LwToneColours) gtk_drop_down_get_selected (self->colours_drop_down);
  tone.is_inverted = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->invert_button));
  change (self, tone);
}

static void
change_window (LwTonePopover   *self,
               LwToneWindowKind kind,
               double           low,
               double           high)
{
  LwTone        tone = self->tone;
  LwToneWindow *window = &tone.windows[get_depth (self)];

  *window = (LwToneWindow){ .kind = kind };

  if (kind == LW_TONE_WINDOW_SET)
    {
      window->low = low;
      window->high = high;
    }

  change (self, tone);
  update_controls (self);
}

/* The two ends of the window push each other along, and never meet. */
static void
move_black (LwTonePopover *self,
            double         to)
{
  double low, high;

  if (self->is_showing)
    return;

  get_shown_window (self, &low, &high);
  low = fmin (to, self->range_white - self->step);
  change_window (self, LW_TONE_WINDOW_SET, low, fmax (high, low + self->step));
}

static void
move_white (LwTonePopover *self,
            double         to)
{
  double low, high;

  if (self->is_showing)
    return;

  get_shown_window (self, &low, &high);
  high = fmax (to, self->range_black + self->step);
  change_window (self, LW_TONE_WINDOW_SET, fmin (low, high - self->step), high);
}

/* An entry that loses the focus reads its own text again, which has fewer digits than the number
 * it stands for: nobody has changed that. */
static gboolean
is_same_text (GtkWidget *spin,
              double     a,
              double     b)
{
  const double last_digit = pow (10, -(double) gtk_spin_button_get_digits (GTK_SPIN_BUTTON (spin)));

  return fabs (a - b) <= last_digit / 2;
}

static void
black_changed_cb (LwTonePopover *self)
{
  const double black = gtk_adjustment_get_value (self->black_adjustment);
  double       low, high;

  get_shown_window (self, &low, &high);

  if (!is_same_text (self->black_spin, black, low))
    move_black (self, black);
}

static void
white_changed_cb (LwTonePopover *self)
{
  const double white = gtk_adjustment_get_value (self->white_adjustment);
  double       low, high;

  get_shown_window (self, &low, &high);

  if (!is_same_text (self->white_spin, white, high))
    move_white (self, white);
}

/* A slider has no finer places than its pixels: whole numbers where the file has them. */
static double
get_slid (LwTonePopover *self,
          GtkAdjustment *adjustment)
{
  const double value = gtk_adjustment_get_value (adjustment);

  return get_depth (self) == LW_TONE_DEPTH_FLOAT ? value : round (value);
}

static void
black_slid_cb (LwTonePopover *self)
{
  move_black (self, get_slid (self, self->black_scale_adjustment));
}

static void
white_slid_cb (LwTonePopover *self)
{
  move_white (self, get_slid (self, self->white_scale_adjustment));
}

/* Numbers that are to stay are those that are shown now. */
static void
window_chosen_cb (LwTonePopover *self)
{
  const guint kind = gtk_drop_down_get_selected (self->window_drop_down);
  double      low, high;

  if (self->is_showing || kind >= LW_N_TONE_WINDOWS || kind == self->tone.windows[get_depth (self)].kind)
    return;

  get_shown_window (self, &low, &high);
  change_window (self, (LwToneWindowKind) kind, low, high);
}

static void
reset_clicked_cb (LwTonePopover *self)
{
  change (self, LW_TONE_NEUTRAL);
  update_controls (self);
  /* A button that can no longer be pressed loses the focus to nobody. */
  gtk_widget_grab_focus (GTK_WIDGET (self->brightness_scale));
}

static void
set_range (GtkAdjustment *adjustment,
           double         black,
           double         white,
           double         step)
{
  gtk_adjustment_configure (adjustment, CLAMP (gtk_adjustment_get_value (adjustment), black, white), black, white, step,
                            step * 16, 0);
}

static int
digits_of (double step)
{
  return step >= 1 ? 0 : CLAMP ((int) ceil (-log10 (step)), 1, 12);
}

/* What there is in the picture, and where that is not all, what there can be. */
static void
update_range_label (LwTonePopover *self)
{
  double           low, high;
  g_autofree char *text = NULL;

  if (self->pixels == NULL || get_depth (self) == LW_TONE_DEPTH_8)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->range_label), FALSE);
      return;
    }

  lw_pixels_get_extremes (self->pixels, &low, &high);

  if (get_depth (self) == LW_TONE_DEPTH_16)
    text = g_strdup_printf (_ ("This picture: %.0f to %.0f, of %.0f to %.0f"), low, high, self->range_black, self->range_white);
  else
    text = g_strdup_printf (_ ("This picture: %.6g to %.6g"), low, high);

  gtk_label_set_label (self->range_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->range_label), TRUE);
}

/* In floating point a window may lie anywhere: the next picture has other numbers.  What is kept
 * of a number has seven places. */
static double
find_range_of_floats (LwTonePopover *self)
{
  double low, high, step;

  lw_pixels_get_extremes (self->pixels, &low, &high);
  step = high > low ? (high - low) / STEPS_OF_FLOATS : 1.0 / STEPS_OF_FLOATS;
  self->range_black = -(double) G_MAXFLOAT;
  self->range_white = (double) G_MAXFLOAT;
  self->step = fmax (step * STEPS_OF_FLOATS * FLOAT_WINDOW_MIN, fmax (fabs (low), fabs (high)) * FLOAT_WINDOW_MIN);

  return step;
}

/* Without pixels the window is that of 8 bits, and cannot be moved. */
static void
update_range (LwTonePopover *self)
{
  const gboolean can_window = self->pixels != NULL;
  const gboolean is_float = get_depth (self) == LW_TONE_DEPTH_FLOAT;
  double         step = 1;
  guint          digits;

  self->range_black = 0;
  self->range_white = get_depth (self) == LW_TONE_DEPTH_16 ? 65535 : 255;
  self->step = 1;

  if (is_float)
    step = find_range_of_floats (self);

  digits = (guint) digits_of (step);
  self->is_showing = TRUE;
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->black_spin), digits);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (self->white_spin), digits);
  /* Powers of ten have letters. */
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->black_spin), !is_float);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->white_spin), !is_float);
  set_range (self->black_adjustment, self->range_black, self->range_white, step);
  set_range (self->white_adjustment, self->range_black, self->range_white, step);
  self->is_showing = FALSE;
  update_range_label (self);

  gtk_widget_set_sensitive (self->black_scale, can_window);
  gtk_widget_set_sensitive (self->white_scale, can_window);
  gtk_widget_set_sensitive (self->black_spin, can_window);
  gtk_widget_set_sensitive (self->white_spin, can_window);
  gtk_widget_set_sensitive (GTK_WIDGET (self->window_drop_down), can_window);
}

static void
lw_tone_popover_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_TONE_POPOVER);
  if ((child = gtk_popover_get_child (GTK_POPOVER (object))) != NULL)
    gtk_popover_set_child (GTK_POPOVER (object), NULL);

  G_OBJECT_CLASS (lw_tone_popover_parent_class)->dispose (object);
}

static void
lw_tone_popover_finalize (GObject *object)
{
  g_clear_pointer (&LW_TONE_POPOVER (object)->pixels, lw_pixels_unref);

  G_OBJECT_CLASS (lw_tone_popover_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-tone-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, black_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, white_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, brightness_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, contrast_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, gamma_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, black_scale);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, white_scale);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, black_spin);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, white_spin);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, brightness_scale);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, brightness_label);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, contrast_scale);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, contrast_label);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, gamma_scale);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, gamma_label);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, channel_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, colours_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, invert_button);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, window_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, range_label);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, black_scale_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, white_scale_adjustment);
  gtk_widget_class_bind_template_child (widget_class, LwTonePopover, reset_button);
  gtk_widget_class_bind_template_callback (widget_class, black_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, white_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, black_slid_cb);
  gtk_widget_class_bind_template_callback (widget_class, white_slid_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
}

static void
lw_tone_popover_class_init (LwTonePopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lw_tone_popover_dispose;
  object_class->finalize = lw_tone_popover_finalize;

  signals[SIGNAL_TONE_CHANGED] =
      g_signal_new ("tone-changed", LW_TYPE_TONE_POPOVER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  bind_template (widget_class);
}

static void
lw_tone_popover_init (LwTonePopover *self)
{
  self->tone = LW_TONE_NEUTRAL;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The middle is where nothing is changed. */
  gtk_scale_add_mark (self->brightness_scale, 0, GTK_POS_BOTTOM, NULL);
  gtk_scale_add_mark (self->contrast_scale, 0, GTK_POS_BOTTOM, NULL);
  gtk_scale_add_mark (self->gamma_scale, 0, GTK_POS_BOTTOM, NULL);
  update_range (self);
  update_controls (self);
}

GtkWidget *
lw_tone_popover_new (void)
{
  return g_object_new (LW_TYPE_TONE_POPOVER, NULL);
}

void
lw_tone_popover_set_tone (LwTonePopover *self,
                          const LwTone  *tone)
{
  g_return_if_fail (LW_IS_TONE_POPOVER (self));
  g_return_if_fail (tone != NULL);

  /* While a slider is dragged this is its own echo. */
  if (lw_tone_equal (&self->tone, tone))
    return;

  self->tone = *tone;
  update_controls (self);
}

void
lw_tone_popover_set_pixels (LwTonePopover *self,
                            LwPixels      *pixels)
{
  g_return_if_fail (LW_IS_TONE_POPOVER (self));

  if (self->pixels == pixels)
    return;

  g_clear_pointer (&self->pixels, lw_pixels_unref);
  if (pixels != NULL)
    self->pixels = lw_pixels_ref (pixels);

  update_range (self);
  update_controls (self);
}
