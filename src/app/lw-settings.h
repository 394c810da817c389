/* lw-settings.h - the user's settings, shared by everything in the process
 *
 * The keys are in data/io.github.labelwright.Labelwright.gschema.xml.  Main
 * thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Borrowed; the same object each time.  The schema must be installed, or named
 * by GSETTINGS_SCHEMA_DIR. */
GSettings *lw_settings_get (void);

G_END_DECLS
