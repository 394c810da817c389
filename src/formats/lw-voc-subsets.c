/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-voc-subsets.h"

#include "lw-image-files.h"
#include "lw-json-text.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define FILE_SIZE_MAX (64 * 1024 * 1024)

struct _LwVocSubsets
{
  LwFindings *findings;
  GHashTable *by_stem;     /* stem to names of subsets, JSON text without brackets */
  GHashTable *missing;     /* stems that were not asked for */
  GPtrArray  *names;       /* (element-type utf8) of the subsets */
  GPtrArray  *class_files; /* (element-type utf8) such as cat_train */
  GPtrArray  *classes;     /* (element-type utf8) that such files are of */
  char       *by_class;
};

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static gboolean
is_txt_name (const char *name)
{
  return g_str_has_suffix (name, ".txt");
}

/* "2007_000027  1": present; -1 absent; 0 there are only difficult ones. */
static gboolean
is_class_line (const char *line)
{
  return g_str_has_suffix (line, " 1") || g_str_has_suffix (line, " -1") || g_str_has_suffix (line, " 0");
}

/* Image names may end in " 1" as well: one line tells nothing. */
static gboolean
is_class_file (GPtrArray  *lines,
               const char *name)
{
  if (lines->len == 0 || strchr (name, '_') == NULL)
    return FALSE;

  for (guint i = 0; i < lines->len; i++)
    if (!is_class_line (g_ptr_array_index (lines, i)))
      return FALSE;

  return TRUE;
}

static void
add_to_subset (LwVocSubsets *self,
               const char   *stem,
               const char   *name)
{
  GString *list = g_hash_table_lookup (self->by_stem, stem);

  if (list == NULL)
    {
      list = g_string_new (NULL);
      g_hash_table_insert (self->by_stem, g_strdup (stem), list);
      g_hash_table_add (self->missing, g_strdup (stem));
    }

  g_string_append (list, list->len > 0 ? "," : "");
  lw_json_append_string (list, name);
}

static void
read_file (LwVocSubsets *self,
           const char   *folder,
           const char   *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *utf8 = g_filename_display_name (file);
  g_autofree char *name = lw_path_dup_stem (utf8);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lw_text_file_load (path, FILE_SIZE_MAX, &error);
  char            *walk = text;
  char            *line;

  if (text == NULL)
    lw_findings_add (self->findings, LW_SEVERITY_WARNING, "subset-unreadable", _ ("lists of subsets that cannot be read are left out"),
                     "%s", error->message);

  while ((line = lw_text_next_line (&walk)) != NULL)
    if (*g_strstrip (line) != '\0' && *line != '#')
      g_ptr_array_add (lines, line);

  if (is_class_file (lines, name))
    {
      g_ptr_array_add (self->class_files, g_steal_pointer (&name));
      return;
    }

  for (guint i = 0; i < lines->len; i++)
    add_to_subset (self, g_ptr_array_index (lines, i), name);

  g_ptr_array_add (self->names, g_steal_pointer (&name));
}

/* The longest that fits: of "val" and "trainval", cat_trainval means the latter,
 * and an underscore may be part of either name. */
static const char *
find_subset_of (LwVocSubsets *self,
                const char   *class_file)
{
  const char *best = NULL;

  for (guint i = 0; i < self->names->len; i++)
    {
      const char      *name = g_ptr_array_index (self->names, i);
      g_autofree char *ending = g_strconcat ("_", name, NULL);

      if (g_str_has_suffix (class_file, ending) && (best == NULL || strlen (name) > strlen (best)))
        best = name;
    }

  return best;
}

static void
add_class (LwVocSubsets *self,
           const char   *class_file,
           gsize         len)
{
  g_autofree char *name = g_strndup (class_file, len);

  if (len > 0 && !g_ptr_array_find_with_equal_func (self->classes, name, g_str_equal, NULL))
    g_ptr_array_add (self->classes, g_steal_pointer (&name));
}

static void
gather_by_class (LwVocSubsets *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < self->class_files->len; i++)
    {
      const char *file = g_ptr_array_index (self->class_files, i);
      const char *subset = find_subset_of (self, file);

      if (subset == NULL)
        {
          lw_findings_add (self->findings, LW_SEVERITY_WARNING, "class-list-without-subset",
                           _ ("lists of the images of a class, without a list of the subset that they belong to; left out"),
                           "ImageSets/Main/%s.txt", file);
          continue;
        }

      lw_findings_add (self->findings, LW_SEVERITY_NOTE, "class-lists",
                       _ ("lists of the images of a class follow from the labels; an export to Pascal VOC makes them anew"),
                       "ImageSets/Main/%s.txt", file);

      add_class (self, file, strlen (file) - strlen (subset) - 1);

      if (g_hash_table_add (seen, (gpointer) subset))
        {
          g_string_append (list, list->len > 1 ? "," : "");
          lw_json_append_string (list, subset);
        }
    }

  g_string_append_c (list, ']');

  if (list->len > 2)
    self->by_class = g_string_free (g_steal_pointer (&list), FALSE);
}

/* Layout, Segmentation, Action: lists for what is not read at all. */
static void
report_other_folders (LwVocSubsets *self,
                      const char   *image_sets)
{
  g_autoptr (GDir) dir = g_dir_open (image_sets, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && !g_str_equal (name, "Main"))
      lw_findings_add (self->findings, LW_SEVERITY_WARNING, "image-sets-unread",
                       _ ("lists of images other than those in ImageSets/Main are not read"), "ImageSets/%s", name);
}

LwVocSubsets *
lw_voc_subsets_read (const char   *root,
                     LwFindings   *findings,
                     GCancellable *cancellable)
{
  LwVocSubsets    *self = g_new0 (LwVocSubsets, 1);
  g_autofree char *image_sets = g_build_filename (root, "ImageSets", NULL);
  g_autofree char *folder = g_build_filename (image_sets, "Main", NULL);
  g_autoptr (GPtrArray) files = NULL;

  self->findings = findings;
  self->by_stem = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->classes = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->class_files = g_ptr_array_new_with_free_func (g_free);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    files = lw_files_list (folder, is_txt_name, cancellable, NULL);

  for (guint i = 0; files != NULL && i < files->len; i++)
    read_file (self, folder, g_ptr_array_index (files, i));

  gather_by_class (self);
  report_other_folders (self, image_sets);

  return self;
}

void
lw_voc_subsets_free (LwVocSubsets *self)
{
  g_hash_table_unref (self->by_stem);
  g_hash_table_unref (self->missing);
  g_ptr_array_unref (self->classes);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->class_files);
  g_free (self->by_class);
  g_free (self);
}

char *
lw_voc_subsets_dup_list (LwVocSubsets *self,
                         const char   *stem)
{
  const GString *list = g_hash_table_lookup (self->by_stem, stem);

  g_hash_table_remove (self->missing, stem);

  return list != NULL ? g_strdup_printf ("[%s]", list->str) : NULL;
}

const char *
lw_voc_subsets_get_by_class (LwVocSubsets *self)
{
  return self->by_class;
}

GPtrArray *
lw_voc_subsets_get_classes (LwVocSubsets *self)
{
  return self->classes;
}

void
lw_voc_subsets_report_missing (LwVocSubsets *self)
{
  GHashTableIter iter;
  gpointer       stem;

  g_hash_table_iter_init (&iter, self->missing);

  while (g_hash_table_iter_next (&iter, &stem, NULL))
    lw_findings_add (self->findings, LW_SEVERITY_WARNING, "subset-image-missing",
                     _ ("images that a list of a subset names and that are not there; left out of the subset"), "%s", (char *) stem);
}
