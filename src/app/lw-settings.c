/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-settings.h"

#include "lw-config.h"

GSettings *
lw_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (LW_APPLICATION_ID);

  return settings;
}
