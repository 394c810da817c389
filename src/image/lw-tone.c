/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tone.h"

#include "lw-tone-colours.h"

#include <math.h>
#include <string.h>

/* What lw-tone.h promises; beyond it a picture is one flat colour. */
#define GAMMA_MIN 0.1
#define GAMMA_MAX 10.0

/* Shorter than any window that a 32-bit float could fill with numbers of its own. */
#define WINDOW_MIN 1e-9

static const char *const channel_names[LW_N_TONE_CHANNELS] = { "all", "red", "green", "blue" };
static const char *const colours_names[LW_N_TONE_COLOURS] = { "none", "perceptual", "heat" };
static const char *const window_names[LW_N_TONE_DEPTHS] = { "window-8", "window-16", "window-float" };

/* What parts of the range, which is how windows were written at first, are in numbers of a file.
 * Those in floating point had none that would mean the same in another picture. */
static const double full_ranges[] = { [LW_TONE_DEPTH_8] = 255, [LW_TONE_DEPTH_16] = 65535 };

/* The numbers of a tone by their name in a text. */
static const struct
{
  const char *name;
  gsize       offset;
  double      neutral, min, max;
} numbers[] = {
  { "brightness", G_STRUCT_OFFSET (LwTone, brightness), 0, -1, 1 },
  { "contrast", G_STRUCT_OFFSET (LwTone, contrast), 0, -1, 1 },
  { "gamma", G_STRUCT_OFFSET (LwTone, gamma), 1, GAMMA_MIN, GAMMA_MAX },
};

static double
get_number (const LwTone *tone,
            guint         i)
{
  return G_STRUCT_MEMBER (double, tone, numbers[i].offset);
}

gboolean
lw_tone_window_equal (const LwToneWindow *a,
                      const LwToneWindow *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->kind == b->kind && (a->kind != LW_TONE_WINDOW_SET || (a->low == b->low && a->high == b->high));
}

gboolean
lw_tone_equal (const LwTone *a,
               const LwTone *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (get_number (a, i) != get_number (b, i))
      return FALSE;

  for (int i = 0; i < LW_N_TONE_DEPTHS; i++)
    if (!lw_tone_window_equal (&a->windows[i], &b->windows[i]))
      return FALSE;

  return a->black == b->black && a->white == b->white && !a->is_inverted == !b->is_inverted && a->channel == b->channel && a->colours == b->colours;
}

gboolean
lw_tone_is_neutral (const LwTone *self)
{
  return lw_tone_equal (self, &LW_TONE_NEUTRAL);
}

/* --- Text --- */

static void
add_part (GString    *text,
          const char *name,
          const char *value)
{
  if (text->len > 0)
    g_string_append_c (text, ',');

  g_string_append_printf (text, "%s=%s", name, value);
}

static void
add_window (GString            *text,
            const char         *name,
            const LwToneWindow *window)
{
  char             low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *numbers_text = NULL;

  if (window->kind == LW_TONE_WINDOW_AUTO)
    return;

  numbers_text = g_strdup_printf ("%s:%s", g_ascii_dtostr (low, sizeof low, window->low),
                                  g_ascii_dtostr (high, sizeof high, window->high));
  add_part (text, name, window->kind == LW_TONE_WINDOW_FULL ? "full" : numbers_text);
}

/* Only what is not neutral, so that a text stays right when a member is added. */
char *
lw_tone_to_text (const LwTone *self)
{
  GString *text = g_string_new (NULL);
  char     buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (get_number (self, i) != numbers[i].neutral)
      add_part (text, numbers[i].name, g_ascii_dtostr (buffer, sizeof buffer, get_number (self, i)));

  if (self->is_inverted)
    add_part (text, "inverted", "yes");
  if (self->channel != LW_TONE_CHANNEL_ALL)
    add_part (text, "channel", channel_names[self->channel]);
  if (self->colours != LW_TONE_COLOURS_NONE)
    add_part (text, "colours", colours_names[self->colours]);

  for (int i = 0; i < LW_N_TONE_DEPTHS; i++)
    add_window (text, window_names[i], &self->windows[i]);

  if (text->len == 0)
    g_string_append (text, "neutral");

  return g_string_free (text, FALSE);
}

static int
find_name (const char *const *names,
           guint              n_names,
           const char        *name)
{
  for (guint i = 0; i < n_names; i++)
    if (strcmp (names[i], name) == 0)
      return (int) i;

  return -1;
}

static gboolean
parse_number (const char *name,
              const char *value,
              LwTone     *tone)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (numbers[i].name, name) == 0)
      {
        char        *end;
        const double number = g_ascii_strtod (value, &end);

        G_STRUCT_MEMBER (double, tone, numbers[i].offset) = number;

        return end != value && *end == '\0' && number >= numbers[i].min && number <= numbers[i].max;
      }

  return FALSE;
}

static gboolean
parse_window (char         *value,
              LwToneWindow *window)
{
  char *high = strchr (value, ':');
  char *end_low, *end_high;

  if (strcmp (value, "full") == 0)
    {
      *window = (LwToneWindow){ .kind = LW_TONE_WINDOW_FULL };
      return TRUE;
    }

  if (high++ == NULL)
    return FALSE;

  *window = (LwToneWindow){ LW_TONE_WINDOW_SET, g_ascii_strtod (value, &end_low), g_ascii_strtod (high, &end_high) };

  return end_low != value && *end_low == ':' && end_high != high && *end_high == '\0' &&
         isfinite (window->low) && isfinite (window->high) && window->low < window->high;
}

static gboolean
parse_old_part (const char *value,
                double     *part)
{
  char *end;

  *part = g_ascii_strtod (value, &end);

  return end != value && *end == '\0' && *part >= 0 && *part <= 1;
}

/* Parts of a range become numbers. */
static void
take_old_window (LwTone *tone)
{
  for (guint i = 0; i < G_N_ELEMENTS (full_ranges) && (tone->black != 0 || tone->white != 1); i++)
    tone->windows[i] = (LwToneWindow){ LW_TONE_WINDOW_SET, tone->black * full_ranges[i], tone->white * full_ranges[i] };

  tone->black = 0;
  tone->white = 1;
}

static gboolean
parse_part (char   *part,
            LwTone *tone)
{
  char *value = strchr (part, '=');
  int   found;

  if (value == NULL)
    return FALSE;

  *value++ = '\0';

  if (strcmp (part, "inverted") == 0)
    return tone->is_inverted = strcmp (value, "yes") == 0;

  if (strcmp (part, "channel") == 0)
    {
      found = find_name (channel_names, G_N_ELEMENTS (channel_names), value);
      tone->channel = (LwToneChannel) MAX (found, 0);
      return found >= 0;
    }

  if (strcmp (part, "colours") == 0)
    {
      found = find_name (colours_names, G_N_ELEMENTS (colours_names), value);
      tone->colours = (LwToneColours) MAX (found, 0);
      return found >= 0;
    }

  if ((found = find_name (window_names, G_N_ELEMENTS (window_names), part)) >= 0)
    return parse_window (value, &tone->windows[found]);

  if (strcmp (part, "black") == 0 || strcmp (part, "white") == 0)
    return parse_old_part (value, *part == 'b' ? &tone->black : &tone->white);

  return parse_number (part, value, tone);
}

gboolean
lw_tone_from_text (const char *text,
                   LwTone     *tone)
{
  g_auto (GStrv) parts = NULL;
  LwTone parsed = LW_TONE_NEUTRAL;

  g_return_val_if_fail (tone != NULL, FALSE);

  *tone = parsed;

  if (g_strcmp0 (text, "neutral") == 0)
    return TRUE;

  if (text == NULL || *text == '\0')
    return FALSE;

  parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_part (parts[i], &parsed))
      return FALSE;

  if (parsed.black >= parsed.white)
    return FALSE;

  take_old_window (&parsed);
  *tone = parsed;

  return TRUE;
}

/* --- Table --- */

/* At 0 the slope is 1; at -1 it is 0, and at 1 so steep that there are two tones. */
static double
contrast_slope (double contrast)
{
  return contrast <= 0 ? 1 + contrast : 1 / MAX (1 - contrast, 1e-6);
}

/* Black to white, 0 to 1, of a place in the window, 0 to 1. */
static double
apply (const LwTone *tone,
       double        slope,
       double        value)
{
  value = (value + tone->brightness - 0.5) * slope + 0.5;
  value = CLAMP (value, 0, 1);

  if (tone->gamma != 1)
    value = pow (value, 1 / CLAMP (tone->gamma, GAMMA_MIN, GAMMA_MAX));

  return tone->is_inverted ? 1 - value : value;
}

void
lw_tone_table_init (LwToneTable  *table,
                    const LwTone *tone)
{
  double slope;

  g_return_if_fail (table != NULL);
  g_return_if_fail (tone != NULL);

  slope = contrast_slope (CLAMP (tone->contrast, -1, 1));
  table->tone = *tone;

  /* A window of nothing would have every number divided by it. */
  table->tone.white = MAX (tone->white, tone->black + WINDOW_MIN);

  for (int i = 0; i < LW_TONE_TABLE_SIZE; i++)
    {
      const double value = apply (tone, slope, (double) i / (LW_TONE_TABLE_SIZE - 1));

      table->levels[i] = (guint8) (value * 255 + 0.5);
      table->colours[i] = tone->colours == LW_TONE_COLOURS_NONE ? table->levels[i] * 0x010101u : lw_tone_colours_at (tone->colours, value);
    }
}
