/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-voc.h"

#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-image-walk.h"
#include "lw-output.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

typedef struct
{
  LwSource             *source;
  const LwWriteOptions *options;
  LwFindings           *findings;
  GCancellable         *cancellable;
  LwOutputFolder       *folder;
  GPtrArray            *class_names; /* (element-type utf8): escaped for XML */
  GPtrArray            *list_names;  /* (element-type utf8): as part of a file name, or NULL */
  GHashTable           *subsets;     /* name to the lines of its file */
  GHashTable           *by_class;    /* names of the subsets that have lists by class */
  GString              *out;
  int                   origin;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->folder, lw_output_folder_free);
  g_ptr_array_unref (self->class_names);
  g_ptr_array_unref (self->list_names);
  g_hash_table_unref (self->subsets);
  g_hash_table_unref (self->by_class);
  g_string_free (self->out, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static const LwAbilities abilities = {
  .id = LW_VOC_ID,
  .flags = LW_BOX_DIFFICULT | LW_BOX_TRUNCATED | LW_BOX_OCCLUDED,
  .boxes = TRUE,
};

/* What came from VOC goes back counted as it came; anything else as the standard
 * has it, from 1. */
static int
get_origin (LwSource *source)
{
  LwJsonSlice member, value;
  gint64      origin;

  if (lw_extra_get (source->get_extra (source), LW_VOC_ID, &member) && lw_json_find (member, "origin", &value) && lw_json_get_integer (value, &origin))
    return origin == 1;

  return 1;
}

/* XML has no way to write most control characters, not even as an entity. */
static gboolean
is_outside_xml (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0xfffe || c == 0xffff;
}

static gboolean
is_changed_by_escape (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (is_outside_xml (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

static char *
escape (const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      g_string_append_unichar (clean, is_outside_xml (c) ? '?' : c);
    }

  return g_markup_escape_text (clean->str, (gssize) clean->len);
}

static void
read_class_subsets (Writer *self)
{
  LwJsonSlice member, list, element;

  if (!lw_extra_get (self->source->get_extra (self->source), LW_VOC_ID, &member) || !lw_json_find (member, "class_subsets", &list))
    return;

  while (lw_json_next_element (&list, &element))
    {
      char *name = lw_json_dup_string (element);

      if (name != NULL)
        g_hash_table_add (self->by_class, name);
    }
}

static gboolean
write_classes (Writer  *self,
               GError **error)
{
  g_autoptr (GString) map = g_string_new ("# label:color_rgb:parts:actions\n");

  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      lw_extra_report_lost_members (self->findings, LW_VOC_ID, record.extra, record.name);
      g_ptr_array_add (self->class_names, escape (record.name));
      if (is_changed_by_escape (record.name))
        lw_findings_add (self->findings, LW_SEVERITY_LOSS, "renamed", _ ("names with characters that XML cannot hold; “?” stands for them"),
                         "%s", record.name);
      g_ptr_array_add (self->list_names, strchr (record.name, '/') == NULL ? g_strdup (record.name) : NULL);

      if (strpbrk (record.name, ":\n\r") != NULL || record.name[0] == '#')
        continue;

      if (record.colour == LW_COLOUR_AUTOMATIC)
        g_string_append_printf (map, "%s:::\n", record.name);
      else
        g_string_append_printf (map, "%s:%u,%u,%u::\n", record.name, record.colour >> 16 & 255, record.colour >> 8 & 255, record.colour & 255);
    }

  return lw_output_folder_write (self->folder, "labelmap.txt", map->str, map->len, error);
}

static void
append_escaped (GString    *out,
                const char *format,
                const char *text)
{
  g_autofree char *escaped = escape (text);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  g_string_append (out, parts[0]);
  g_string_append (out, escaped);
  g_string_append (out, parts[1]);
}

static void
append_coordinate (GString    *out,
                   const char *name,
                   double      value,
                   int         origin)
{
  g_string_append_printf (out, "<%s>", name);
  lw_json_append_extent (out, -origin, value);
  g_string_append_printf (out, "</%s>", name);
}

static void
append_object (Writer            *self,
               const LwBoxRecord *box)
{
  GString         *out = self->out;
  g_autofree char *rest = lw_extra_dup_string (box->extra, LW_VOC_ID, "xml");

  g_string_append_printf (out, "  <object>\n    <name>%s</name>\n", (char *) g_ptr_array_index (self->class_names, box->class_index));

  if (rest != NULL)
    g_string_append_printf (out, "    %s\n", rest);

  g_string_append_printf (out, "    <truncated>%d</truncated>\n    <difficult>%d</difficult>\n",
                          (box->flags & LW_BOX_TRUNCATED) != 0, (box->flags & LW_BOX_DIFFICULT) != 0);

  if ((box->flags & LW_BOX_OCCLUDED) != 0)
    g_string_append (out, "    <occluded>1</occluded>\n");

  g_string_append (out, "    <bndbox>");
  append_coordinate (out, "xmin", box->rect.x0, self->origin);
  append_coordinate (out, "ymin", box->rect.y0, self->origin);
  append_coordinate (out, "xmax", box->rect.x1, 0);
  append_coordinate (out, "ymax", box->rect.y1, 0);
  g_string_append (out, "</bndbox>\n  </object>\n");
}

/* Nothing is made up: a file that said no size says none again.  Three channels
 * are what readers expect of a set that never was VOC. */
static void
append_size (GString             *out,
             const LwImageRecord *record,
             const char          *depth)
{
  LwJsonSlice unused;

  if (record->width_px <= 0 && depth == NULL)
    return;

  g_string_append_printf (out, "  <size><width>%d</width><height>%d</height>", record->width_px, record->height_px);

  if (depth != NULL)
    append_escaped (out, "<depth>%s</depth>", depth);
  else if (!lw_extra_get (record->extra, LW_VOC_ID, &unused))
    g_string_append (out, "<depth>3</depth>");

  g_string_append (out, "</size>\n");
}

static void
append_head (Writer              *self,
             const LwImageRecord *record)
{
  GString         *out = self->out;
  g_autofree char *base = g_path_get_basename (record->path);
  g_autofree char *rest = lw_extra_dup_string (record->extra, LW_VOC_ID, "xml");
  g_autofree char *verified = lw_extra_dup_string (record->extra, LW_VOC_ID, "verified");
  g_autofree char *depth = lw_extra_dup_string (record->extra, LW_VOC_ID, "depth");

  g_string_assign (out, "<annotation");
  if (verified != NULL)
    append_escaped (out, " verified=\"%s\"", verified);
  g_string_append_printf (out, " origin=\"%d\">\n", self->origin);

  append_escaped (out, "  <filename>%s</filename>\n", base);
  g_string_append_printf (out, "  %s\n", rest != NULL ? rest : "<segmented>0</segmented>");
  append_size (out, record, depth);
}

static gboolean
is_finite (LwRect rect)
{
  return isfinite (rect.x0) && isfinite (rect.y0) && isfinite (rect.x1) && isfinite (rect.y1);
}

/* The path of the .xml without its extension, unique in this export. */
static char *
choose_stem (Writer              *self,
             const LwImageRecord *record)
{
  g_autofree char *kept = lw_extra_dup_string (record->extra, LW_VOC_ID, "stem");
  g_autofree char *clean = kept != NULL ? lw_image_path_normalise (kept) : NULL;
  g_autofree char *stem = clean != NULL ? g_strdup (clean) : lw_path_dup_stem (record->path);
  g_autofree char *name = g_strconcat ("Annotations/", stem, ".xml", NULL);

  /* a.jpg and a.png: the second is told by <filename>. */
  return lw_output_folder_contains (self->folder, name) ? g_strdup (record->path) : g_steal_pointer (&stem);
}

static GString *
get_lines (Writer     *self,
           const char *list_name)
{
  GString *lines = g_hash_table_lookup (self->subsets, list_name);

  if (lines == NULL)
    {
      lines = g_string_new (NULL);
      g_hash_table_insert (self->subsets, g_strdup (list_name), lines);
    }

  return lines;
}

/* 1 the class is in the image, -1 it is not, 0 there are only difficult ones. */
static void
note_classes (Writer     *self,
              GArray     *boxes,
              const char *stem,
              const char *subset)
{
  g_autofree gint8 *presence = g_new (gint8, self->list_names->len + 1);

  memset (presence, -1, self->list_names->len);

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRecord *box = &g_array_index (boxes, LwBoxRecord, i);

      presence[box->class_index] = MAX (presence[box->class_index], (box->flags & LW_BOX_DIFFICULT) == 0);
    }

  for (guint i = 0; i < self->list_names->len; i++)
    {
      const char      *class_name = g_ptr_array_index (self->list_names, i);
      g_autofree char *list_name = class_name != NULL ? g_strconcat (class_name, "_", subset, NULL) : NULL;

      if (list_name != NULL)
        g_string_append_printf (get_lines (self, list_name), "%s %2d\n", stem, presence[i]);
    }
}

static void
note_subsets (Writer     *self,
              const char *extra,
              GArray     *boxes,
              const char *stem)
{
  LwJsonSlice member, list, element;

  if (!lw_extra_get (extra, LW_VOC_ID, &member) || !lw_json_find (member, "subsets", &list))
    return;

  while (lw_json_next_element (&list, &element))
    {
      g_autofree char *name = lw_json_dup_string (element);

      if (name == NULL || strchr (name, '/') != NULL)
        continue;

      g_string_append_printf (get_lines (self, name), "%s\n", stem);

      if (g_hash_table_contains (self->by_class, name))
        note_classes (self, boxes, stem, name);
    }
}

static void
report_progress_loss (Writer              *self,
                      const LwImageRecord *record,
                      gboolean             is_written)
{
  if (record->progress != (is_written ? LW_PROGRESS_DONE : LW_PROGRESS_UNSEEN))
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-progress",
                     _ ("images that are open, skipped, or unseen with labels read back as done"), "%s", record->path);
}

static gboolean
write_image (const LwImageRecord *record,
             GArray              *boxes,
             GArray              *tags,
             gpointer             user_data,
             GError             **error)
{
  Writer          *self = user_data;
  g_autofree char *stem = choose_stem (self, record);
  g_autofree char *name = g_strconcat ("Annotations/", stem, ".xml", NULL);
  gboolean         is_written = record->progress != LW_PROGRESS_UNSEEN || boxes->len > 0;

  lw_extra_report_page (self->findings, record->path, TRUE);

  lw_extra_report_losses (self->findings, &abilities, record, boxes, tags);
  report_progress_loss (self, record, is_written);
  note_subsets (self, record->extra, boxes, stem);

  if (!is_written)
    {
      lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-images",
                       _ ("images that nobody has looked at have no label file; they are found again only beside the labels"),
                       "%s", record->path);
      return TRUE;
    }

  append_head (self, record);

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRecord *box = &g_array_index (boxes, LwBoxRecord, i);

      if (is_finite (box->rect))
        append_object (self, box);
      else
        lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-boxes", _ ("boxes are left out"), "%s: box %u", record->path, i + 1);
    }

  g_string_append (self->out, "</annotation>\n");

  return lw_output_folder_write (self->folder, name, self->out->str, self->out->len, error);
}

static gboolean
write_subsets (Writer  *self,
               GError **error)
{
  GHashTableIter iter;
  gpointer       name, lines;

  g_hash_table_iter_init (&iter, self->subsets);

  while (g_hash_table_iter_next (&iter, &name, &lines))
    {
      g_autofree char *path = g_strdup_printf ("ImageSets/Main/%s.txt", (char *) name);
      GString         *text = lines;

      if (!lw_output_folder_write (self->folder, path, text->str, text->len, error))
        return FALSE;
    }

  return TRUE;
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

gboolean
lw_voc_write (const char           *path,
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
    .class_names = g_ptr_array_new_with_free_func (g_free),
    .list_names = g_ptr_array_new_with_free_func (g_free),
    .by_class = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string),
    .out = g_string_new (NULL),
    .origin = get_origin (source),
  };

  self.folder = lw_output_folder_open (path, error);
  if (self.folder == NULL)
    return FALSE;

  lw_extra_report_lost_members (findings, LW_VOC_ID, source->get_extra (source), _ ("the set"));

  read_class_subsets (&self);

  return write_classes (&self, error) &&
         lw_image_walk (source, options, cancellable, write_image, &self, error) &&
         write_subsets (&self, error) &&
         lw_output_folder_commit (self.folder, error);
}
