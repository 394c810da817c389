/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-yolo.h"

#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-image-walk.h"
#include "lw-output.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* A box nearer than this to what its line said is still that one. */
#define SAME_PX 1e-6

typedef struct
{
  LwSource             *source;
  const LwWriteOptions *options;
  LwFindings           *findings;
  GCancellable         *cancellable;
  LwOutputFolder       *folder;
  gboolean              is_darknet;
  guint                 n_pose_columns;

  GArray     *numbers; /* (element-type guint) of each class */
  GPtrArray  *names;   /* (element-type utf8) by number */
  GPtrArray  *subsets; /* (element-type utf8) in order of appearance */
  GHashTable *used;    /* stems of images written so far */
  GHashTable *lists;   /* darknet: subset to the lines of its list */
  GString    *out;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->folder, lw_output_folder_free);
  g_array_unref (self->numbers);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->subsets);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->lists);
  g_string_free (self->out, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static const LwAbilities abilities = { .id = LW_YOLO_ID, .boxes = TRUE };

static gboolean
get_kept_number (const char *extra,
                 const char *key,
                 gint64     *number)
{
  LwJsonSlice member, value;

  return lw_extra_get (extra, LW_YOLO_ID, &member) && lw_json_find (member, key, &value) && lw_json_get_integer (value, number) && *number >= 0 && *number < LW_YOLO_CLASSES_MAX;
}

/* --- Classes: a number never changes hands, and the list never shrinks --- */

static void
set_name (Writer     *self,
          guint       number,
          const char *name)
{
  if (number >= self->names->len)
    g_ptr_array_set_size (self->names, (int) number + 1);

  g_ptr_array_index (self->names, number) = g_strdelimit (g_strdup (name), "\r\n", ' ');
}

static gboolean
number_kept_classes (Writer  *self,
                     GError **error)
{
  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;
      gint64        kept;
      guint         number = G_MAXUINT;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      lw_extra_report_lost_members (self->findings, LW_YOLO_ID, record.extra, record.name);

      if (get_kept_number (record.extra, "index", &kept) && (kept >= self->names->len || g_ptr_array_index (self->names, (guint) kept) == NULL))
        {
          number = (guint) kept;
          set_name (self, number, record.name);
        }

      g_array_append_val (self->numbers, number);
    }

  return TRUE;
}

static gboolean
number_classes (Writer  *self,
                GError **error)
{
  if (!number_kept_classes (self, error))
    return FALSE;

  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;

      if (g_array_index (self->numbers, guint, i) != G_MAXUINT)
        continue;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      g_array_index (self->numbers, guint, i) = self->names->len;
      set_name (self, self->names->len, record.name);
    }

  for (guint i = 0; i < self->names->len; i++)
    if (g_ptr_array_index (self->names, i) == NULL)
      g_ptr_array_index (self->names, i) = g_strdup_printf ("class %u", i);

  return TRUE;
}

/* --- Paths --- */

static char *
get_subset (const char *extra)
{
  g_autofree char *kept = lw_extra_dup_string (extra, LW_YOLO_ID, "subset");
  g_autofree char *clean = kept != NULL ? lw_image_path_normalise (kept) : NULL;

  return clean != NULL && strchr (clean, '/') == NULL ? g_steal_pointer (&clean) : g_strdup ("train");
}

static const char *
strip (const char *path,
       const char *before,
       const char *subset,
       const char *after)
{
  g_autofree char *prefix = g_strconcat (before, subset, after, NULL);

  return g_str_has_prefix (path, prefix) ? path + strlen (prefix) : NULL;
}

/* What is left of a path that is in one of these layouts already. */
static const char *
strip_layout (const char *path,
              const char *subset)
{
  const char *const names[] = { subset, g_str_equal (subset, "val") ? "valid" : subset };
  const char       *inner = NULL;

  for (guint i = 0; inner == NULL && i < G_N_ELEMENTS (names); i++)
    {
      inner = strip (path, "images/", names[i], "/");
      if (inner == NULL)
        inner = strip (path, "", names[i], "/images/");
      if (inner == NULL)
        inner = strip (path, "obj_", names[i], "_data/");
    }

  if (inner == NULL)
    inner = strip (path, "images/", "", "");

  return inner != NULL ? inner : path;
}

/* Labels are found by the name of the image without its ending, so that a.jpg
 * and a.png need another one. */
static char *
choose_path (Writer     *self,
             const char *path,
             const char *subset)
{
  const char      *inner = strip_layout (path, subset);
  g_autofree char *stem = lw_path_dup_stem (inner);
  const char      *ending = inner + strlen (stem);
  g_autofree char *unique = g_strdup_printf ("%s/%s", subset, stem);

  for (guint i = 2; !g_hash_table_add (self->used, g_strdup (unique)); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s/%s-%u", subset, stem, i);
      if (!g_hash_table_contains (self->used, unique))
        lw_findings_add (self->findings, LW_SEVERITY_LOSS, "renamed", _ ("images of the same name are given another one"), "%s: %s%s", path, unique, ending);
    }

  return g_strdup_printf ("%s%s", unique + strlen (subset) + 1, ending);
}

static char *
make_image_name (Writer     *self,
                 const char *subset,
                 const char *inner)
{
  return g_strdup_printf (self->is_darknet ? "obj_%s_data/%s" : "images/%s/%s", subset, inner);
}

static char *
make_label_name (Writer     *self,
                 const char *subset,
                 const char *inner)
{
  g_autofree char *stem = lw_path_dup_stem (inner);

  return g_strdup_printf (self->is_darknet ? "obj_%s_data/%s.txt" : "labels/%s/%s.txt", subset, stem);
}

/* --- Lines --- */

static gboolean
is_same_box (LwRect a,
             LwRect b)
{
  return fabs (a.x0 - b.x0) <= SAME_PX && fabs (a.y0 - b.y0) <= SAME_PX && fabs (a.x1 - b.x1) <= SAME_PX && fabs (a.y1 - b.y1) <= SAME_PX;
}

static void
append_fraction (GString *out,
                 double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* Six digits are what everyone writes, but half a pixel in a large image;
   * twelve give the box back within a millionth of a pixel. */
  g_ascii_formatd (text, sizeof text, "%.12g", value);
  g_string_append_printf (out, " %s", text);
}

static void
append_line (Writer              *self,
             const LwImageRecord *image,
             const LwBoxRecord   *box)
{
  guint            number = g_array_index (self->numbers, guint, box->class_index);
  g_autofree char *kept = lw_extra_dup_string (box->extra, LW_YOLO_ID, "line");
  LwRect           r = box->rect;
  LwYoloLine       line;
  gboolean         is_kept = kept != NULL && strchr (kept, '\n') == NULL && lw_yolo_line_parse (kept, self->n_pose_columns, &line);

  if (is_kept && is_same_box (lw_yolo_line_place (&line, image->width_px, image->height_px), r))
    {
      if (line.class_number == number)
        g_string_append_printf (self->out, "%s\n", kept);
      else
        g_string_append_printf (self->out, "%u%s\n", number, kept + strcspn (kept, " \t"));

      return;
    }

  if (is_kept && line.kind != LW_YOLO_PLAIN)
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-shape",
                     _ ("the shape and further columns of objects whose box was changed no longer fit and are left out"), "%s", image->path);

  g_string_append_printf (self->out, "%u", number);
  append_fraction (self->out, (r.x0 + r.x1) / 2 / image->width_px);
  append_fraction (self->out, (r.y0 + r.y1) / 2 / image->height_px);
  append_fraction (self->out, (r.x1 - r.x0) / image->width_px);
  append_fraction (self->out, (r.y1 - r.y0) / image->height_px);
  g_string_append_c (self->out, '\n');
}

static void
append_lines (Writer              *self,
              const LwImageRecord *image,
              GArray              *boxes)
{
  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRecord *box = &g_array_index (boxes, LwBoxRecord, i);

      if (image->width_px > 0 && image->height_px > 0 && isfinite (box->rect.x0 + box->rect.y0 + box->rect.x1 + box->rect.y1))
        append_line (self, image, box);
      else
        lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-boxes", _ ("boxes are left out"), "%s: box %u", image->path, i + 1);
    }
}

/* --- Images --- */

/* Training reads images beside the labels. */
static gboolean
link_image (Writer     *self,
            const char *path,
            const char *name,
            GError    **error)
{
  g_autofree char *from = NULL;

  if (self->options->images_folder == NULL)
    return TRUE;

  from = g_build_filename (self->options->images_folder, path, NULL);
  if (g_file_test (from, G_FILE_TEST_IS_REGULAR))
    return lw_output_folder_copy (self->folder, name, from, self->cancellable, error);

  lw_findings_add (self->findings, LW_SEVERITY_LOSS, "image-missing", _ ("images are not there, so that only their labels are written"), "%s", path);

  return TRUE;
}

static void
note_subset (Writer     *self,
             const char *subset,
             const char *name)
{
  GString *list = g_hash_table_lookup (self->lists, subset);

  if (list == NULL)
    {
      list = g_string_new (NULL);
      g_hash_table_insert (self->lists, g_strdup (subset), list);
      g_ptr_array_add (self->subsets, g_strdup (subset));
    }

  if (self->is_darknet)
    g_string_append_printf (list, "%s\n", name);
}

/* Training needs a file for every image that was looked at: an empty one says
 * that there is nothing in it. */
static gboolean
write_image (const LwImageRecord *record,
             GArray              *boxes,
             GArray              *tags,
             gpointer             user_data,
             GError             **error)
{
  Writer          *self = user_data;
  g_autofree char *subset = get_subset (record->extra);
  g_autofree char *inner = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  gboolean         is_written = boxes->len > 0 || record->progress == LW_PROGRESS_DONE;

  if (lw_extra_report_page (self->findings, record->path, FALSE))
    return TRUE;

  inner = choose_path (self, record->path, subset);
  name = make_image_name (self, subset, inner);
  label = make_label_name (self, subset, inner);
  lw_extra_report_losses (self->findings, &abilities, record, boxes, tags);
  note_subset (self, subset, name);

  if (record->progress != (is_written ? LW_PROGRESS_DONE : LW_PROGRESS_UNSEEN))
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-progress", _ ("open and skipped images read back as done with labels, as unseen without"), "%s", record->path);

  if (!link_image (self, record->path, name, error))
    return FALSE;

  if (!is_written)
    return TRUE;

  g_string_truncate (self->out, 0);
  append_lines (self, record, boxes);

  return lw_output_folder_write (self->folder, label, self->out->str, self->out->len, error);
}

/* --- Lists --- */

static gboolean
write_yaml (Writer  *self,
            GError **error)
{
  g_autoptr (GString) yaml = g_string_new ("path: .\n");
  g_autofree char *other = lw_extra_dup_string (self->source->get_extra (self->source), LW_YOLO_ID, "yaml");

  for (guint i = 0; i < self->subsets->len; i++)
    {
      const char *subset = g_ptr_array_index (self->subsets, i);

      g_string_append_printf (yaml, "%s: images/%s\n", subset, subset);
    }

  g_string_append_printf (yaml, "%s\nnames:\n", other != NULL ? other : "");

  for (guint i = 0; i < self->names->len; i++)
    {
      g_string_append_printf (yaml, "  %u: ", i);
      lw_json_append_string (yaml, g_ptr_array_index (self->names, i));
      g_string_append_c (yaml, '\n');
    }

  return lw_output_folder_write (self->folder, "data.yaml", yaml->str, yaml->len, error);
}

static gboolean
write_data (Writer  *self,
            GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new (NULL);

  g_string_printf (data, "classes = %u\n", self->names->len);

  for (guint i = 0; i < self->names->len; i++)
    g_string_append_printf (names, "%s\n", (char *) g_ptr_array_index (self->names, i));

  for (guint i = 0; i < self->subsets->len; i++)
    {
      const char      *subset = g_ptr_array_index (self->subsets, i);
      const GString   *list = g_hash_table_lookup (self->lists, subset);
      g_autofree char *file = g_strdup_printf ("%s.txt", subset);

      g_string_append_printf (data, "%s = %s\n", g_str_equal (subset, "val") ? "valid" : subset, file);
      if (!lw_output_folder_write (self->folder, file, list->str, list->len, error))
        return FALSE;
    }

  g_string_append (data, "names = obj.names\nbackup = backup/\n");

  return lw_output_folder_write (self->folder, "obj.names", names->str, names->len, error) &&
         lw_output_folder_write (self->folder, "obj.data", data->str, data->len, error);
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static gboolean
write_set (const char           *path,
           gboolean              is_darknet,
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
    .is_darknet = is_darknet,
    .numbers = g_array_new (FALSE, FALSE, sizeof (guint)),
    .names = g_ptr_array_new_with_free_func (g_free),
    .subsets = g_ptr_array_new_with_free_func (g_free),
    .used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string),
    .out = g_string_new (NULL),
  };
  gint64 n_pose_columns;

  self.folder = lw_output_folder_open (path, error);
  if (self.folder == NULL)
    return FALSE;

  lw_extra_report_lost_members (findings, LW_YOLO_ID, source->get_extra (source), _ ("the set"));
  if (get_kept_number (source->get_extra (source), "pose_columns", &n_pose_columns))
    self.n_pose_columns = (guint) n_pose_columns;

  return number_classes (&self, error) &&
         lw_image_walk (source, options, cancellable, write_image, &self, error) &&
         (is_darknet ? write_data (&self, error) : write_yaml (&self, error)) &&
         lw_output_folder_commit (self.folder, error);
}

gboolean
lw_yolo_write_ultralytics (const char           *path,
                           const LwWriteOptions *options,
                           LwSource             *source,
                           LwFindings           *findings,
                           GCancellable         *cancellable,
                           GError              **error)
{
  /* NAME.yaml stands for the folder that the set is in. */
  g_autofree char *folder = lw_yolo_is_yaml_name (path) ? g_path_get_dirname (path) : g_strdup (path);

  return write_set (folder, FALSE, options, source, findings, cancellable, error);
}

gboolean
lw_yolo_write_darknet (const char           *path,
                       const LwWriteOptions *options,
                       LwSource             *source,
                       LwFindings           *findings,
                       GCancellable         *cancellable,
                       GError              **error)
{
  return write_set (path, TRUE, options, source, findings, cancellable, error);
}
