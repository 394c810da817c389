/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco-reader.h"

#include "lw-error.h"
#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-image-files.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* What the file says of itself (info, licenses) is kept in memory at once. */
#define SET_EXTRA_MAX (8 * 1024 * 1024)

/* Images looked for when the folder has to be guessed. */
#define N_GUESS_IMAGES 20

/* Larger is no picture that anyone decodes. */
#define SIZE_MAX_PX 1000000

static void
reader_clear (LwCocoReader *self)
{
  g_clear_pointer (&self->stream, lw_json_stream_free);
  g_clear_pointer (&self->labelled_ids, lw_number_set_free);
  g_clear_pointer (&self->annotation_ids, lw_number_set_free);
  g_hash_table_unref (self->classes);
  g_hash_table_unref (self->images);
  g_hash_table_unref (self->paths);
  g_hash_table_unref (self->labelled);
  g_string_free (self->extra, TRUE);
  g_free (self->images_folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwCocoReader, reader_clear)

gboolean
lw_coco_id_to_text (LwJsonSlice value,
                    char        text[LW_COCO_ID_SIZE])
{
  gint64 number;

  if (value.len >= 2 && *value.text == '"')
    {
      LwJsonSlice inner = { value.text + 1, value.len - 2 };

      if (!lw_json_get_integer (inner, &number))
        {
          if (value.len >= LW_COCO_ID_SIZE)
            return FALSE;

          memcpy (text, value.text, value.len);
          text[value.len] = '\0';
          return TRUE;
        }
    }
  else if (!lw_json_get_integer (value, &number))
    return FALSE;

  g_snprintf (text, LW_COCO_ID_SIZE, "%" G_GINT64_FORMAT, number);

  return TRUE;
}

guint
lw_coco_find_index (GHashTable *table,
                    LwJsonSlice id)
{
  char     text[LW_COCO_ID_SIZE];
  gpointer value;

  if (!lw_coco_id_to_text (id, text) || !g_hash_table_lookup_extended (table, text, NULL, &value))
    return LW_COCO_UNKNOWN;

  return GPOINTER_TO_UINT (value) == LW_COCO_REFUSED ? LW_COCO_REFUSED : GPOINTER_TO_UINT (value) - 1;
}

/* FALSE with @error where the text is malformed. */
static gboolean
check_element (LwCocoReader *self,
               LwJsonSlice   element,
               gboolean     *has_odd_numbers,
               GError      **error)
{
  gsize         bad = 0;
  LwJsonVerdict verdict = lw_json_check (element, &bad);

  *has_odd_numbers = verdict == LW_JSON_UNREPRESENTABLE;

  if (verdict == LW_JSON_MALFORMED)
    {
      lw_json_stream_set_error (self->stream, element.text + bad, _ ("this is not well-formed JSON; correct it there, or write the file anew"), error);
      return FALSE;
    }

  return TRUE;
}

void
lw_coco_keep_member (LwCocoReader *self,
                     LwJsonSlice   key,
                     LwJsonSlice   value,
                     gboolean      has_odd_numbers,
                     const char   *where)
{
  if (has_odd_numbers && lw_json_check (value, NULL) != LW_JSON_GOOD)
    {
      LW_COCO_WARN (self, "number-unrepresentable", _ ("values with NaN, Infinity or numbers out of range are left out"),
                    "%s: %.*s", where, (int) key.len, key.text);
      return;
    }

  lw_extra_add (self->extra, key, value);
}

/* --- First pass: where things are --- */

static gboolean
contains (LwJsonSlice slice,
          const char *text)
{
  return memmem (slice.text, slice.len, text, strlen (text)) != NULL;
}

/* Whoever wrote a caption has not said that there is nothing to box.  Looks at the
 * text only: the first pass is over every byte of the file. */
static gboolean
is_of_boxes (LwJsonSlice annotation)
{
  return contains (annotation, "\"category_id\"") && !contains (annotation, "\"segments_info\"") &&
         (contains (annotation, "\"bbox\"") || !contains (annotation, "\"caption\""));
}

static void
note_labelled (LwCocoReader *self,
               LwJsonSlice   annotation)
{
  static const char wanted[] = "\"image_id\"";
  const char       *end = annotation.text + annotation.len;
  const char       *at = memmem (annotation.text, annotation.len, wanted, sizeof wanted - 1);
  const char       *start;
  char              text[LW_COCO_ID_SIZE];
  gint64            number;

  if (at == NULL || !is_of_boxes (annotation))
    return;

  for (at += sizeof wanted - 1; at < end && strchr (" \t\r\n:", *at) != NULL; at++)
    ;

  for (start = at; at < end && strchr (" \t\r\n,}", *at) == NULL; at++)
    ;

  if (!lw_coco_id_to_text ((LwJsonSlice){ start, (gsize) (at - start) }, text))
    return;

  if (lw_json_get_integer ((LwJsonSlice){ text, strlen (text) }, &number))
    lw_number_set_add (self->labelled_ids, number);
  else
    g_hash_table_add (self->labelled, g_strdup (text));
}

static gboolean
scan_annotations (LwCocoReader *self,
                  GError      **error)
{
  LwJsonSlice element;
  gboolean    found;

  for (;;)
    {
      if (!lw_json_stream_next_element (self->stream, &found, &element, error))
        return FALSE;

      if (!found)
        return TRUE;

      self->n_annotations++;
      note_labelled (self, element);

      if (self->n_annotations % 4096 == 0)
        lw_report_progress (self->options->progress, self->options->progress_data, lw_json_stream_get_fraction (self->stream) / 3);
    }
}

static gboolean
keep_set_member (LwCocoReader *self,
                 const char   *key,
                 GError      **error)
{
  LwJsonSlice value;
  gboolean    found;
  gboolean    odd;
  gsize       room = SET_EXTRA_MAX - MIN (self->extra->len, SET_EXTRA_MAX);

  if (!lw_json_stream_read_value (self->stream, room, &found, &value, error))
    return FALSE;

  if (!found)
    {
      LW_COCO_WARN (self, "set-keys-too-large", _ ("keys of the file as a whole are too large to be kept"), "%s", key);
      return TRUE;
    }

  if (!check_element (self, value, &odd, error))
    return FALSE;

  if (odd)
    LW_COCO_WARN (self, "number-unrepresentable", _ ("values with NaN, Infinity or numbers out of range are left out"), "%s", key);
  else
    {
      g_autoptr (GString) quoted = g_string_new (NULL);

      lw_json_append_string (quoted, key);
      lw_extra_add (self->extra, (LwJsonSlice){ quoted->str + 1, quoted->len - 2 }, value);
    }

  return TRUE;
}

static gboolean
scan_member (LwCocoReader *self,
             const char   *key,
             gboolean      is_array,
             GError      **error)
{
  goffset *at = g_str_equal (key, "categories")    ? &self->categories_at
                : g_str_equal (key, "images")      ? &self->images_at
                : g_str_equal (key, "annotations") ? &self->annotations_at
                                                   : NULL;

  if (at == NULL)
    return keep_set_member (self, key, error);

  if (!is_array)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: \"%s\" is not a list, so this is not COCO"), self->path, key);
      return FALSE;
    }

  *at = lw_json_stream_tell (self->stream);

  return at != &self->annotations_at || scan_annotations (self, error);
}

static gboolean
scan (LwCocoReader *self,
      GError      **error)
{
  gboolean found;
  gboolean is_array;
  char    *key;

  lw_extra_begin (self->extra, LW_COCO_ID);

  for (;;)
    {
      if (!lw_json_stream_next_member (self->stream, &found, &key, &is_array, error))
        return FALSE;

      if (!found)
        break;

      if (!scan_member (self, key, is_array, error))
        return FALSE;
    }

  if (self->images_at < 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no list \"images\", so this is not a COCO file"), self->path);
      return FALSE;
    }

  if (self->annotations_at < 0)
    LW_COCO_WARN (self, "no-annotations", _ ("the file has images but no list of annotations"), "%s", self->path);

  return lw_extra_end (self->extra) == NULL || self->sink->set_extra (self->sink, self->extra->str, error);
}

/* Calls @each for every element of the array at @offset. */
static gboolean
for_each (LwCocoReader *self,
          goffset       offset,
          gboolean (*each) (LwCocoReader *self,
                            LwJsonSlice   element,
                            gboolean      odd,
                            GError      **error),
          GError **error)
{
  LwJsonSlice element;
  gboolean    found;
  gboolean    odd;
  guint       n = 0;

  if (offset < 0)
    return TRUE;

  if (!lw_json_stream_seek (self->stream, offset, error))
    return FALSE;

  for (;;)
    {
      if (!lw_json_stream_next_element (self->stream, &found, &element, error))
        return FALSE;

      if (!found)
        return TRUE;

      if (!check_element (self, element, &odd, error) || !each (self, element, odd, error))
        return FALSE;

      if (++n % 4096 == 0 && offset == self->annotations_at)
        lw_report_progress (self->options->progress, self->options->progress_data,
                            1.0 / 3 + lw_json_stream_get_fraction (self->stream) * 2 / 3);
    }
}

/* --- Categories --- */

static gboolean
read_category (LwCocoReader *self,
               LwJsonSlice   element,
               gboolean      odd,
               GError      **error)
{
  LwJsonSlice      walk = element;
  LwJsonSlice      key, value;
  LwClassRecord    record = { .colour = LW_COLOUR_AUTOMATIC };
  g_autofree char *name = NULL;
  char             id[LW_COCO_ID_SIZE] = "";
  guint            index;

  lw_extra_begin (self->extra, LW_COCO_ID);

  while (lw_json_next_member (&walk, &key, &value))
    {
      if (lw_json_slice_equal (key, "name") && *value.text == '"')
        {
          g_free (name);
          name = lw_json_dup_string (value);
        }
      else if (!lw_json_slice_equal (key, "id") || lw_coco_id_to_text (value, id))
        lw_coco_keep_member (self, key, value, odd, "categories");
    }

  if (id[0] == '\0')
    {
      LW_COCO_WARN (self, "class-malformed", _ ("categories without a usable id cannot be referred to; they are left out"), "%s", name != NULL ? name : "?");
      return TRUE;
    }

  if (g_hash_table_contains (self->classes, id))
    {
      LW_COCO_WARN (self, "duplicate-id", _ ("ids occur twice; the first one counts"), _ ("category %s"), id);
      return TRUE;
    }

  if (name == NULL || name[0] == '\0')
    {
      g_free (name);
      name = g_strdup_printf ("class %s", id);
      LW_COCO_WARN (self, "class-without-name", _ ("classes without a name are called by their number"), "%s", name);
    }

  record.name = name;
  record.extra = lw_extra_end (self->extra);

  if (!self->sink->add_class (self->sink, &record, &index, error))
    return FALSE;

  g_hash_table_insert (self->classes, g_strdup (id), GUINT_TO_POINTER (index + 1));

  return TRUE;
}

/* --- Images --- */

typedef struct
{
  char      *raw_path;
  char      *path;
  char       id[LW_COCO_ID_SIZE];
  int        width_px, height_px;
  gboolean   has_progress;
  LwProgress progress;
} ImageEntry;

static void
image_entry_clear (ImageEntry *entry)
{
  g_free (entry->raw_path);
  g_free (entry->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImageEntry, image_entry_clear)

static int
get_size (LwJsonSlice value)
{
  double number;

  if (!lw_json_get_number (value, &number) || number < 1 || number > SIZE_MAX_PX)
    return 0;

  return (int) (number + 0.5);
}

static gboolean
get_progress (LwJsonSlice value,
              LwProgress *progress)
{
  g_autofree char *text = lw_json_dup_string (value);

  for (int i = 0; text != NULL && i < LW_N_PROGRESS; i++)
    if (g_str_equal (text, lw_coco_progress_names[i]))
      {
        *progress = (LwProgress) i;
        return TRUE;
      }

  return FALSE;
}

/* Fills @entry, and the extra with all the rest. */
static void
parse_image (LwCocoReader *self,
             LwJsonSlice   element,
             gboolean      odd,
             ImageEntry   *entry)
{
  LwJsonSlice key, value;

  lw_extra_begin (self->extra, LW_COCO_ID);

  while (lw_json_next_member (&element, &key, &value))
    {
      if (lw_json_slice_equal (key, "file_name") && *value.text == '"')
        {
          g_free (entry->raw_path);
          entry->raw_path = lw_json_dup_string (value);
        }
      else if (lw_json_slice_equal (key, "width"))
        entry->width_px = get_size (value);
      else if (lw_json_slice_equal (key, "height"))
        entry->height_px = get_size (value);
      else if (lw_json_slice_equal (key, LW_COCO_PROGRESS))
        entry->has_progress = get_progress (value, &entry->progress);
      else if (lw_json_slice_equal (key, "id"))
        {
          if (lw_coco_id_to_text (value, entry->id) && !g_hash_table_contains (self->images, entry->id))
            lw_extra_add (self->extra, key, value);
        }
      else
        lw_coco_keep_member (self, key, value, odd, entry->raw_path != NULL ? entry->raw_path : "images");
    }

  if (entry->width_px == 0 || entry->height_px == 0)
    entry->width_px = entry->height_px = 0;

  if (entry->raw_path != NULL)
    entry->path = lw_image_path_normalise (entry->raw_path);
}

static gboolean
is_labelled (LwCocoReader *self,
             const char   *id)
{
  gint64 number;

  if (lw_json_get_integer ((LwJsonSlice){ id, strlen (id) }, &number))
    return lw_number_set_contains (self->labelled_ids, number);

  return g_hash_table_contains (self->labelled, id);
}

static void
remember_image (LwCocoReader *self,
                const char   *id,
                guint         value)
{
  if (id[0] == '\0')
    LW_COCO_WARN (self, "image-without-id", _ ("images without a usable id cannot be referred to by labels"), "%s", self->path);
  else if (g_hash_table_contains (self->images, id))
    LW_COCO_WARN (self, "duplicate-id", _ ("ids occur twice; the first one counts"), _ ("image %s"), id);
  else
    g_hash_table_insert (self->images, g_strdup (id), GUINT_TO_POINTER (value));
}

static gboolean
read_image (LwCocoReader *self,
            LwJsonSlice   element,
            gboolean      odd,
            GError      **error)
{
  g_auto (ImageEntry) entry = { 0 };
  LwImageRecord record = { 0 };
  guint         index;

  parse_image (self, element, odd, &entry);

  if (entry.path == NULL)
    {
      if (entry.raw_path != NULL && entry.raw_path[0] != '\0')
        LW_COCO_WARN (self, "path-outside", _ ("images whose path is absolute or leaves the images folder are refused"), "%s", entry.raw_path);
      else
        LW_COCO_WARN (self, "image-malformed", _ ("images without a file name are left out"), _ ("image %s"), entry.id);

      remember_image (self, entry.id, LW_COCO_REFUSED);
      return TRUE;
    }

  index = GPOINTER_TO_UINT (g_hash_table_lookup (self->paths, entry.path));
  if (index > 0)
    {
      LW_COCO_WARN (self, "duplicate-file-name", _ ("files listed twice become one image with the labels of both"), "%s", entry.path);
      remember_image (self, entry.id, index);
      return TRUE;
    }

  record.path = entry.path;
  record.width_px = entry.width_px;
  record.height_px = entry.height_px;
  record.progress = entry.has_progress             ? entry.progress
                    : is_labelled (self, entry.id) ? LW_PROGRESS_DONE
                                                   : LW_PROGRESS_UNSEEN;
  record.extra = lw_extra_end (self->extra);

  if (!self->sink->add_image (self->sink, &record, &index, error))
    return FALSE;

  remember_image (self, entry.id, index + 1);
  g_hash_table_insert (self->paths, g_steal_pointer (&entry.path), GUINT_TO_POINTER (index + 1));

  return TRUE;
}

/* --- Where the images are --- */

static void
add_candidate (GPtrArray  *folders,
               const char *base,
               const char *relative)
{
  g_autofree char *joined = g_build_filename (base, relative, NULL);

  g_ptr_array_add (folders, g_canonicalize_filename (joined, NULL));
}

/* "instances_train.json" belongs to images/train. */
static GPtrArray *
list_candidates (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autofree char *stem = lw_path_dup_stem (base);
  const char      *last = strrchr (stem, '_');
  const char      *split = last != NULL ? last + 1 : stem;
  GPtrArray       *folders = g_ptr_array_new_with_free_func (g_free);
  /* clang-format off */
  static const char *const plain[] = { ".", "images", "..", "../images", "../JPEGImages", "../data" };
  static const char *const by_split[] = { "%s", "images/%s", "../images/%s", "../%s", "../%s/images", "../data/%s" };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    add_candidate (folders, folder, plain[i]);

  for (guint i = 0; i < G_N_ELEMENTS (by_split); i++)
    {
      g_auto (GStrv) parts = g_strsplit (by_split[i], "%s", 2);
      g_autofree char *relative = g_strjoinv (split, parts);

      add_candidate (folders, folder, relative);
    }

  return folders;
}

static GPtrArray *
list_first_paths (LwCocoReader *self,
                  GError      **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  LwJsonSlice element, value;
  gboolean    found = TRUE;
  gboolean    odd;

  if (!lw_json_stream_seek (self->stream, self->images_at, error))
    return NULL;

  while (paths->len < N_GUESS_IMAGES)
    {
      g_autofree char *raw = NULL;
      char            *path;

      if (!lw_json_stream_next_element (self->stream, &found, &element, error))
        return NULL;

      if (!found)
        break;

      if (!check_element (self, element, &odd, error))
        return NULL;

      if (lw_json_find (element, "file_name", &value) && (raw = lw_json_dup_string (value)) != NULL && (path = lw_image_path_normalise (raw)) != NULL)
        g_ptr_array_add (paths, path);
    }

  return g_steal_pointer (&paths);
}

static gboolean
guess_images_folder (LwCocoReader *self,
                     GError      **error)
{
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  guint best = 0;
  guint best_count = 0;

  if (self->options->images_folder != NULL)
    {
      self->images_folder = g_canonicalize_filename (self->options->images_folder, NULL);
      return TRUE;
    }

  folders = list_candidates (self->path);
  paths = list_first_paths (self, error);
  if (paths == NULL)
    return FALSE;

  for (guint i = 0; i < folders->len; i++)
    {
      guint count = 0;

      for (guint j = 0; j < paths->len; j++)
        count += lw_image_exists (g_ptr_array_index (folders, i), g_ptr_array_index (paths, j));

      if (count > best_count)
        {
          best = i;
          best_count = count;
        }
    }

  self->images_folder = g_strdup (g_ptr_array_index (folders, best));

  return TRUE;
}

/* --- All of it --- */

/* Before the first image: what an image is called depends on it. */
static void
tell_images_folder (LwCocoReader *self)
{
  if (self->images_folder_out != NULL)
    *self->images_folder_out = g_strdup (self->images_folder);
}

static gboolean
read_all (LwCocoReader *self,
          GError      **error)
{
  if (lw_json_stream_is_array (self->stream))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                   _ ("%s is a list, as results of a model are: it holds predictions, not labels"), self->path);
      return FALSE;
    }

  if (!scan (self, error) || !guess_images_folder (self, error))
    return FALSE;

  tell_images_folder (self);

  return for_each (self, self->categories_at, read_category, error) &&
         for_each (self, self->images_at, read_image, error) &&
         for_each (self, self->annotations_at, lw_coco_read_annotation, error);
}

gboolean
lw_coco_read (const char          *path,
              const LwReadOptions *options,
              LwSink              *sink,
              char               **images_folder_out,
              LwFindings          *findings,
              GCancellable        *cancellable,
              GError             **error)
{
  g_auto (LwCocoReader) self = {
    .path = path,
    .options = options,
    .images_folder_out = images_folder_out,
    .sink = sink,
    .findings = findings,
    .categories_at = -1,
    .images_at = -1,
    .annotations_at = -1,
    .classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .labelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .labelled_ids = lw_number_set_new (),
    .annotation_ids = lw_number_set_new (),
    .extra = g_string_new (NULL),
  };

  self.stream = lw_json_stream_open (path, cancellable, error);
  if (self.stream == NULL || !read_all (&self, error))
    return FALSE;

  return TRUE;
}
