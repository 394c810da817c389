/* lw-tone.h - how pixels are shown: for eyes, never for files
 *
 * What the viewer chose is an LwTone, small enough to be kept as a setting; what the
 * loop over pixels needs is an LwToneTable, made from it once.  Both are plain
 * values without pointers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_TONE_CHANNEL_ALL,
  LW_TONE_CHANNEL_RED,
  LW_TONE_CHANNEL_GREEN,
  LW_TONE_CHANNEL_BLUE,
  LW_N_TONE_CHANNELS
} LwToneChannel;

/* A map from grey to colour, whose lightness grows evenly with the grey, so that it
 * can be read by the colour-blind and in a printout. */
typedef enum
{
  LW_TONE_COLOURS_NONE,
  LW_TONE_COLOURS_PERCEPTUAL, /* dark blue to yellow */
  LW_TONE_COLOURS_HEAT,       /* black, red, yellow, white */
  LW_N_TONE_COLOURS
} LwToneColours;

/* Which numbers of a picture are shown black and white: window and level. */
typedef enum
{
  LW_TONE_WINDOW_AUTO, /* where most of the picture is; of 8 bits all */
  LW_TONE_WINDOW_FULL, /* all that there can be, or in floating point, that there is */
  LW_TONE_WINDOW_SET,  /* as somebody said */
  LW_N_TONE_WINDOWS
} LwToneWindowKind;

typedef struct
{
  LwToneWindowKind kind;
  double           low, high; /* of LW_TONE_WINDOW_SET: numbers of the file, low < high */
} LwToneWindow;

/* Numbers mean nothing across these: each has a window of its own. */
typedef enum
{
  LW_TONE_DEPTH_8,
  LW_TONE_DEPTH_16,
  LW_TONE_DEPTH_FLOAT,
  LW_N_TONE_DEPTHS
} LwToneDepth;

typedef struct
{
  /* The part of the picture's range that is spread over black to white, black < white: 0 and 1
   * for all of it.  Not chosen but worked out for a picture; see lw_pixels_resolve_tone(). */
  double black, white;

  double        brightness; /* added after that, -1 to 1; 0 changes nothing */
  double        contrast;   /* -1 (all grey) to 1 (two tones); 0 changes nothing */
  double        gamma;      /* 0.1 to 10; above 1 lightens what is dark */
  gboolean      is_inverted;
  LwToneChannel channel; /* one channel is shown in grey */
  LwToneColours colours; /* of the grey of a picture, or of one channel */

  LwToneWindow windows[LW_N_TONE_DEPTHS];
} LwTone;

#define LW_TONE_NEUTRAL ((LwTone){ .white = 1, .gamma = 1 })

gboolean lw_tone_is_neutral (const LwTone *self);
gboolean lw_tone_equal (const LwTone *a,
                        const LwTone *b);

gboolean lw_tone_window_equal (const LwToneWindow *a,
                               const LwToneWindow *b);

/* What was chosen as a text without spaces for a setting, and back; FALSE and neutral where @text
 * is none.  Any locale. */
char    *lw_tone_to_text (const LwTone *self);
gboolean lw_tone_from_text (const char *text,
                            LwTone     *tone);

/* 4096 steps over the range of the picture: 8-bit pictures use every sixteenth, deeper
 * ones as many as a screen can tell apart after a narrow window was chosen; see
 * lw_tone_table_init(). */
#define LW_TONE_TABLE_SIZE 4096

typedef struct
{
  LwTone  tone;
  guint8  levels[LW_TONE_TABLE_SIZE];  /* of one channel */
  guint32 colours[LW_TONE_TABLE_SIZE]; /* 0xRRGGBB of a grey; with LW_TONE_COLOURS_NONE grey itself */
} LwToneTable;

/* The window is applied before the table, so that all of its steps lie inside the
 * window however narrow that is. */
void lw_tone_table_init (LwToneTable  *table,
                         const LwTone *tone);

G_END_DECLS
