/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-yolo.h"

#include "lw-error.h"
#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-image-index.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* A hundred thousand polygons in one image. */
#define LABEL_FILE_MAX (256 * 1024 * 1024)
#define LIST_FILE_MAX (256 * 1024 * 1024)

/* Text kept of a line; longer ones (huge polygons) are not kept. */
#define LINE_MAX_KEPT 65536

typedef struct
{
  const LwReadOptions *options;
  LwSink              *sink;
  LwFindings          *findings;
  GCancellable        *cancellable;

  char         *root; /* the labels are below it */
  char         *images_folder;
  LwYoloConfig *config;
  LwImageIndex *index;
  GHashTable   *labels;         /* path below root, lower-case, to the path as it is */
  GHashTable   *labels_by_name; /* last part to the path, NULL where several share it */
  GHashTable   *used_labels;
  GHashTable   *subsets;        /* image path to the name of its subset */
  GHashTable   *classes;        /* number + 1 to index + 1 */
  guint         n_pixel_labels; /* files of DOTA, which is another format */
  gboolean      has_lists;
  GString      *extra;
} Reader;

static void
reader_clear (Reader *self)
{
  g_free (self->root);
  g_free (self->images_folder);
  lw_yolo_config_free (self->config);
  g_clear_pointer (&self->index, lw_image_index_free);
  g_hash_table_unref (self->labels);
  g_hash_table_unref (self->labels_by_name);
  g_hash_table_unref (self->used_labels);
  g_hash_table_unref (self->subsets);
  g_hash_table_unref (self->classes);
  g_string_free (self->extra, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

#define WARN(self, kind, text, ...) \
  lw_findings_add ((self)->findings, LW_SEVERITY_WARNING, kind, text, __VA_ARGS__)

/* --- Configuration --- */

static gboolean
is_data_name (const char *name)
{
  return g_str_has_suffix (name, ".data");
}

static gboolean
load_from_folder (Reader  *self,
                  GError **error)
{
  g_autofree char *yaml = lw_yolo_find_yaml (self->root);
  g_autofree char *data = lw_files_find_first (self->root, 0, is_data_name);
  g_autofree char *names = NULL;

  if (yaml == NULL)
    {
      /* Whatever is called data.yaml is meant, even if it is not sound. */
      yaml = g_build_filename (self->root, "data.yaml", NULL);
      if (!g_file_test (yaml, G_FILE_TEST_EXISTS))
        g_clear_pointer (&yaml, g_free);
    }

  if (yaml != NULL)
    return lw_yolo_config_load_yaml (self->config, yaml, error);

  if (data != NULL && !lw_yolo_config_load_data (self->config, data, error))
    return FALSE;

  if (self->config->names->len > 0)
    return TRUE;

  names = lw_yolo_find_names (self->root);

  return names == NULL || lw_yolo_config_load_names (self->config, names, error);
}

static gboolean
load_config (Reader     *self,
             const char *path,
             GError    **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (g_file_test (absolute, G_FILE_TEST_IS_DIR))
    {
      self->root = g_steal_pointer (&absolute);
      return load_from_folder (self, error);
    }

  self->root = g_path_get_dirname (absolute);

  if (is_data_name (absolute))
    {
      g_autofree char *names = NULL;

      if (!lw_yolo_config_load_data (self->config, absolute, error))
        return FALSE;

      names = lw_yolo_find_names (self->root);

      return self->config->names->len > 0 || names == NULL || lw_yolo_config_load_names (self->config, names, error);
    }

  if (lw_yolo_is_yaml_name (absolute))
    return lw_yolo_config_load_yaml (self->config, absolute, error);

  return load_from_folder (self, error);
}

/* "path" of data.yaml is meant from the file or from where training ran; where
 * neither is a folder, the set lies around the file. */
static void
apply_path (Reader *self)
{
  g_autofree char *folder = NULL;

  if (self->config->path == NULL)
    return;

  folder = g_canonicalize_filename (self->config->path, self->root);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_free (folder);
      folder = g_canonicalize_filename (self->config->path, NULL);
    }

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_free (self->root);
      self->root = g_steal_pointer (&folder);
    }
}

/* Pointed at "labels", the images are next to it. */
static void
step_out_of_labels (Reader *self)
{
  g_autofree char *base = g_path_get_basename (self->root);
  g_autofree char *parent = g_path_get_dirname (self->root);
  g_autofree char *images = g_build_filename (parent, "images", NULL);

  if (g_str_equal (base, "labels") && g_file_test (images, G_FILE_TEST_IS_DIR))
    {
      g_free (self->root);
      self->root = g_steal_pointer (&parent);
    }
}

/* --- Label files --- */

static gboolean
list_labels (Reader  *self,
             GError **error)
{
  g_autoptr (GPtrArray) files = lw_files_list (self->root, lw_yolo_is_label_name, self->cancellable, error);

  if (files == NULL)
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    {
      const char      *path = g_ptr_array_index (files, i);
      g_autofree char *valid = g_utf8_make_valid (path, -1);
      g_autofree char *lower = g_utf8_strdown (valid, -1);
      g_autofree char *base = g_path_get_basename (lower);
      gboolean         is_shared;

      if (strstr (path, "labelTxt/") != NULL)
        {
          self->n_pixel_labels++;
          continue;
        }

      is_shared = g_hash_table_contains (self->labels_by_name, base);
      g_hash_table_insert (self->labels, g_steal_pointer (&lower), g_strdup (path));
      g_hash_table_insert (self->labels_by_name, g_steal_pointer (&base), is_shared ? NULL : g_strdup (path));
    }

  return TRUE;
}

/* The path with its last folder called "images" exchanged, and .txt for the
 * ending: Ultralytics' rule. */
static char *
swap_folder (const char *lower_image,
             const char *from,
             const char *to)
{
  g_autofree char *stem = lw_path_dup_stem (lower_image);
  g_autofree char *slashed = g_strconcat ("/", stem, NULL);
  g_autofree char *wanted = g_strconcat ("/", from, "/", NULL);
  const char      *at = g_strrstr (slashed, wanted);

  if (at == NULL)
    return NULL;

  return g_strdup_printf ("%.*s/%s/%s.txt", (int) MAX (at - slashed - 1, 0), at > slashed ? slashed + 1 : "", to, at + strlen (wanted));
}

static const char *
find_label (Reader     *self,
            const char *image)
{
  static const char *const swaps[][2] = { { "images", "labels" }, { "images", "annotations" }, { "jpegimages", "labels" }, { "images", "labels_yolo" } };
  g_autofree char         *valid = g_utf8_make_valid (image, -1);
  g_autofree char         *lower = g_utf8_strdown (valid, -1);
  g_autofree char         *stem = lw_path_dup_stem (lower);
  g_autofree char         *beside = g_strconcat (stem, ".txt", NULL);
  g_autofree char         *below = g_strconcat ("labels/", beside, NULL);
  g_autofree char         *base = g_path_get_basename (beside);
  g_autofree char         *base_stem = NULL;
  const char              *found;

  for (guint i = 0; i < G_N_ELEMENTS (swaps); i++)
    {
      g_autofree char *swapped = swap_folder (lower, swaps[i][0], swaps[i][1]);
      const char      *key = swapped != NULL && swapped[0] == '/' ? swapped + 1 : swapped;

      if (key != NULL && (found = g_hash_table_lookup (self->labels, key)) != NULL)
        return found;
    }

  if ((found = g_hash_table_lookup (self->labels, beside)) != NULL || (found = g_hash_table_lookup (self->labels, below)) != NULL)
    return found;

  /* Elsewhere, but nothing else can be meant: the only label file and the only
   * image of that name. */
  base_stem = lw_path_dup_stem (base);
  if (g_strcmp0 (lw_image_index_find_stem (self->index, base_stem), image) != 0)
    return NULL;

  found = g_hash_table_lookup (self->labels_by_name, base);

  return found != NULL && !g_hash_table_contains (self->used_labels, found) ? found : NULL;
}

/* --- Subsets --- */

static void
set_subset (Reader     *self,
            const char *image,
            const char *subset)
{
  if (!g_hash_table_contains (self->subsets, image))
    g_hash_table_insert (self->subsets, g_strdup (image), g_strdup (subset));
}

static void
take_listed_image (Reader     *self,
                   const char *subset,
                   char       *line)
{
  const char *image;

  g_strdelimit (line, "\\", '/');
  while (g_str_has_prefix (line, "./"))
    line += 2;

  image = lw_image_index_find (self->index, line);
  if (image != NULL)
    set_subset (self, image, subset);
  else
    WARN (self, "image-missing", _ ("images that are listed or labelled are not there"), "%s: %s", subset, line);
}

static void
take_list (Reader     *self,
           const char *subset,
           const char *path)
{
  g_autofree char *text = lw_text_file_load (path, LIST_FILE_MAX, NULL);
  char            *walk = text;
  char            *line;

  while ((line = lw_text_next_line (&walk)) != NULL)
    if (g_strstrip (line)[0] != '\0')
      take_listed_image (self, subset, line);
}

static gboolean
take_folder (Reader     *self,
             const char *subset,
             const char *folder)
{
  GPtrArray       *paths = lw_image_index_get_paths (self->index);
  g_autofree char *clean = g_canonicalize_filename (folder, self->images_folder);
  g_autofree char *root = g_strconcat (self->images_folder, "/", NULL);
  g_autofree char *prefix = NULL;

  if (g_str_equal (clean, self->images_folder))
    prefix = g_strdup ("");
  else if (g_str_has_prefix (clean, root))
    prefix = g_strconcat (clean + strlen (root), "/", NULL);
  else
    return FALSE;

  for (guint i = 0; i < paths->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (paths, i), prefix))
      set_subset (self, g_ptr_array_index (paths, i), subset);

  return TRUE;
}

static gboolean
take_resolved (Reader     *self,
               const char *subset,
               const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return take_folder (self, subset, path);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;

  if (lw_image_name_is_known (path))
    {
      g_autofree char *copy = g_strdup (path);

      take_listed_image (self, subset, copy);
    }
  else
    take_list (self, subset, path);

  return TRUE;
}

/* What train:, val: and test: name is often as it was on another machine: with
 * "../" or "data/" in front, or "valid" for a folder that is called "val". */
static gboolean
take_place (Reader     *self,
            const char *subset,
            const char *place)
{
  g_autofree char *slashes = g_strdelimit (g_strdup (place), "\\", '/');
  const char      *at = slashes;

  while (g_str_has_prefix (at, "../") || g_str_has_prefix (at, "./"))
    at = strchr (at, '/') + 1;

  for (;;)
    {
      g_autofree char *path = g_canonicalize_filename (at, self->root);
      g_autofree char *other = NULL;
      g_auto (GStrv) parts = g_strsplit (at, "/", -1);

      if (take_resolved (self, subset, path))
        return TRUE;

      for (guint i = 0; parts[i] != NULL; i++)
        if (g_str_equal (parts[i], "valid") || g_str_equal (parts[i], "val"))
          {
            const char *swapped = g_str_equal (parts[i], "val") ? "valid" : "val";

            g_free (parts[i]);
            parts[i] = g_strdup (swapped);
          }

      other = g_strjoinv ("/", parts);
      g_free (path);
      path = g_canonicalize_filename (other, self->root);
      if (take_resolved (self, subset, path))
        return TRUE;

      at = strchr (at, '/');
      if (at == NULL || at[1] == '\0')
        return FALSE;
      at++;
    }
}

static void
find_subsets (Reader *self)
{
  for (guint i = 0; i < self->config->places->len; i++)
    {
      const char *subset = g_ptr_array_index (self->config->subsets, i);
      const char *place = g_ptr_array_index (self->config->places, i);

      if (take_place (self, subset, place))
        self->has_lists = TRUE;
      else
        WARN (self, "subset-missing", _ ("subsets that are named are not there"), "%s: %s", subset, place);
    }
}

/* Where no file says it, folders called train, val and test do. */
static const char *
get_subset (Reader     *self,
            const char *image)
{
  static const char *const names[][2] = { { "train", "train" }, { "val", "val" }, { "valid", "val" }, { "test", "test" } };
  const char              *subset = g_hash_table_lookup (self->subsets, image);
  g_auto (GStrv) parts = NULL;

  if (subset != NULL)
    return subset;

  parts = g_strsplit (image, "/", -1);

  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      if (g_str_equal (parts[i], names[j][0]))
        return names[j][1];

  return NULL;
}

/* --- Classes --- */

static gboolean
add_class (Reader     *self,
           guint       number,
           const char *name,
           GError    **error)
{
  g_autofree char *fallback = g_strdup_printf ("class %u", number);
  g_autofree char *extra = g_strdup_printf ("{\"" LW_YOLO_ID "\":{\"index\":%u}}", number);
  LwClassRecord    record = { .name = name != NULL ? name : fallback, .colour = LW_COLOUR_AUTOMATIC, .extra = extra };
  guint            index;

  if (name == NULL)
    WARN (self, "class-without-name", _ ("classes without a name are called by their number"), "%s", fallback);

  if (!self->sink->add_class (self->sink, &record, &index, error))
    return FALSE;

  g_hash_table_insert (self->classes, GUINT_TO_POINTER (number + 1), GUINT_TO_POINTER (index + 1));

  return TRUE;
}

static gboolean
add_classes (Reader  *self,
             GError **error)
{
  for (guint i = 0; i < self->config->names->len; i++)
    if (!add_class (self, i, g_ptr_array_index (self->config->names, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
get_class (Reader     *self,
           guint       number,
           const char *where,
           guint      *index,
           GError    **error)
{
  gpointer key = GUINT_TO_POINTER (number + 1);

  if (!g_hash_table_contains (self->classes, key))
    {
      if (self->config->names->len > 0)
        WARN (self, "unknown-class", _ ("class numbers beyond the list of names become new classes"), "%s: %u", where, number);

      if (!add_class (self, number, NULL, error))
        return FALSE;
    }

  *index = GPOINTER_TO_UINT (g_hash_table_lookup (self->classes, key)) - 1;

  return TRUE;
}

/* --- Labels --- */

static void
warn_of_line (Reader           *self,
              const LwYoloLine *line,
              const char       *where)
{
  if (line->is_outside)
    WARN (self, "coordinate-outside", _ ("coordinates are outside 0 to 1; kept as they are"), "%s", where);

  if (line->kind == LW_YOLO_CONFIDENCE)
    WARN (self, "sixth-column", _ ("a sixth column (a confidence or a track number) is kept, but not used"), "%s", where);
  else if (line->kind == LW_YOLO_POLYGON)
    WARN (self, "box-from-polygon", _ ("labels with a polygon and no box get the box around it"), "%s", where);
  else if (line->kind == LW_YOLO_POSE)
    WARN (self, "key-points", _ ("key points are kept, but not shown"), "%s", where);
}

static gboolean
read_line (Reader     *self,
           const char *text,
           const char *where,
           int         width_px,
           int         height_px,
           guint       image_index,
           GError    **error)
{
  LwYoloLine  line;
  LwBoxRecord record = { 0 };

  if (!lw_yolo_line_parse (text, self->config->n_pose_columns, &line))
    {
      WARN (self, "line-malformed", _ ("lines that are no YOLO labels are left out"), "%s: %.60s", where, text);
      return TRUE;
    }

  warn_of_line (self, &line, where);

  if (!get_class (self, line.class_number, where, &record.class_index, error))
    return FALSE;

  record.rect = lw_yolo_line_place (&line, width_px, height_px);

  if (strlen (text) <= LINE_MAX_KEPT)
    {
      lw_extra_begin (self->extra, LW_YOLO_ID);
      lw_extra_add_string (self->extra, "line", text);
      record.extra = lw_extra_end (self->extra);
    }

  return self->sink->add_box (self->sink, image_index, &record, error);
}

static gboolean
read_lines (Reader     *self,
            char       *text,
            const char *label,
            int         width_px,
            int         height_px,
            guint       image_index,
            GError    **error)
{
  char *line;
  guint number = 0;

  while ((line = lw_text_next_line (&text)) != NULL)
    {
      g_autofree char *where = g_strdup_printf (_ ("%s, line %u"), label, ++number);

      if (g_strstrip (line)[0] != '\0' && !read_line (self, line, where, width_px, height_px, image_index, error))
        return FALSE;
    }

  return TRUE;
}

/* --- Images --- */

static gboolean
add_image (Reader        *self,
           LwImageRecord *record,
           guint         *index,
           GError       **error)
{
  const char *subset = get_subset (self, record->path);

  if (subset != NULL)
    {
      lw_extra_begin (self->extra, LW_YOLO_ID);
      lw_extra_add_string (self->extra, "subset", subset);
      record->extra = lw_extra_end (self->extra);
    }

  return self->sink->add_image (self->sink, record, index, error);
}

/* The labels are fractions: without the size of the image they say nothing. */
static gboolean
probe (Reader        *self,
       LwImageRecord *record)
{
  g_autofree char *path = g_build_filename (self->images_folder, record->path, NULL);
  g_autoptr (GError) local = NULL;

  if (self->options->probe (path, &record->width_px, &record->height_px, self->options->probe_data, &local) && record->width_px > 0 && record->height_px > 0)
    return TRUE;

  record->width_px = record->height_px = 0;
  WARN (self, "image-unreadable", _ ("the size of the image is not known, so its labels cannot be placed and are left out"), "%s: %s", record->path,
        local != NULL ? local->message : "?");

  return FALSE;
}

static gboolean
read_image (Reader     *self,
            const char *path,
            GError    **error)
{
  const char      *label = find_label (self, path);
  LwImageRecord    record = { .path = path };
  g_autofree char *text = NULL;
  gboolean         has_lines;
  guint            index;

  if (!g_utf8_validate (path, -1, NULL))
    {
      g_autofree char *shown = g_filename_display_name (path);

      WARN (self, "image-malformed", _ ("images whose name is not UTF-8 are left out"), "%s", shown);
      return TRUE;
    }

  if (label == NULL && self->has_lists && !g_hash_table_contains (self->subsets, path))
    return TRUE;

  if (label != NULL)
    {
      g_autofree char *full = g_build_filename (self->root, label, NULL);
      g_autoptr (GError) local = NULL;

      g_hash_table_add (self->used_labels, (gpointer) label);
      text = lw_text_file_load (full, LABEL_FILE_MAX, &local);
      if (text == NULL)
        WARN (self, "file-malformed", _ ("label files that cannot be read are left out"), "%s", local->message);
    }

  has_lines = text != NULL && text[strspn (text, " \t\r\n")] != '\0';
  if (text != NULL && (!has_lines || probe (self, &record)))
    record.progress = LW_PROGRESS_DONE;

  if (!add_image (self, &record, &index, error))
    return FALSE;

  return !has_lines || record.width_px == 0 || read_lines (self, text, label, record.width_px, record.height_px, index, error);
}

static gboolean
looks_like_label (Reader     *self,
                  const char *label)
{
  g_autofree char *path = g_build_filename (self->root, label, NULL);
  g_autofree char *head = lw_text_file_peek (path, 4096);
  LwYoloLine       line;
  char            *walk = head;
  char            *text = lw_text_next_line (&walk);

  return text == NULL || lw_yolo_line_parse (text, self->config->n_pose_columns, &line);
}

static void
report_orphans (Reader *self)
{
  g_autoptr (GPtrArray) orphans = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       label;

  g_hash_table_iter_init (&iter, self->labels);
  while (g_hash_table_iter_next (&iter, NULL, &label))
    if (!g_hash_table_contains (self->used_labels, label) && looks_like_label (self, label))
      g_ptr_array_add (orphans, label);

  g_ptr_array_sort (orphans, lw_path_compare);

  for (guint i = 0; i < orphans->len; i++)
    WARN (self, "image-missing", _ ("images that are listed or labelled are not there"), "%s", (char *) g_ptr_array_index (orphans, i));
}

/* --- All of it --- */

static gboolean
set_extra (Reader  *self,
           GError **error)
{
  lw_extra_begin (self->extra, LW_YOLO_ID);

  if (self->config->other != NULL && self->config->other[0] != '\0')
    lw_extra_add_string (self->extra, "yaml", self->config->other);

  if (self->config->n_pose_columns > 0)
    {
      g_autofree char *n = g_strdup_printf ("%u", self->config->n_pose_columns);

      lw_extra_add (self->extra, (LwJsonSlice){ "pose_columns", 12 }, (LwJsonSlice){ n, strlen (n) });
    }

  return lw_extra_end (self->extra) == NULL || self->sink->set_extra (self->sink, self->extra->str, error);
}

static gboolean
find_everything (Reader     *self,
                 const char *path,
                 GError    **error)
{
  if (!load_config (self, path, error))
    return FALSE;

  apply_path (self);
  step_out_of_labels (self);
  self->images_folder = g_canonicalize_filename (self->options->images_folder != NULL ? self->options->images_folder : self->root, NULL);
  self->index = lw_image_index_new (self->images_folder, self->cancellable, error);

  if (self->index == NULL || !list_labels (self, error))
    return FALSE;

  if (g_hash_table_size (self->labels) == 0 && self->n_pixel_labels > 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds oriented boxes in pixels (DOTA, labelTxt), which is another format than YOLO"), path);
      return FALSE;
    }

  if (g_hash_table_size (self->labels) == 0 && self->config->names->len == 0 && self->config->places->len == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds no label files, so it is no YOLO set"), path);
      return FALSE;
    }

  find_subsets (self);

  return TRUE;
}

static gboolean
read_images (Reader  *self,
             GError **error)
{
  GPtrArray *paths = lw_image_index_get_paths (self->index);

  for (guint i = 0; i < paths->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !read_image (self, g_ptr_array_index (paths, i), error))
        return FALSE;

      lw_report_progress (self->options->progress, self->options->progress_data, (double) (i + 1) / paths->len);
    }

  report_orphans (self);

  return TRUE;
}

gboolean
lw_yolo_read (const char          *path,
              const LwReadOptions *options,
              LwSink              *sink,
              char               **images_folder_out,
              LwFindings          *findings,
              GCancellable        *cancellable,
              GError             **error)
{
  g_auto (Reader) self = {
    .options = options,
    .sink = sink,
    .findings = findings,
    .cancellable = cancellable,
    .config = lw_yolo_config_new (),
    .labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .labels_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .used_labels = g_hash_table_new (g_str_hash, g_str_equal),
    .subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .classes = g_hash_table_new (NULL, NULL),
    .extra = g_string_new (NULL),
  };

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("%s does not exist"), path);
      return FALSE;
    }

  if (!find_everything (&self, path, error))
    return FALSE;

  /* Before the first image: what an image is called depends on it. */
  if (images_folder_out != NULL)
    *images_folder_out = g_strdup (self.images_folder);

  if (!set_extra (&self, error) || !add_classes (&self, error))
    return FALSE;

  if (self.config->names->len == 0)
    WARN (&self, "class-names-missing", _ ("there is no list of class names; classes are called by their number"), "%s", path);

  if (!read_images (&self, error))
    return FALSE;

  return TRUE;
}
