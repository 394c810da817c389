/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* --- Options that name things --- */

static gboolean
parse_frame (const char *text,
             LwFrame    *frame,
             GError    **error)
{
  if (text == NULL)
    *frame = LW_FRAME_AUTO;
  else if (g_str_equal (text, "displayed"))
    *frame = LW_FRAME_DISPLAYED;
  else if (g_str_equal (text, "stored"))
    *frame = LW_FRAME_STORED;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--frame is “displayed” or “stored”, not “%s”"), text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_voc_origin (const char  *text,
                  LwVocOrigin *origin,
                  GError     **error)
{
  if (text == NULL || g_str_equal (text, "auto"))
    *origin = LW_VOC_ORIGIN_AUTO;
  else if (g_str_equal (text, "0"))
    *origin = LW_VOC_ORIGIN_ZERO;
  else if (g_str_equal (text, "1"))
    *origin = LW_VOC_ORIGIN_ONE;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--voc-origin is “auto”, “0” or “1”, not “%s”"), text);
      return FALSE;
    }

  return TRUE;
}

/* An id that is not known is wrong usage: the message lists those that are. */
static gboolean
parse_format (const char      *id,
              const LwFormat **format,
              GError         **error)
{
  g_autoptr (GError) local_error = NULL;

  *format = NULL;

  if (id == NULL || (*format = lw_format_find (id, &local_error)) != NULL)
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, local_error->message);

  return FALSE;
}

static gboolean
require (const char *option,
         const void *value,
         GError    **error)
{
  if (value == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("%s is missing"), option);

  return value != NULL;
}

/* --- import --- */

typedef struct
{
  char *format;
  char *images;
  char *annotator;
  char *lot;
  char *voc_origin;
  char *frame;
  char *map;
} ImportArguments;

static void
import_arguments_clear (ImportArguments *self)
{
  g_free (self->format);
  g_free (self->images);
  g_free (self->annotator);
  g_free (self->lot);
  g_free (self->voc_origin);
  g_free (self->frame);
  g_free (self->map);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImportArguments, import_arguments_clear)

static gboolean
print_import_report (LwCli                *self,
                     const LwImportReport *report,
                     GError              **error)
{
  g_autofree char *text = NULL;

  lw_cli_end_progress ();

  if (self->json)
    return lw_cli_print_json (lw_cli_json_from_report (report), error);

  text = lw_import_report_to_text (report);
  fputs (text, stdout);

  return TRUE;
}

gboolean
lw_cli_import (LwCli   *self,
               int      argc,
               char   **argv,
               GError **error)
{
  g_auto (ImportArguments) arguments = { 0 };
  LwImportOptions    options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &arguments.format, N_ ("Format of the source; recognised where it is not given"), "ID" },
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &arguments.images, N_ ("Folder that the image paths of the source are relative to"), "DIR" },
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &arguments.annotator, N_ ("Whose labels they become; “Import” where it is not given"), "NAME" },
    { "lot", 0, 0, G_OPTION_ARG_STRING, &arguments.lot, N_ ("Delivery that new images came in with"), "NAME" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("Report what would be done and change nothing"), NULL },
    { "voc-origin", 0, 0, G_OPTION_ARG_STRING, &arguments.voc_origin, N_ ("Where Pascal VOC counts its pixels from: auto, 0 or 1"), "ORIGIN" },
    { "frame", 0, 0, G_OPTION_ARG_STRING, &arguments.frame, N_ ("Labels of turned pictures are as displayed, or as stored"), "FRAME" },
    { "map", 0, 0, G_OPTION_ARG_FILENAME, &arguments.map, N_ ("File of lines: class in the source, tab, class in the project"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LwStore) store = NULL;
  g_autoptr (LwImportReport) report = NULL;

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 2, error) ||
      !parse_format (arguments.format, &options.format, error) ||
      !parse_frame (arguments.frame, &options.frame, error) ||
      !parse_voc_origin (arguments.voc_origin, &options.voc_origin, error))
    return FALSE;

  options.source = argv[2];
  options.images_folder = arguments.images;
  options.annotator = arguments.annotator;
  options.lot = arguments.lot;
  options.class_map = arguments.map;

  if (!(store = lw_cli_open_for_writing (argv[1], error)) ||
      !(report = lw_import_run (store, &options, lw_cli_show_progress, NULL, self->cancellable, error)))
    return FALSE;

  return print_import_report (self, report, error);
}

/* --- export --- */

static gboolean
print_losses (LwCli      *self,
              const char *target,
              LwFindings *findings,
              GError    **error)
{
  g_autofree char *text = NULL;

  lw_cli_end_progress ();

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o, s:o}", "target", lw_cli_json_text (target),
                                         "findings", lw_cli_json_from_findings (findings)),
                              error);

  text = lw_findings_to_text (findings);
  printf (_ ("Exported to %s\n"), target);
  fputs (*text != '\0' ? text : _ ("Nothing was lost\n"), stdout);

  return TRUE;
}

/* The layer of what was adjudicated, a name like any other. */
#define FINAL_LAYER "final"

static gboolean
check_final (LwStore *store,
             GError **error)
{
  gint64 key;

  if (lw_cli_find_annotator (store, FINAL_LAYER, &key, NULL))
    return TRUE;

  g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND,
                       _ ("Nothing has been adjudicated in this project yet; choose whose labels to export with --annotator"));

  return FALSE;
}

gboolean
lw_cli_export (LwCli   *self,
               int      argc,
               char   **argv,
               GError **error)
{
  g_autofree char   *format = NULL;
  g_autofree char   *annotator = NULL;
  g_autofree char   *frame = NULL;
  gboolean           is_final = FALSE;
  LwExportOptions    options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("Format to write"), "ID" },
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &annotator, N_ ("Whose labels; may be left out where there is only one"), "NAME" },
    { "final", 0, 0, G_OPTION_ARG_NONE, &is_final, N_ ("The labels that were adjudicated"), NULL },
    { "frame", 0, 0, G_OPTION_ARG_STRING, &frame, N_ ("Labels of turned pictures are as displayed, or as stored"), "FRAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (LwStore) store = NULL;
  g_autoptr (LwFindings) findings = NULL;

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 2, error) ||
      !require ("--format", format, error) ||
      !parse_format (format, &options.format, error) ||
      !parse_frame (frame, &options.frame, error))
    return FALSE;

  if (is_final && annotator != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--annotator and --final exclude each other"));
      return FALSE;
    }

  options.target = argv[2];
  options.annotator = is_final ? FINAL_LAYER : annotator;

  if (!(store = lw_store_open_read_only (argv[1], error)) ||
      (is_final && !check_final (store, error)) ||
      !(findings = lw_export_run (store, &options, lw_cli_show_progress, NULL, self->cancellable, error)))
    return FALSE;

  return print_losses (self, options.target, findings, error);
}

/* --- convert --- */

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

static gboolean
print_conversion (LwCli                 *self,
                  const LwImportReport  *report,
                  const LwExportOptions *options,
                  LwFindings            *losses,
                  GError               **error)
{
  if (!self->json)
    return print_import_report (self, report, error) && print_losses (self, options->target, losses, error);

  lw_cli_end_progress ();

  return lw_cli_print_json (json_pack ("{s:o, s:{s:s, s:o, s:o}}", "import", lw_cli_json_from_report (report),
                                       "export", "format", options->format->id,
                                       "target", lw_cli_json_text (options->target),
                                       "findings", lw_cli_json_from_findings (losses)),
                            error);
}

static gboolean
convert (LwCli                 *self,
         const char            *project,
         const LwImportOptions *import,
         const LwExportOptions *export,
         GError **error)
{
  g_autoptr (LwStore) store = lw_store_create (project, error);
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (LwFindings) losses = NULL;

  return store != NULL &&
         (report = lw_import_run (store, import, lw_cli_show_progress, NULL, self->cancellable, error)) != NULL &&
         (losses = lw_export_run (store, export, lw_cli_show_progress, NULL, self->cancellable, error)) != NULL &&
         print_conversion (self, report, export, losses, error);
}

/* Nobody has heard of the project that is written there. */
static gboolean
fail_without_room (const GError *found,
                   GError      **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_NO_SPACE,
               _ ("The folder for temporary files, %s, cannot be used: %s. Make room there, or name another folder with TMPDIR."),
               g_get_tmp_dir (), found->domain == LW_ERROR ? _ ("the disk is full") : found->message);

  return FALSE;
}

/* Goes through a project that nobody sees: a file of a gigabyte does not fit into
 * memory, and what a project cannot hold is reported the same way. */
gboolean
lw_cli_convert (LwCli   *self,
                int      argc,
                char   **argv,
                GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *images = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *project = NULL;
  LwImportOptions  import = { 0 };
  LwExportOptions export = { .frame = LW_FRAME_DISPLAYED };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("Format of the source; recognised where it is not given"), "ID" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Format to write"), "ID" },
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &images, N_ ("Folder that the image paths of the source are relative to"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) local_error = NULL;
  gboolean is_done;

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 2, error) ||
      !require ("--to", to, error) ||
      !parse_format (from, &import.format, error) ||
      !parse_format (to, &export.format, error))
    return FALSE;

  if (!(folder = g_dir_make_tmp ("labelwright-XXXXXX", &local_error)))
    return fail_without_room (local_error, error);

  project = g_build_filename (folder, "convert" LW_STORE_SUFFIX, NULL);
  import.source = argv[1];
  import.images_folder = images;
  export.target = argv[2];

  is_done = convert (self, project, &import, &export, &local_error);
  remove_folder (folder);

  if (!is_done && g_error_matches (local_error, LW_ERROR, LW_ERROR_NO_SPACE) && strstr (local_error->message, "convert" LW_STORE_SUFFIX) != NULL)
    return fail_without_room (local_error, error);

  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return is_done;
}

/* --- formats --- */

gboolean
lw_cli_formats (LwCli   *self,
                int      argc,
                char   **argv,
                GError **error)
{
  const LwFormat *const *formats;
  json_t                *array;
  guint                  n_formats;

  if (!lw_cli_parse (self, NULL, &argc, &argv, 0, 0, error))
    return FALSE;

  formats = lw_formats_list (&n_formats);
  array = json_array ();

  for (guint i = 0; i < n_formats; i++)
    {
      const LwFormat *format = formats[i];

      if (self->json)
        json_array_append_new (array, json_pack ("{s:s, s:s, s:s, s:b, s:b, s:b, s:s}",
                                                 "id", format->id, "name", format->name, "pattern", format->pattern,
                                                 "reads", format->read != NULL, "writes", format->write != NULL,
                                                 "folder", format->target_is_folder, "losses", format->losses));
      else
        printf ("%-14s %s (%s): %s\n%-14s %s\n", format->id, format->name, _ (format->pattern),
                format->write != NULL ? _ ("read and written") : _ ("only read"), "",
                *format->losses != '\0' ? _ (format->losses) : _ ("Nothing is lost."));
    }

  if (self->json)
    return lw_cli_print_json (array, error);

  json_decref (array);

  return TRUE;
}
