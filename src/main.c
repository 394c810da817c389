/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-application.h"
#include "lw-cli.h"
#include "lw-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <locale.h>

static int
run_workbench (int    argc,
               char **argv)
{
  g_autoptr (LwApplication) application = lw_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* Files and folders go to the workbench, as do addresses of files and the options
 * that the desktop starts it with; everything else is a command or a mistake. */
static gboolean
is_for_workbench (const char *argument)
{
  if (lw_cli_is_command (argument))
    return FALSE;

  return g_str_has_prefix (argument, "--gapplication-") ||
         g_str_has_prefix (argument, "file://") ||
         g_file_test (argument, G_FILE_TEST_EXISTS);
}

/* A build that is not installed has its translations elsewhere. */
static const char *
get_locale_dir (void)
{
  const char *folder = g_getenv ("LW_LOCALEDIR");

  return folder != NULL ? folder : LW_LOCALE_DIR;
}

int
main (int    argc,
      char **argv)
{
  const char *path;
  int         status;

  setlocale (LC_ALL, "");
  bindtextdomain (LW_GETTEXT_DOMAIN, get_locale_dir ());
  bind_textdomain_codeset (LW_GETTEXT_DOMAIN, "UTF-8");
  textdomain (LW_GETTEXT_DOMAIN);

  if (argc < 2 || is_for_workbench (argv[1]))
    return run_workbench (argc, argv);

  status = lw_cli_run (argc, argv);
  path = lw_cli_get_path_to_open ();

  if (status != LW_CLI_DONE || path == NULL)
    return status;

  return run_workbench (2, (char *[]){ argv[0], (char *) path, NULL });
}
