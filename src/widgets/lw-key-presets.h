/* lw-key-presets.h - the keys of programs that people come from
 *
 * Only what differs from the table of lw-keys.h.  A preset may name commands that there
 * are not: they are left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-key-map.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *title; /* untranslated */
  const LwKeyChoice *choices;
  guint              n_choices;
} LwKeyPreset;

/* The first is our own keys, without any choice.  Static. */
const LwKeyPreset *lw_key_presets_list (guint *n_presets);

/* Which of them the keys are now; G_MAXUINT for none. */
guint lw_key_presets_find (LwKeyMap *map);

G_END_DECLS
