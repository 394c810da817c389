/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-yolo.h"

#include "lw-error.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>
#include <yaml.h>

#include <errno.h>
#include <string.h>

#define FILE_SIZE_MAX (8 * 1024 * 1024)
#define NESTING_MAX 1000

LwYoloConfig *
lw_yolo_config_new (void)
{
  LwYoloConfig *self = g_new0 (LwYoloConfig, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->subsets = g_ptr_array_new_with_free_func (g_free);
  self->places = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
lw_yolo_config_free (LwYoloConfig *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->subsets);
  g_ptr_array_unref (self->places);
  g_free (self->path);
  g_free (self->other);
  g_free (self);
}

static void
set_name (LwYoloConfig *self,
          guint         number,
          const char   *name)
{
  if (number >= self->names->len)
    g_ptr_array_set_size (self->names, (int) number + 1);

  g_free (g_ptr_array_index (self->names, number));
  g_ptr_array_index (self->names, number) = name[0] != '\0' ? g_strdup (name) : NULL;
}

static void
add_place (LwYoloConfig *self,
           const char   *subset,
           const char   *place)
{
  if (place[0] == '\0')
    return;

  g_ptr_array_add (self->subsets, g_strdup (subset));
  g_ptr_array_add (self->places, g_strdup (place));
}

/* --- data.yaml --- */

static const char *
scalar (yaml_document_t *doc,
        int              node)
{
  yaml_node_t *found = yaml_document_get_node (doc, node);

  return found != NULL && found->type == YAML_SCALAR_NODE ? (const char *) found->data.scalar.value : NULL;
}

static gboolean
parse_class_number (const char *text,
                    guint      *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, LW_YOLO_CLASSES_MAX - 1, &value, NULL))
    return FALSE;

  *number = (guint) value;

  return TRUE;
}

static void
take_names (LwYoloConfig    *self,
            yaml_document_t *doc,
            yaml_node_t     *node)
{
  if (node->type == YAML_SEQUENCE_NODE)
    {
      guint n = 0;

      for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top && n < LW_YOLO_CLASSES_MAX; item++)
        {
          const char *name = scalar (doc, *item);

          set_name (self, n++, name != NULL ? name : "");
        }
    }
  else if (node->type == YAML_MAPPING_NODE)
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
      {
        const char *key = scalar (doc, pair->key);
        const char *name = scalar (doc, pair->value);
        guint       number;

        if (key != NULL && name != NULL && parse_class_number (key, &number))
          set_name (self, number, name);
      }
}

static void
take_places (LwYoloConfig    *self,
             yaml_document_t *doc,
             const char      *subset,
             yaml_node_t     *node)
{
  if (node->type == YAML_SCALAR_NODE)
    add_place (self, subset, (const char *) node->data.scalar.value);
  else if (node->type == YAML_SEQUENCE_NODE)
    for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
      {
        const char *place = scalar (doc, *item);

        if (place != NULL)
          add_place (self, subset, place);
      }
}

/* [points, values of each]: class, box, and so many columns. */
static void
take_pose (LwYoloConfig    *self,
           yaml_document_t *doc,
           yaml_node_t     *node)
{
  yaml_node_item_t *items;
  guint             n_points, n_values;

  if (node->type != YAML_SEQUENCE_NODE || node->data.sequence.items.top - node->data.sequence.items.start != 2)
    return;

  items = node->data.sequence.items.start;
  if (scalar (doc, items[0]) != NULL && scalar (doc, items[1]) != NULL &&
      parse_class_number (scalar (doc, items[0]), &n_points) && parse_class_number (scalar (doc, items[1]), &n_values) &&
      n_points < 1000 && (n_values == 2 || n_values == 3))
    self->n_pose_columns = 5 + n_points * n_values;
}

static void
take_member (LwYoloConfig    *self,
             yaml_document_t *doc,
             const char      *key,
             yaml_node_t     *value)
{
  if (g_str_equal (key, "names"))
    take_names (self, doc, value);
  else if (g_str_equal (key, "train") || g_str_equal (key, "val") || g_str_equal (key, "test"))
    take_places (self, doc, key, value);
  else if (g_str_equal (key, "kpt_shape"))
    take_pose (self, doc, value);
  else if (g_str_equal (key, "path") && value->type == YAML_SCALAR_NODE)
    {
      g_free (self->path);
      self->path = g_strdup ((const char *) value->data.scalar.value);
    }
}

/* Top-level members that we do not write ourselves, as lines of the file. */
static char *
cut_other_members (const char *text)
{
  static const char *const known[] = { "path:", "train:", "val:", "test:", "names:", "nc:", "---", "..." };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *other = g_string_new (NULL);
  gboolean keeps = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strchomp (lines[i]);

      if (line[0] == '\0' || line[0] == '#')
        continue;

      /* Flow style on one line could hide a member: such files keep nothing. */
      if (line[0] == '{')
        return g_string_free (other, FALSE);

      if (!g_ascii_isspace (line[0]) && line[0] != '-')
        {
          keeps = strchr (line, ':') != NULL;
          for (guint j = 0; j < G_N_ELEMENTS (known); j++)
            keeps = keeps && !g_str_has_prefix (line, known[j]);
        }

      if (keeps)
        g_string_append_printf (other, "%s\n", line);
    }

  return g_string_free (other, FALSE);
}

static void
take_document (LwYoloConfig    *self,
               yaml_document_t *doc)
{
  yaml_node_t *root = yaml_document_get_root_node (doc);

  if (root == NULL || root->type != YAML_MAPPING_NODE)
    return;

  for (yaml_node_pair_t *pair = root->data.mapping.pairs.start; pair < root->data.mapping.pairs.top; pair++)
    {
      const char  *key = scalar (doc, pair->key);
      yaml_node_t *value = yaml_document_get_node (doc, pair->value);

      if (key != NULL && value != NULL)
        take_member (self, doc, key, value);
    }
}

/* The parser's time grows with the square of the nesting of brackets.  Brackets in
 * quotes are counted too: nobody leaves a thousand of them open. */
static gboolean
is_nested_too_deeply (const char *text)
{
  int depth = 0;

  for (; *text != '\0' && depth < NESTING_MAX; text++)
    {
      if (*text == '[' || *text == '{')
        depth++;
      else if ((*text == ']' || *text == '}') && depth > 0)
        depth--;
    }

  return depth == NESTING_MAX;
}

gboolean
lw_yolo_config_load_yaml (LwYoloConfig *self,
                          const char   *path,
                          GError      **error)
{
  g_autofree char *text = lw_text_file_load (path, FILE_SIZE_MAX, error);
  yaml_parser_t    parser;
  yaml_document_t  doc;
  gboolean         good;

  if (text == NULL)
    return FALSE;

  if (is_nested_too_deeply (text))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: lists within lists are more than %d deep, so this describes no data set"),
                   path, NESTING_MAX);
      return FALSE;
    }

  yaml_parser_initialize (&parser);
  yaml_parser_set_input_string (&parser, (const guchar *) text, strlen (text));

  good = yaml_parser_load (&parser, &doc);
  if (good)
    {
      take_document (self, &doc);
      self->other = cut_other_members (text);
      yaml_document_delete (&doc);
    }
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, line %u: this is not well-formed YAML: %s"), path,
                 (guint) parser.problem_mark.line + 1, parser.problem != NULL ? parser.problem : "?");

  yaml_parser_delete (&parser);

  return good;
}

/* --- darknet --- */

gboolean
lw_yolo_config_load_names (LwYoloConfig *self,
                           const char   *path,
                           GError      **error)
{
  g_autofree char *text = lw_text_file_load (path, FILE_SIZE_MAX, error);
  char            *walk = text;
  char            *line;
  guint            n = 0;

  if (text == NULL)
    return FALSE;

  g_strchomp (text);

  /* An empty line in between counts: classes are numbered by line. */
  while ((line = lw_text_next_line (&walk)) != NULL && n < LW_YOLO_CLASSES_MAX)
    set_name (self, n++, g_strstrip (line));

  return TRUE;
}

gboolean
lw_yolo_config_load_data (LwYoloConfig *self,
                          const char   *path,
                          GError      **error)
{
  g_autofree char *text = lw_text_file_load (path, FILE_SIZE_MAX, error);
  g_autofree char *folder = g_path_get_dirname (path);
  char            *walk = text;
  char            *line;

  if (text == NULL)
    return FALSE;

  while ((line = lw_text_next_line (&walk)) != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (line, "=", 2);

      if (parts[0] == NULL || parts[1] == NULL)
        continue;

      g_strstrip (parts[0]);
      g_strstrip (parts[1]);

      if (g_str_equal (parts[0], "train") || g_str_equal (parts[0], "test"))
        add_place (self, parts[0], parts[1]);
      else if (g_str_equal (parts[0], "valid") || g_str_equal (parts[0], "val"))
        add_place (self, "val", parts[1]);
      else if (g_str_equal (parts[0], "names"))
        {
          /* The folder in front is that of the machine that trained. */
          g_autofree char *base = g_path_get_basename (parts[1]);
          g_autofree char *names = g_build_filename (folder, base, NULL);

          if (g_file_test (names, G_FILE_TEST_EXISTS) && !lw_yolo_config_load_names (self, names, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* --- Names of files --- */

gboolean
lw_yolo_is_yaml_name (const char *name)
{
  return g_str_has_suffix (name, ".yaml") || g_str_has_suffix (name, ".yml");
}

static gboolean
has_member (const char *text,
            const char *key)
{
  g_autofree char *below = g_strconcat ("\n", key, ":", NULL);

  return g_str_has_prefix (text, below + 1) || strstr (text, below) != NULL;
}

gboolean
lw_yolo_is_data_yaml (const char *path)
{
  g_autofree char *head = lw_yolo_is_yaml_name (path) ? lw_text_file_peek (path, 64 * 1024) : NULL;

  return head != NULL && has_member (head, "names") && (has_member (head, "train") || has_member (head, "val") || has_member (head, "path") || has_member (head, "nc"));
}

char *
lw_yolo_find_yaml (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *best = NULL;
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!lw_yolo_is_data_yaml (path) || (best != NULL && !g_str_equal (name, "data.yaml") && strcmp (path, best) > 0))
        continue;

      g_free (best);
      best = g_steal_pointer (&path);

      if (g_str_equal (name, "data.yaml"))
        break;
    }

  return g_steal_pointer (&best);
}

gboolean
lw_yolo_is_label_name (const char *name)
{
  static const char *const others[] = { "classes.txt", "train.txt", "val.txt", "valid.txt", "test.txt", "trainval.txt", "names.txt", "labels.txt", "predefined_classes.txt", "requirements.txt", "labelmap.txt", "synsets.txt" };
  g_autofree char         *lower = g_ascii_strdown (name, -1);

  if (!g_str_has_suffix (lower, ".txt") || g_str_has_prefix (lower, "readme"))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (lower, others[i]))
      return FALSE;

  return TRUE;
}

char *
lw_yolo_find_names (const char *folder)
{
  static const char *const names[] = { "obj.names", "classes.txt", "labels/classes.txt", "labels/obj.names", "data/obj.names", "names.txt", "predefined_classes.txt", "coco.names", "voc.names" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *path = g_build_filename (folder, names[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return path;

      g_free (path);
    }

  return NULL;
}
