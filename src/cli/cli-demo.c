/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-demo-project.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What four digits in the names of the pictures hold. */
#define N_IMAGES_MAX 9999

static gboolean
print_demo (LwCli      *self,
            const char *path,
            int         n_images,
            gboolean    is_new,
            GError    **error)
{
  lw_cli_end_progress ();

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o, s:b}", "project", lw_cli_json_text (path), "made", is_new), error);

  if (is_new)
    printf (_ ("Drew %d images and made the project %s\n"), n_images, path);
  else
    printf (_ ("The demonstration is there already: %s\n"), path);

  return TRUE;
}

gboolean
lw_cli_demo (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  gboolean           no_open = FALSE;
  gint64             seed = LW_DEMO_SEED;
  int                n_images = LW_DEMO_N_IMAGES;
  const GOptionEntry entries[] = {
    { "no-open", 0, 0, G_OPTION_ARG_NONE, &no_open, N_ ("Do not open the workbench on it"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Another seed draws other images"), "N" },
    { "images", 0, 0, G_OPTION_ARG_INT, &n_images, N_ ("How many images"), "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_new;

  if (!lw_cli_parse (self, entries, &argc, &argv, 0, 1, error))
    return FALSE;

  if (n_images < 1 || n_images > N_IMAGES_MAX)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--images is a number from 1 to %d"), N_IMAGES_MAX);
      return FALSE;
    }

  folder = argc > 1 ? g_strdup (argv[1]) : lw_demo_project_dup_default_folder ();
  path = lw_demo_project_make (folder, (guint64) seed, n_images, lw_cli_show_progress, NULL, self->cancellable, &local_error);
  is_new = path != NULL;

  /* Whoever wants to see the demonstration a second time gets to see it. */
  if (!is_new && !no_open && g_error_matches (local_error, LW_ERROR, LW_ERROR_EXISTS))
    {
      path = g_build_filename (folder, LW_DEMO_PROJECT_NAME, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        g_clear_pointer (&path, g_free);
    }

  if (path == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!no_open)
    lw_cli_set_path_to_open (path);

  return print_demo (self, path, n_images, is_new, error);
}
