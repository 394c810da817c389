/* lw-cli.h - the commands: everything the core can do, without a screen
 *
 * No display is opened and no GTK is initialised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The exit status of a command. */
typedef enum
{
  LW_CLI_DONE = 0,
  LW_CLI_FAILED = 1, /* one line on stderr says why; nothing is half-written */
  LW_CLI_USAGE = 2,  /* wrong usage */
} LwCliStatus;

gboolean lw_cli_is_command (const char *name);

/* Runs the command named by @argv[1].  Takes SIGINT and SIGTERM for the rest of
 * the command, to stop it cleanly. */
int lw_cli_run (int    argc,
                char **argv);

/* What the command that has just run wants to be shown in the workbench; NULL as
 * a rule.  Borrowed. */
const char *lw_cli_get_path_to_open (void);

G_END_DECLS
