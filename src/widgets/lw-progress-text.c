/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-progress-text.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const struct
{
  const char *text;
  const char *icon;
} table[LW_N_PROGRESS] = {
  [LW_PROGRESS_UNSEEN]  = { N_("Not looked at"), "lw-state-unseen-symbolic" },
  [LW_PROGRESS_OPEN]    = { N_("Open"),          "lw-state-open-symbolic"   },
  [LW_PROGRESS_DONE]    = { N_("Done"),          "lw-done-symbolic"         },
  [LW_PROGRESS_SKIPPED] = { N_("Skipped"),       "lw-skip-symbolic"         },
};
/* clang-format on */

const char *
lw_progress_to_text (LwProgress progress)
{
  g_return_val_if_fail (progress < LW_N_PROGRESS, "");

  return _ (table[progress].text);
}

const char *
lw_progress_to_icon (LwProgress progress)
{
  g_return_val_if_fail (progress < LW_N_PROGRESS, "");

  return table[progress].icon;
}
