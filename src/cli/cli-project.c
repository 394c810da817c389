/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-image-folder.h"
#include "lw-text-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Far more than a million classes take. */
#define CLASS_FILE_MAX (64 * 1024 * 1024)

/* --- new --- */

static char **
read_class_names (const char *path,
                  GError    **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  gsize length;

  if (!(text = lw_file_load_bytes (path, CLASS_FILE_MAX, &length, &local_error)))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The list of classes cannot be read: %s"), local_error->message);
      return NULL;
    }

  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: the list of classes is not UTF-8 text, one name a line"), path);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (names, g_strdup (lines[i]));

  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static gboolean
refuse_existing (const char *path,
                 GError    **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("“%s” is there already; choose another name"), path);

  return FALSE;
}

/* Gives the finished file its name, never in place of another one. */
static gboolean
put_in_place (const char *made,
              const char *path,
              GError    **error)
{
  if (renameat2 (AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;

  /* Some file systems cannot promise that; the check before was half a second ago. */
  if (errno == EINVAL && !g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (made, path) == 0)
    return TRUE;

  if (errno == EEXIST)
    return refuse_existing (path, error);

  g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” cannot be made: %s"), path, g_strerror (errno));

  return FALSE;
}

/* The message names the file that was asked for, not the one that it is made as. */
static void
propagate_with_name (GError    **error,
                     GError     *found,
                     const char *made,
                     const char *path)
{
  g_autofree char *made_name = g_path_get_basename (made);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GString) message = g_string_new (found->message);

  g_string_replace (message, made_name, name, 0);
  g_set_error_literal (error, found->domain, found->code, message->str);
  g_error_free (found);
}

static gboolean
make_project (LwCli             *self,
              const char        *path,
              const char        *folder,
              const char *const *names,
              guint             *n_images,
              GError           **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *made = g_strdup_printf ("%s/.new-%08x%s", parent, g_random_int (), LW_STORE_SUFFIX);
  g_autoptr (LwStore) store = NULL;
  g_autoptr (GArray) images = NULL;
  g_autoptr (GError) local_error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return refuse_existing (path, error);

  if (!(store = lw_image_folder_create_project (made, folder, names, self->cancellable, &local_error)))
    {
      propagate_with_name (error, g_steal_pointer (&local_error), made, path);
      return FALSE;
    }

  images = lw_store_list_images (store, error);
  *n_images = images != NULL ? images->len : 0;
  g_clear_pointer (&store, lw_store_close);

  if (images != NULL && put_in_place (made, path, error))
    return TRUE;

  g_unlink (made);

  return FALSE;
}

gboolean
lw_cli_new (LwCli   *self,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autofree char   *images = NULL;
  g_autofree char   *classes = NULL;
  const GOptionEntry entries[] = {
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &images, N_ ("Folder of images, taken with all folders below it"), "DIR" },
    { "classes", 0, 0, G_OPTION_ARG_FILENAME, &classes, N_ ("File of class names, one a line"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_auto (GStrv) names = NULL;
  guint n_images;

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error))
    return FALSE;

  if (images == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--images is missing"));
      return FALSE;
    }

  if (classes != NULL && !(names = read_class_names (classes, error)))
    return FALSE;

  path = g_canonicalize_filename (argv[1], NULL);
  folder = g_canonicalize_filename (images, NULL);

  if (!make_project (self, path, folder, (const char *const *) names, &n_images, error))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o, s:i, s:i}", "project", lw_cli_json_text (path), "images", n_images,
                                         "classes", names != NULL ? g_strv_length (names) : 0),
                              error);

  printf (_ ("Made %s: %u images\n"), path, n_images);

  return TRUE;
}

/* --- check --- */

static void
check_finding_clear (gpointer data)
{
  LwCheckFinding *finding = data;

  g_free (finding->what);
  g_free (finding->where);
}

/* A file that is refused is a finding too: it is what the command was asked about. */
static gboolean
check_file (LwCli      *self,
            const char *path,
            GArray     *findings,
            GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (LwStore) store = lw_store_open_read_only (path, &local_error);

  if (store != NULL)
    return lw_store_check (store, findings, self->cancellable, error);

  if (g_error_matches (local_error, LW_ERROR, LW_ERROR_CORRUPT))
    {
      const LwCheckFinding finding = { g_strdup (local_error->message), g_strdup (path) };

      g_array_append_val (findings, finding);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
print_check (LwCli        *self,
             const GArray *findings,
             GError      **error)
{
  json_t *array = json_array ();

  for (guint i = 0; i < findings->len; i++)
    {
      const LwCheckFinding *finding = &g_array_index (findings, LwCheckFinding, i);

      json_array_append_new (array, json_pack ("{s:o, s:o}", "what", lw_cli_json_text (finding->what),
                                               "where", lw_cli_json_text (finding->where)));

      if (!self->json)
        printf ("%s: %s\n", finding->where, finding->what);
    }

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:b, s:o}", "ok", findings->len == 0, "findings", array), error);

  json_decref (array);

  if (findings->len == 0)
    puts (_ ("The project is whole: its journal gives exactly its tables"));

  return TRUE;
}

gboolean
lw_cli_check (LwCli   *self,
              int      argc,
              char   **argv,
              GError **error)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (LwCheckFinding));

  g_array_set_clear_func (findings, check_finding_clear);

  if (!lw_cli_parse (self, NULL, &argc, &argv, 1, 1, error) ||
      !check_file (self, argv[1], findings, error) ||
      !print_check (self, findings, error))
    return FALSE;

  if (findings->len == 0)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT,
               g_dngettext (GETTEXT_PACKAGE, "%s: damaged in %u place; restore a copy, or export what is left",
                            "%s: damaged in %u places; restore a copy, or export what is left", findings->len),
               argv[1], findings->len);

  return FALSE;
}

/* --- log --- */

static gboolean
print_line (const char *json,
            gpointer    data)
{
  const LwCli *self = data;

  return puts (json) >= 0 && !g_cancellable_is_cancelled (self->cancellable);
}

gboolean
lw_cli_log (LwCli   *self,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autofree char   *since_text = NULL;
  g_autofree char   *annotator = NULL;
  const GOptionEntry entries[] = {
    { "since", 0, 0, G_OPTION_ARG_STRING, &since_text, N_ ("Only what came after this version or sequence number"), "VERSION|SEQ" },
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &annotator, N_ ("Only what this person did"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LwStore) store = NULL;
  gint64 since = 0;
  gint64 annotator_key;

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) ||
      !(store = lw_store_open_read_only (argv[1], error)) ||
      (since_text != NULL && !lw_store_find_version (store, since_text, &since, error)) ||
      !lw_cli_find_annotator (store, annotator, &annotator_key, error))
    return FALSE;

  return lw_store_log (store, since, annotator_key, print_line, self, error) &&
         !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
