/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-class-merge.h"
#include "lw-class-split.h"
#include "lw-class-text.h"
#include "lw-class-tree.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

/* What an edit works with. */
typedef struct
{
  LwCli   *cli;
  LwStore *store;
  GArray  *classes; /* (element-type LwClassRow) */
  char   **names;   /* of the command line, behind the verb */
  char    *parent;  /* --parent, or NULL */
  gint64   annotator_key;
} Edit;

/* By name or by path: "car", "vehicle/car". */
static LwClassRow *
find_class (Edit       *self,
            const char *name,
            GError    **error)
{
  for (guint i = 0; i < self->classes->len; i++)
    {
      LwClassRow      *row = &g_array_index (self->classes, LwClassRow, i);
      g_autofree char *path = lw_class_tree_dup_path (self->classes, row->key);

      if (g_str_equal (row->name, name) || g_str_equal (path, name))
        return row;
    }

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("There is no class “%s”; “labelwright class PROJECT list” says which there are"), name);

  return NULL;
}

static gboolean
find_parent (Edit    *self,
             gint64  *key,
             GError **error)
{
  const LwClassRow *row = NULL;

  *key = 0;

  if (self->parent == NULL)
    return TRUE;

  if (!(row = find_class (self, self->parent, error)))
    return FALSE;

  *key = row->key;

  return TRUE;
}

/* --- Edits of one class, in the running group --- */

static gboolean
add (Edit    *self,
     GError **error)
{
  const LwClassRecord record = { .name = self->names[0], .colour = LW_COLOUR_AUTOMATIC };
  gint64              parent_key, key;

  return find_parent (self, &parent_key, error) &&
         (key = lw_store_add_class (self->store, &record, error)) != 0 &&
         (parent_key == 0 || lw_class_set_parent (self->store, key, parent_key, error));
}

static gboolean
move (Edit    *self,
      GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);
  gint64            parent_key;

  return row != NULL && find_parent (self, &parent_key, error) &&
         lw_class_set_parent (self->store, row->key, parent_key, error);
}

/* A text that lives as long as the command does stands in for the one of the row. */
static gboolean
update (Edit             *self,
        const LwClassRow *row,
        const char       *name,
        const char       *guideline,
        gboolean          is_archived,
        GError          **error)
{
  LwClassRow changed = *row;

  changed.name = (char *) name;
  changed.guideline = (char *) guideline;
  changed.is_archived = is_archived;

  return lw_store_update_class (self->store, &changed, error);
}

static gboolean
rename_class (Edit    *self,
              GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);

  return row != NULL && update (self, row, self->names[1], row->guideline, row->is_archived, error);
}

static gboolean
set_guideline (Edit    *self,
               GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);
  const char       *text = self->names[1];

  return row != NULL && update (self, row, row->name, *text != '\0' ? text : NULL, row->is_archived, error);
}

static gboolean
archive (Edit    *self,
         GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);

  return row != NULL && update (self, row, row->name, row->guideline, TRUE, error);
}

static gboolean
restore (Edit    *self,
         GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);

  return row != NULL && update (self, row, row->name, row->guideline, FALSE, error);
}

static gboolean
remove_class (Edit    *self,
              GError **error)
{
  const LwClassRow *row = find_class (self, self->names[0], error);

  return row != NULL && lw_store_remove_class (self->store, row->key, error);
}

static gboolean
read_text (Edit    *self,
           GError **error)
{
  g_autofree char *text = NULL;
  gsize            n_bytes;
  guint            n_added;

  if (!g_file_get_contents (self->names[0], &text, &n_bytes, error) ||
      !lw_class_text_add (self->store, text, n_bytes, &n_added, error))
    return FALSE;

  if (self->cli->json)
    return lw_cli_print_json (json_pack ("{s:i}", "added", (int) n_added), error);

  printf (ngettext ("%u class added\n", "%u classes added\n", n_added), n_added);

  return TRUE;
}

/* --- Those that are a step of their own --- */

static gboolean
merge (Edit    *self,
       GError **error)
{
  const LwClassRow  *from = find_class (self, self->names[0], error);
  const LwClassRow  *into = from != NULL ? find_class (self, self->names[1], error) : NULL;
  LwClassMergeReport report;

  if (into == NULL ||
      !lw_class_merge_run (self->store, &from->key, 1, into->key, self->annotator_key, &report,
                           lw_cli_show_progress, NULL, self->cli->cancellable, error))
    return FALSE;

  lw_cli_end_progress ();

  if (self->cli->json)
    return lw_cli_print_json (json_pack ("{s:I, s:I, s:I}", "boxes", (json_int_t) report.n_boxes,
                                         "tags", (json_int_t) report.n_tags, "dropped_tags",
                                         (json_int_t) report.n_dropped_tags),
                              error);

  printf (_ ("“%s” is archived; %" PRIu64 " boxes and %" PRIu64 " image classes are “%s” now\n"),
          from->name, report.n_boxes, report.n_tags, into->name);

  return TRUE;
}

static gboolean
split (Edit    *self,
       GError **error)
{
  const LwClassRow  *row = find_class (self, self->names[0], error);
  LwClassPart        part = { .class_name = self->names[1] };
  char              *end;
  LwClassSplit       small = { .kind = LW_CLASS_SPLIT_BY_SIZE, .parts = &part, .n_parts = 1 };
  LwClassSplitReport report;

  if (row == NULL)
    return FALSE;

  small.class_key = row->key;
  small.edge_px = g_ascii_strtod (self->names[2], &end);

  if (*end != '\0' || !(small.edge_px > 0))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“%s” is no number of pixels"), self->names[2]);
      return FALSE;
    }

  if (!lw_class_split_run (self->store, &small, self->annotator_key, &report, lw_cli_show_progress, NULL,
                           self->cli->cancellable, error))
    return FALSE;

  lw_cli_end_progress ();

  if (self->cli->json)
    return lw_cli_print_json (json_pack ("{s:I}", "boxes", (json_int_t) report.n_boxes), error);

  printf (_ ("%" PRIu64 " boxes of “%s” are “%s” now\n"), report.n_boxes, row->name, part.class_name);

  return TRUE;
}

/* clang-format off */
static const struct
{
  const char *name;
  int         n_names;
  const char *label; /* in the history; NULL: @run is a step of its own */
  gboolean  (*run) (Edit *self, GError **error);
} verbs[] = {
  { "add",       1, N_ ("Add class"),       add },
  { "rename",    2, N_ ("Rename class"),    rename_class },
  { "move",      1, N_ ("Move class"),      move },
  { "guideline", 2, N_ ("Write guideline"), set_guideline },
  { "archive",   1, N_ ("Archive class"),   archive },
  { "restore",   1, N_ ("Restore class"),   restore },
  { "remove",    1, N_ ("Remove class"),    remove_class },
  { "import",    1, N_ ("Add classes from a text"), read_text },
  { "merge",     2, NULL,                   merge },
  { "split",     3, NULL,                   split },
};
/* clang-format on */

static json_t *
class_to_json (Edit              *self,
               const LwClassNode *node)
{
  const LwClassRow *row = node->row;
  g_autofree char  *path = lw_class_tree_dup_path (self->classes, row->key);
  const LwClassRow *into = row->merged_into_key != 0 ? lw_class_tree_find (self->classes, row->merged_into_key) : NULL;
  char              colour[8];

  g_snprintf (colour, sizeof colour, "#%06x", row->colour);

  return json_pack ("{s:o, s:o, s:s, s:o, s:o, s:b, s:o}", "name", lw_cli_json_text (row->name),
                    "path", lw_cli_json_text (path), "colour", colour, "shortcut", lw_cli_json_text (row->shortcut),
                    "guideline", lw_cli_json_text (row->guideline), "archived", row->is_archived,
                    "merged_into", lw_cli_json_text (into != NULL ? into->name : NULL));
}

static gboolean
list (Edit    *self,
      GError **error)
{
  g_autoptr (GArray) nodes = lw_class_tree_list (self->classes, TRUE);
  json_t *array = json_array ();

  for (guint i = 0; i < nodes->len; i++)
    {
      const LwClassNode *node = &g_array_index (nodes, LwClassNode, i);

      json_array_append_new (array, class_to_json (self, node));

      if (!self->cli->json)
        printf ("%*s%s%s\n", 2 * (int) node->depth, "", node->row->name, node->row->is_archived ? _ (" (archived)") : "");
    }

  if (self->cli->json)
    return lw_cli_print_json (array, error);

  json_decref (array);

  return TRUE;
}

/* What “import” reads. */
static gboolean
write_text (Edit *self)
{
  g_autofree char *text = lw_class_text_write (self->classes);

  fputs (text, stdout);

  return TRUE;
}

static gboolean
edit (Edit    *self,
      guint    verb,
      GError **error)
{
  if (verbs[verb].label == NULL)
    return verbs[verb].run (self, error);

  if (!lw_store_begin (self->store, LW_GROUP_EDIT, self->annotator_key, _ (verbs[verb].label), error))
    return FALSE;

  if (verbs[verb].run (self, error))
    return lw_store_commit (self->store, error);

  lw_store_rollback (self->store);

  return FALSE;
}

static gboolean
run (Edit       *self,
     int         argc,
     char      **argv,
     const char *annotator,
     GError    **error)
{
  g_autoptr (LwStore) store = NULL;
  gboolean ok = FALSE;
  guint    verb = 0;

  while (verb < G_N_ELEMENTS (verbs) && !(g_str_equal (argv[2], verbs[verb].name) && argc == 3 + verbs[verb].n_names))
    verb++;

  if (verb == G_N_ELEMENTS (verbs) && !(argc == 3 && (g_str_equal (argv[2], "list") || g_str_equal (argv[2], "export"))))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("after the project comes “list” or “export”, or one of add, rename, move, guideline, archive, "
                              "restore, remove, import, merge and split with the names that it needs"));
      return FALSE;
    }

  store = verb < G_N_ELEMENTS (verbs) ? lw_cli_open_for_writing (argv[1], error) : lw_store_open_read_only (argv[1], error);

  if (store == NULL || !(self->classes = lw_store_list_classes (store, error)))
    return FALSE;

  self->store = store;
  self->names = argv + 3;

  if (verb == G_N_ELEMENTS (verbs))
    ok = g_str_equal (argv[2], "export") ? write_text (self) : list (self, error);
  else
    ok = lw_cli_choose_annotator (store, annotator, &self->annotator_key, error) && edit (self, verb, error);

  g_clear_pointer (&self->classes, g_array_unref);

  return ok;
}

gboolean
lw_cli_class (LwCli   *self,
              int      argc,
              char   **argv,
              GError **error)
{
  g_autofree char   *annotator = NULL;
  g_autofree char   *parent = NULL;
  const GOptionEntry entries[] = {
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &annotator, N_ ("Whose step it is; may be left out where there is only one"), "NAME" },
    { "parent", 0, 0, G_OPTION_ARG_STRING, &parent, N_ ("The class that it is put below; at the top where it is not given"), "NAME" },
    G_OPTION_ENTRY_NULL
  };
  Edit command = { .cli = self };

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 5, error))
    return FALSE;

  command.parent = parent;

  return run (&command, argc, argv, annotator, error);
}
