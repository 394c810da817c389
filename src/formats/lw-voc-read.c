/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-voc.h"

#include "lw-error.h"
#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-image-index.h"
#include "lw-text-file.h"
#include "lw-voc-subsets.h"
#include "lw-xml.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define N_GUESS_IMAGES 20

typedef struct
{
  const LwReadOptions *options;
  LwSink              *sink;
  LwFindings          *findings;
  GCancellable        *cancellable;

  gboolean      is_single; /* one file was named, not a folder */
  char         *root;
  char         *annotations; /* folder of the .xml files */
  GPtrArray    *files;       /* (element-type utf8) below it */
  char         *images_folder;
  char        **images_folder_out; /* where the caller wants to be told it, or NULL */
  LwImageIndex *index;
  GHashTable   *classes; /* name to index + 1 */
  GHashTable   *images;  /* path to index + 1 */
  LwVocSubsets *subsets; /* NULL where there is one file only */
  int           origin;
  guint         n_read;
  GString      *extra;
  GString      *xml;
} Reader;

static void
reader_clear (Reader *self)
{
  g_free (self->root);
  g_free (self->annotations);
  g_free (self->images_folder);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->index, lw_image_index_free);
  g_hash_table_unref (self->classes);
  g_hash_table_unref (self->images);
  g_clear_pointer (&self->subsets, lw_voc_subsets_free);
  g_string_free (self->extra, TRUE);
  g_string_free (self->xml, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

#define WARN(self, kind, text, ...) \
  lw_findings_add ((self)->findings, LW_SEVERITY_WARNING, kind, text, __VA_ARGS__)

/* --- Where things are --- */

static char *
find_folder (const char        *root,
             const char *const *names)
{
  for (; *names != NULL; names++)
    {
      char *folder = g_build_filename (root, *names, NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        return folder;

      g_free (folder);
    }

  return NULL;
}

static gboolean
find_files (Reader     *self,
            const char *path,
            GError    **error)
{
  static const char *const names[] = { "Annotations", "annotations", NULL };
  g_autofree char         *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char         *above = NULL;

  self->is_single = !g_file_test (absolute, G_FILE_TEST_IS_DIR);

  if (self->is_single)
    {
      self->annotations = g_path_get_dirname (absolute);
      self->files = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->files, g_path_get_basename (absolute));
    }
  else
    {
      self->annotations = find_folder (absolute, names);
      if (self->annotations == NULL)
        self->annotations = g_strdup (absolute);

      self->files = lw_files_list (self->annotations, lw_voc_is_xml_name, self->cancellable, error);
      if (self->files == NULL)
        return FALSE;
    }

  /* Pointed at Annotations itself, the images are next to it. */
  above = g_path_get_basename (self->annotations);
  self->root = g_ascii_strcasecmp (above, "Annotations") == 0 ? g_path_get_dirname (self->annotations) : g_strdup (absolute);
  if (self->is_single && g_ascii_strcasecmp (above, "Annotations") != 0)
    {
      g_free (self->root);
      self->root = g_strdup (self->annotations);
    }

  if (self->files->len > 0)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds no .xml files, so it is no Pascal VOC"), path);

  return FALSE;
}

static guint
count_matches (Reader     *self,
               const char *folder)
{
  static const char *const endings[] = { ".jpg", ".png", ".jpeg", ".JPG", ".bmp", ".tif" };
  guint                    n = 0;

  for (guint i = 0; i < MIN (self->files->len, N_GUESS_IMAGES); i++)
    {
      g_autofree char *stem = lw_path_dup_stem (g_ptr_array_index (self->files, i));

      for (guint j = 0; j < G_N_ELEMENTS (endings); j++)
        {
          g_autofree char *path = g_strconcat (stem, endings[j], NULL);

          if (lw_image_exists (folder, path))
            {
              n++;
              break;
            }
        }
    }

  return n;
}

static void
guess_images_folder (Reader *self)
{
  static const char *const names[] = { "JPEGImages", "images", "Images", "jpegimages", "imgs", "." };
  guint                    best_count = 0;

  if (self->options->images_folder != NULL)
    {
      self->images_folder = g_canonicalize_filename (self->options->images_folder, NULL);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_canonicalize_filename (names[i], self->root);
      guint            count = g_file_test (folder, G_FILE_TEST_IS_DIR) ? count_matches (self, folder) : 0;

      if (count > best_count)
        {
          g_free (self->images_folder);
          self->images_folder = g_steal_pointer (&folder);
          best_count = count;
        }
    }

  if (self->images_folder == NULL && count_matches (self, self->annotations) > 0)
    self->images_folder = g_strdup (self->annotations);

  if (self->images_folder == NULL)
    {
      static const char *const usual[] = { "JPEGImages", "images", NULL };

      self->images_folder = find_folder (self->root, usual);
    }

  if (self->images_folder == NULL)
    self->images_folder = g_strdup (self->root);
}

/* --- Classes --- */

static gboolean
get_class (Reader     *self,
           const char *name,
           guint32     colour,
           guint      *index,
           GError    **error)
{
  LwClassRecord record = { .name = name, .colour = colour };

  *index = GPOINTER_TO_UINT (g_hash_table_lookup (self->classes, name));
  if (*index > 0)
    {
      (*index)--;
      return TRUE;
    }

  if (!self->sink->add_class (self->sink, &record, index, error))
    return FALSE;

  g_hash_table_insert (self->classes, g_strdup (name), GUINT_TO_POINTER (*index + 1));

  return TRUE;
}

/* labelmap.txt, as CVAT and Datumaro write it: name:r,g,b:parts:actions. */
static gboolean
read_label_map (Reader  *self,
                GError **error)
{
  g_autofree char *path = g_build_filename (self->root, "labelmap.txt", NULL);
  g_autofree char *text = lw_text_file_load (path, 1024 * 1024, NULL);
  char            *walk = text;
  char            *line;

  while (!self->is_single && (line = lw_text_next_line (&walk)) != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (g_strstrip (line), ":", 4);
      guint32 colour = LW_COLOUR_AUTOMATIC;
      guint   red, green, blue, unused;

      if (line[0] == '#' || parts[0] == NULL || parts[0][0] == '\0')
        continue;

      if (parts[1] != NULL && sscanf (parts[1], "%3u,%3u,%3u", &red, &green, &blue) == 3 && MAX (red, MAX (green, blue)) <= 255)
        colour = red << 16 | green << 8 | blue;

      if (!get_class (self, parts[0], colour, &unused, error))
        return FALSE;
    }

  return TRUE;
}

/* --- Where coordinates count from --- */

typedef struct
{
  gboolean has_zero;
  gboolean has_far_edge;
} Evidence;

static void
look_at_object (const xmlNode *object,
                double         width,
                double         height,
                Evidence      *evidence)
{
  const xmlNode *box = lw_xml_find (object, "bndbox");
  double         x0, y0, x1, y1;

  if (box == NULL || !lw_xml_get_number (box, "xmin", &x0) || !lw_xml_get_number (box, "ymin", &y0) || !lw_xml_get_number (box, "xmax", &x1) || !lw_xml_get_number (box, "ymax", &y1))
    return;

  /* Outside on the near side says nothing; 0.3 lies in the first pixel from 0. */
  if ((x0 >= 0 && x0 < 1) || (y0 >= 0 && y0 < 1))
    evidence->has_zero = TRUE;

  if ((width > 0 && x1 == width) || (height > 0 && y1 == height))
    evidence->has_far_edge = TRUE;
}

static void
look_at_file (Reader     *self,
              const char *file,
              Evidence   *evidence)
{
  g_autofree char *path = g_build_filename (self->annotations, file, NULL);
  g_autoptr (xmlDoc) doc = lw_xml_load (path, NULL);
  const xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  const xmlNode *size = lw_xml_find (root, "size");
  double         width = 0;
  double         height = 0;

  if (root == NULL)
    return;

  lw_xml_get_number (size, "width", &width);
  lw_xml_get_number (size, "height", &height);

  for (const xmlNode *child = root->children; child != NULL; child = child->next)
    if (lw_xml_is (child, "object"))
      look_at_object (child, width, height, evidence);
}

static gboolean
decide_origin (Reader  *self,
               GError **error)
{
  Evidence evidence = { FALSE, FALSE };

  if (self->options->voc_origin != LW_VOC_ORIGIN_AUTO)
    {
      self->origin = self->options->voc_origin == LW_VOC_ORIGIN_ONE;
      return TRUE;
    }

  for (guint i = 0; i < self->files->len && !evidence.has_zero; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

      look_at_file (self, g_ptr_array_index (self->files, i), &evidence);
      lw_report_progress (self->options->progress, self->options->progress_data, 0.4 * (i + 1) / self->files->len);
    }

  self->origin = !evidence.has_zero && evidence.has_far_edge;

  lw_findings_add (self->findings, LW_SEVERITY_NOTE, "voc-origin", _ ("where coordinates count from was recognised from the boxes"), "%s",
                   evidence.has_zero       ? _ ("from 0: there are coordinates below 1")
                   : evidence.has_far_edge ? _ ("from 1: boxes reach the far edge of their image and none begins at 0")
                                           : _ ("from 0: nothing tells, so coordinates are taken as they are"));

  return TRUE;
}

/* --- Objects --- */

static LwBoxFlags
get_flag (const xmlNode *object,
          const char    *name,
          LwBoxFlags     flag)
{
  g_autofree char *text = lw_xml_dup_child_text (object, name);

  if (text == NULL)
    return 0;

  return g_ascii_strtod (text, NULL) != 0 || g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0 ? flag : 0;
}

static gboolean
is_any (const xmlNode     *node,
        const char *const *names)
{
  for (; *names != NULL; names++)
    if (lw_xml_is (node, *names))
      return TRUE;

  return FALSE;
}

/* All child elements but the @known ones, as text in self->xml. */
static void
gather_rest (Reader            *self,
             const xmlNode     *parent,
             const char *const *known)
{
  g_string_truncate (self->xml, 0);

  for (xmlNode *child = parent->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && !is_any (child, known))
      lw_xml_append (self->xml, child);
}

static gboolean
get_rect (const xmlNode *object,
          int            origin,
          LwRect        *rect)
{
  const xmlNode *box = lw_xml_find (object, "bndbox");

  if (!lw_xml_get_number (box, "xmin", &rect->x0) || !lw_xml_get_number (box, "ymin", &rect->y0) ||
      !lw_xml_get_number (box, "xmax", &rect->x1) || !lw_xml_get_number (box, "ymax", &rect->y1))
    return FALSE;

  rect->x0 -= origin;
  rect->y0 -= origin;

  return TRUE;
}

static gboolean
read_object (Reader        *self,
             const xmlNode *object,
             const char    *where,
             int            origin,
             guint          image_index,
             GError       **error)
{
  static const char *const known[] = { "name", "bndbox", "difficult", "truncated", "occluded", NULL };
  g_autofree char         *name = lw_xml_dup_child_text (object, "name");
  LwBoxRecord              record = { 0 };
  int                      line = (int) xmlGetLineNo ((xmlNode *) object);

  if (name == NULL)
    {
      WARN (self, "class-malformed", _ ("objects without a name are left out"), _ ("%s, line %d"), where, line);
      return TRUE;
    }

  if (lw_xml_find (object, "bndbox") == NULL)
    {
      WARN (self, "no-box", _ ("objects without a box are left out"), _ ("%s, line %d"), where, line);
      return TRUE;
    }

  if (!get_rect (object, origin, &record.rect))
    {
      WARN (self, "box-malformed", _ ("objects whose box is not four numbers are left out"), _ ("%s, line %d"), where, line);
      return TRUE;
    }

  if (!get_class (self, name, LW_COLOUR_AUTOMATIC, &record.class_index, error))
    return FALSE;

  record.flags = get_flag (object, "difficult", LW_BOX_DIFFICULT) | get_flag (object, "truncated", LW_BOX_TRUNCATED) | get_flag (object, "occluded", LW_BOX_OCCLUDED);

  gather_rest (self, object, known);
  if (self->xml->len > 0)
    {
      lw_extra_begin (self->extra, LW_VOC_ID);
      lw_extra_add_string (self->extra, "xml", self->xml->str);
      record.extra = lw_extra_end (self->extra);
    }

  return self->sink->add_box (self->sink, image_index, &record, error);
}

/* --- Images --- */

/* By the name that the file gives, then by the name of the .xml itself. */
static char *
find_image (Reader     *self,
            const char *file,
            const char *filename)
{
  g_autofree char *stem = lw_path_dup_stem (file);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *slashes = g_strdelimit (g_strdup (filename != NULL ? filename : ""), "\\", '/');
  const char      *base = strrchr (slashes, '/') != NULL ? strrchr (slashes, '/') + 1 : slashes;
  g_autofree char *clean = lw_image_path_normalise (slashes);
  g_autofree char *beside = NULL;
  const char      *found = NULL;

  if (clean == NULL && base[0] != '\0')
    clean = lw_image_path_normalise (base);

  if (clean != NULL)
    {
      beside = g_str_equal (folder, ".") ? g_strdup (clean) : g_strconcat (folder, "/", clean, NULL);
      found = lw_image_index_find (self->index, beside);
    }

  if (found == NULL)
    found = lw_image_index_find_stem (self->index, stem);

  if (found != NULL)
    return g_strdup (found);

  if (beside != NULL && lw_image_name_is_known (base))
    return g_steal_pointer (&beside);

  return g_strconcat (stem, ".jpg", NULL);
}

static void
get_size (Reader        *self,
          const xmlNode *root,
          LwImageRecord *record)
{
  const xmlNode   *size = lw_xml_find (root, "size");
  g_autofree char *path = NULL;
  double           width, height;

  if (lw_xml_get_number (size, "width", &width) && lw_xml_get_number (size, "height", &height) &&
      width >= 1 && height >= 1 && width <= 1e6 && height <= 1e6)
    {
      record->width_px = (int) (width + 0.5);
      record->height_px = (int) (height + 0.5);
      return;
    }

  path = g_build_filename (self->images_folder, record->path, NULL);
  if (!self->options->probe (path, &record->width_px, &record->height_px, self->options->probe_data, NULL))
    {
      record->width_px = record->height_px = 0;
      WARN (self, "size-unknown", _ ("neither the label file nor the image tells the size"), "%s", record->path);
    }
}

static void
add_subsets (Reader     *self,
             const char *stem)
{
  g_autofree char *list = self->subsets != NULL ? lw_voc_subsets_dup_list (self->subsets, stem) : NULL;

  if (list != NULL)
    lw_extra_add (self->extra, (LwJsonSlice){ "subsets", 7 }, (LwJsonSlice){ list, strlen (list) });
}

static const char *
build_image_extra (Reader        *self,
                   const xmlNode *root,
                   const char    *file,
                   const char    *image_path)
{
  static const char *const known[] = { "filename", "size", "object", NULL };
  g_autofree char         *stem = lw_path_dup_stem (file);
  g_autofree char         *image_stem = lw_path_dup_stem (image_path);
  g_autofree char         *verified = lw_xml_dup_attribute (root, "verified");
  g_autofree char         *depth = lw_xml_dup_child_text (lw_xml_find (root, "size"), "depth");

  gather_rest (self, root, known);
  lw_extra_begin (self->extra, LW_VOC_ID);

  if (!g_str_equal (stem, image_stem))
    lw_extra_add_string (self->extra, "stem", stem);
  if (verified != NULL)
    lw_extra_add_string (self->extra, "verified", verified);
  if (depth != NULL)
    lw_extra_add_string (self->extra, "depth", depth);
  if (self->xml->len > 0)
    lw_extra_add_string (self->extra, "xml", self->xml->str);
  add_subsets (self, stem);

  return lw_extra_end (self->extra);
}

static gboolean
add_image (Reader        *self,
           const xmlNode *root,
           const char    *file,
           guint         *index,
           GError       **error)
{
  g_autofree char *filename = lw_xml_dup_child_text (root, "filename");
  g_autofree char *path = find_image (self, file, filename);
  LwImageRecord    record = { .path = path, .progress = LW_PROGRESS_DONE };

  *index = GPOINTER_TO_UINT (g_hash_table_lookup (self->images, path));
  if (*index > 0)
    {
      (*index)--;
      WARN (self, "duplicate-file-name", _ ("several label files for one image are taken together"), "%s: %s", file, path);
      return TRUE;
    }

  get_size (self, root, &record);
  record.extra = build_image_extra (self, root, file, path);

  if (!self->sink->add_image (self->sink, &record, index, error))
    return FALSE;

  g_hash_table_insert (self->images, g_steal_pointer (&path), GUINT_TO_POINTER (*index + 1));

  return TRUE;
}

static gboolean
read_document (Reader        *self,
               const xmlNode *root,
               const char    *file,
               GError       **error)
{
  g_autofree char *declared = lw_xml_dup_attribute (root, "origin");
  int              origin = self->origin;
  guint            image_index;

  if (self->options->voc_origin == LW_VOC_ORIGIN_AUTO && declared != NULL)
    origin = g_str_equal (declared, "1");

  if (!add_image (self, root, file, &image_index, error))
    return FALSE;

  for (const xmlNode *child = root->children; child != NULL; child = child->next)
    if (lw_xml_is (child, "object") && !read_object (self, child, file, origin, image_index, error))
      return FALSE;

  self->n_read++;

  return TRUE;
}

static gboolean
read_file (Reader     *self,
           const char *file,
           GError    **error)
{
  g_autofree char *path = g_build_filename (self->annotations, file, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (xmlDoc) doc = lw_xml_load (path, &local);
  const xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;

  if (root != NULL && lw_xml_is (root, "annotation"))
    return read_document (self, root, file, error);

  if (local == NULL)
    g_set_error (&local, LW_ERROR, LW_ERROR_INVALID, _ ("%s is not Pascal VOC: it does not begin with <annotation>"), path);

  if (self->is_single)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  WARN (self, "file-malformed", _ ("label files that cannot be read are left out"), "%s", local->message);

  return TRUE;
}

/* A class that no image shows is a class all the same. */
static gboolean
add_listed_classes (Reader  *self,
                    GError **error)
{
  GPtrArray *classes = self->subsets != NULL ? lw_voc_subsets_get_classes (self->subsets) : NULL;
  guint      unused;

  for (guint i = 0; classes != NULL && i < classes->len; i++)
    if (!get_class (self, g_ptr_array_index (classes, i), LW_COLOUR_AUTOMATIC, &unused, error))
      return FALSE;

  return TRUE;
}

/* Images that nobody has made a label file for. */
static gboolean
add_unlabelled (Reader  *self,
                GError **error)
{
  GPtrArray *paths = lw_image_index_get_paths (self->index);

  for (guint i = 0; i < paths->len && !self->is_single; i++)
    {
      const char      *path = g_ptr_array_index (paths, i);
      g_autofree char *stem = lw_path_dup_stem (path);
      LwImageRecord    record = { .path = path };
      guint            unused;

      if (g_hash_table_contains (self->images, path) || !g_utf8_validate (path, -1, NULL))
        continue;

      lw_extra_begin (self->extra, LW_VOC_ID);
      add_subsets (self, stem);

      record.extra = lw_extra_end (self->extra);
      if (!self->sink->add_image (self->sink, &record, &unused, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_extra (Reader  *self,
           GError **error)
{
  const char      *by_class = self->subsets != NULL ? lw_voc_subsets_get_by_class (self->subsets) : NULL;
  g_autofree char *extra = by_class != NULL ? g_strdup_printf ("{\"" LW_VOC_ID "\":{\"origin\":%d,\"class_subsets\":%s}}", self->origin, by_class)
                                            : g_strdup_printf ("{\"" LW_VOC_ID "\":{\"origin\":%d}}", self->origin);

  return self->sink->set_extra (self->sink, extra, error);
}

/* Before the first image: what an image is called depends on it. */
static void
tell_images_folder (Reader *self)
{
  if (self->images_folder_out != NULL)
    *self->images_folder_out = g_strdup (self->images_folder);
}

static gboolean
read_all (Reader     *self,
          const char *path,
          GError    **error)
{
  if (!find_files (self, path, error))
    return FALSE;

  guess_images_folder (self);
  tell_images_folder (self);
  self->index = lw_image_index_new (self->images_folder, self->cancellable, error);
  if (self->index == NULL)
    return FALSE;

  if (!self->is_single)
    self->subsets = lw_voc_subsets_read (self->root, self->findings, self->cancellable);

  if (!decide_origin (self, error) || !set_extra (self, error) || !read_label_map (self, error))
    return FALSE;

  for (guint i = 0; i < self->files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !read_file (self, g_ptr_array_index (self->files, i), error))
        return FALSE;

      lw_report_progress (self->options->progress, self->options->progress_data, 0.4 + 0.6 * (i + 1) / self->files->len);
    }

  if (self->n_read == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds no file that is Pascal VOC"), path);
      return FALSE;
    }

  if (!add_listed_classes (self, error) || !add_unlabelled (self, error))
    return FALSE;

  if (self->subsets != NULL)
    lw_voc_subsets_report_missing (self->subsets);

  return TRUE;
}

gboolean
lw_voc_read (const char          *path,
             const LwReadOptions *options,
             LwSink              *sink,
             char               **images_folder_out,
             LwFindings          *findings,
             GCancellable        *cancellable,
             GError             **error)
{
  g_auto (Reader) self = {
    .options = options,
    .images_folder_out = images_folder_out,
    .sink = sink,
    .findings = findings,
    .cancellable = cancellable,
    .classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .extra = g_string_new (NULL),
    .xml = g_string_new (NULL),
  };

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("%s does not exist"), path);
      return FALSE;
    }

  if (!read_all (&self, path, error))
    return FALSE;

  return TRUE;
}
