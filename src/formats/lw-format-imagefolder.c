/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-error.h"
#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-image-walk.h"
#include "lw-output.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define ID "imagefolder"

/* --- Recognising --- */

static gboolean
is_subset (const char *name)
{
  static const char *const names[] = { "train", "val", "valid", "validation", "test" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Some other format's labels: then the folders are no classes. */
static gboolean
is_foreign (const char *name)
{
  static const char *const endings[] = { ".json", ".xml", ".csv", ".tfrecord", ".pbtxt", ".txt", ".yaml", ".data" };
  static const char *const harmless[] = { "readme", "license", "licence", "classes.", "labels.", "synsets." };
  g_autofree char         *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    if (g_str_has_prefix (lower, harmless[i]))
      return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;

  return FALSE;
}

/* A folder of images may be anything; folders of images in it may be classes.
 * Every format with labels is surer of itself than this. */
static int
recognise (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *foreign = lw_files_find_first (path, 2, is_foreign);
  const char      *name;
  int              score = 0;

  if (foreign != NULL)
    return 0;

  for (guint i = 0; dir != NULL && i < 300 && (name = g_dir_read_name (dir)) != NULL; i++)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *image = NULL;

      if (name[0] == '.' || g_ascii_strcasecmp (name, "images") == 0 || g_ascii_strcasecmp (name, "masks") == 0)
        continue;

      image = lw_files_find_first (child, is_subset (name) ? 2 : 1, lw_image_name_is_known);
      if (image != NULL)
        score = MAX (score, is_subset (name) ? 25 : 20);
    }

  return score;
}

/* --- Reading --- */

typedef struct
{
  const LwReadOptions *options;
  LwSink              *sink;
  LwFindings          *findings;
  GCancellable        *cancellable;
  GHashTable          *classes; /* name to index + 1 */
  gboolean             has_subsets;
  GString             *extra;
} Reader;

/* Only where every folder at the top is a subset: a class may well be called
 * "test". */
static gboolean
find_subsets (GPtrArray *paths)
{
  gboolean any = FALSE;

  for (guint i = 0; i < paths->len; i++)
    {
      const char      *path = g_ptr_array_index (paths, i);
      const char      *slash = strchr (path, '/');
      g_autofree char *top = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : NULL;

      if (top == NULL)
        continue;

      if (!is_subset (top))
        return FALSE;

      any = any || strchr (slash + 1, '/') != NULL;
    }

  return any;
}

static gboolean
get_class (Reader     *self,
           const char *name,
           guint      *index,
           GError    **error)
{
  LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };

  *index = GPOINTER_TO_UINT (g_hash_table_lookup (self->classes, name));

  if (*index == 0)
    {
      if (!self->sink->add_class (self->sink, &record, index, error))
        return FALSE;

      g_hash_table_insert (self->classes, g_strdup (name), GUINT_TO_POINTER (*index + 1));
      return TRUE;
    }

  (*index)--;

  return TRUE;
}

static gboolean
read_image (Reader     *self,
            const char *path,
            GError    **error)
{
  const char      *slash = self->has_subsets ? strchr (path, '/') : NULL;
  g_autofree char *subset = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : NULL;
  const char      *inner = slash != NULL ? slash + 1 : path;
  g_autofree char *class_name = strchr (inner, '/') != NULL ? g_path_get_dirname (inner) : NULL;
  LwImageRecord    image = { .path = path, .progress = class_name != NULL ? LW_PROGRESS_DONE : LW_PROGRESS_UNSEEN };
  LwTagRecord      tag = { 0 };
  guint            index;

  if (!g_utf8_validate (path, -1, NULL))
    {
      g_autofree char *shown = g_filename_display_name (path);

      lw_findings_add (self->findings, LW_SEVERITY_WARNING, "image-malformed", _ ("images whose name is not UTF-8 are left out"), "%s", shown);
      return TRUE;
    }

  if (subset != NULL)
    {
      lw_extra_begin (self->extra, ID);
      lw_extra_add_string (self->extra, "subset", subset);
      image.extra = lw_extra_end (self->extra);
    }

  if (!self->sink->add_image (self->sink, &image, &index, error))
    return FALSE;

  if (class_name != NULL)
    return get_class (self, class_name, &tag.class_index, error) && self->sink->add_tag (self->sink, index, &tag, error);

  lw_findings_add (self->findings, LW_SEVERITY_NOTE, "image-without-class", _ ("images that are in no folder have no class"), "%s", path);

  return TRUE;
}

static gboolean
read_paths (Reader     *self,
            const char *folder,
            GError    **error)
{
  g_autoptr (GPtrArray) paths = lw_files_list (folder, lw_image_name_is_known, self->cancellable, error);

  if (paths == NULL)
    return FALSE;

  if (paths->len == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds no images"), folder);
      return FALSE;
    }

  self->has_subsets = find_subsets (paths);

  for (guint i = 0; i < paths->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !read_image (self, g_ptr_array_index (paths, i), error))
        return FALSE;

      lw_report_progress (self->options->progress, self->options->progress_data, (double) (i + 1) / paths->len);
    }

  return TRUE;
}

static gboolean
read_set (const char          *path,
          const LwReadOptions *options,
          LwSink              *sink,
          char               **images_folder_out,
          LwFindings          *findings,
          GCancellable        *cancellable,
          GError             **error)
{
  g_autofree char *folder = g_canonicalize_filename (path, NULL);
  g_autoptr (GHashTable) classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) extra = g_string_new (NULL);
  Reader self = { options, sink, findings, cancellable, classes, FALSE, extra };

  if (g_file_test (folder, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is a file; class labels by folder need the folder"), path);
      return FALSE;
    }

  /* Before the first image: what an image is called depends on it. */
  if (images_folder_out != NULL)
    *images_folder_out = g_strdup (folder);

  return read_paths (&self, folder, error);
}

/* --- Writing --- */

typedef struct
{
  LwSource             *source;
  const LwWriteOptions *options;
  LwFindings           *findings;
  GCancellable         *cancellable;
  LwOutputFolder       *folder;
  GPtrArray            *folders; /* (element-type utf8) of each class */
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->folder, lw_output_folder_free);
  g_ptr_array_unref (self->folders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static const LwAbilities abilities = { .id = ID, .tags = TRUE };

static gboolean
name_folders (Writer  *self,
              GError **error)
{
  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;
      char         *name;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      lw_extra_report_lost_members (self->findings, ID, record.extra, record.name);
      name = lw_image_path_normalise (record.name);

      /* "..", "/" and hidden names are no folders; "a/b" is one in another. */
      if (name == NULL || name[0] == '.')
        {
          g_free (name);
          name = g_strdup_printf ("class %u", i);
          lw_findings_add (self->findings, LW_SEVERITY_LOSS, "renamed", _ ("classes whose name cannot be that of a folder are given another one"), "%s: %s", record.name, name);
        }

      g_ptr_array_add (self->folders, name);
    }

  return TRUE;
}

static char *
choose_name (Writer     *self,
             const char *folder,
             const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *stem = lw_path_dup_stem (base);
  const char      *ending = base + strlen (stem);
  g_autofree char *name = g_build_filename (folder, base, NULL);

  for (guint i = 2; lw_output_folder_contains (self->folder, name); i++)
    {
      g_autofree char *other = g_strdup_printf ("%s-%u%s", stem, i, ending);

      g_free (name);
      name = g_build_filename (folder, other, NULL);
    }

  return g_steal_pointer (&name);
}

static gboolean
write_under (Writer              *self,
             const LwImageRecord *record,
             const char          *class_folder,
             const char          *source,
             GError             **error)
{
  g_autofree char *kept = lw_extra_dup_string (record->extra, ID, "subset");
  g_autofree char *subset = kept != NULL ? lw_image_path_normalise (kept) : NULL;
  g_autofree char *folder = g_build_filename (subset != NULL ? subset : "", class_folder, NULL);
  g_autofree char *name = choose_name (self, folder, record->path);
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *was = g_path_get_basename (record->path);

  if (!g_str_equal (base, was))
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "renamed", _ ("images of the same name are given another one"), "%s: %s", record->path, name);

  return lw_output_folder_copy (self->folder, name, source, self->cancellable, error);
}

static void
report_image (Writer              *self,
              const LwImageRecord *record,
              GArray              *boxes,
              GArray              *tags)
{
  lw_extra_report_losses (self->findings, &abilities, record, boxes, tags);

  if (tags->len > 1)
    lw_findings_add (self->findings, LW_SEVERITY_NOTE, "several-classes", _ ("images of several classes appear under each of them"), "%s", record->path);

  if (tags->len == 0 && record->progress != LW_PROGRESS_UNSEEN)
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-progress", _ ("images without a class read back as unseen, those with one as done"), "%s", record->path);
  else if (tags->len > 0 && record->progress != LW_PROGRESS_DONE)
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-progress", _ ("images without a class read back as unseen, those with one as done"), "%s", record->path);
}

static gboolean
write_image (const LwImageRecord *record,
             GArray              *boxes,
             GArray              *tags,
             gpointer             user_data,
             GError             **error)
{
  Writer          *self = user_data;
  g_autofree char *source = g_build_filename (self->options->images_folder, record->path, NULL);

  if (lw_extra_report_page (self->findings, record->path, FALSE))
    return TRUE;

  report_image (self, record, boxes, tags);

  if (!g_file_test (source, G_FILE_TEST_IS_REGULAR))
    {
      lw_findings_add (self->findings, LW_SEVERITY_LOSS, "image-missing", _ ("images are not there and are left out with their classes"), "%s", record->path);
      return TRUE;
    }

  if (tags->len == 0)
    return write_under (self, record, "", source, error);

  for (guint i = 0; i < tags->len; i++)
    if (!write_under (self, record, g_ptr_array_index (self->folders, g_array_index (tags, LwTagRecord, i).class_index), source, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_set (const char           *path,
           const LwWriteOptions *options,
           LwSource             *source,
           LwFindings           *findings,
           GCancellable         *cancellable,
           GError              **error)
{
  g_auto (Writer) self = {
    .source = source,
    .options = options,
    .findings = findings,
    .cancellable = cancellable,
    .folders = g_ptr_array_new_with_free_func (g_free),
  };

  if (options->images_folder == NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("A folder for each class needs the images; tell where they are"));
      return FALSE;
    }

  self.folder = lw_output_folder_open (path, error);
  if (self.folder == NULL)
    return FALSE;

  lw_extra_report_lost_members (findings, ID, source->get_extra (source), _ ("the set"));

  return name_folders (&self, error) &&
         lw_image_walk (source, options, cancellable, write_image, &self, error) &&
         lw_output_folder_commit (self.folder, error);
}

const LwFormat lw_format_imagefolder = {
  .id = ID,
  .name = "ImageFolder",
  .pattern = N_ ("a folder with a folder of images for each class"),
  .losses = N_ ("Not kept are boxes, lots, classes without an image, open and skipped images, and what other formats said besides."),
  .target_is_folder = TRUE,
  .recognise = recognise,
  .read = read_set,
  .write = write_set,
};
