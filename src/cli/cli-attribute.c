/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-class-tree.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const char *const type_names[LW_N_ATTRIBUTE_TYPES] = {
  [LW_ATTRIBUTE_FLAG] = "flag",
  [LW_ATTRIBUTE_CHOICE] = "choice",
  [LW_ATTRIBUTE_NUMBER] = "number",
  [LW_ATTRIBUTE_TEXT] = "text",
};

typedef struct
{
  char  *annotator;
  char  *class_name;
  char  *type;
  char **choices;
  char  *default_value;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->annotator);
  g_free (self->class_name);
  g_free (self->type);
  g_strfreev (self->choices);
  g_free (self->default_value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static json_t *
choices_to_json (char **choices)
{
  json_t *array;

  if (choices == NULL)
    return json_null ();

  array = json_array ();

  for (guint i = 0; choices[i] != NULL; i++)
    json_array_append_new (array, lw_cli_json_text (choices[i]));

  return array;
}

static gboolean
list (LwCli      *self,
      const char *path,
      GError    **error)
{
  g_autoptr (LwStore) store = lw_store_open_read_only (path, error);
  g_autoptr (GArray) rows = store != NULL ? lw_store_list_attributes (store, error) : NULL;
  g_autoptr (GArray) classes = rows != NULL ? lw_store_list_classes (store, error) : NULL;
  json_t *array;

  if (classes == NULL)
    return FALSE;

  array = json_array ();

  for (guint i = 0; i < rows->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (rows, LwAttributeRow, i);
      const LwClassRow     *of = lw_class_tree_find (classes, row->class_key);

      json_array_append_new (array, json_pack ("{s:o, s:o, s:s, s:o, s:o, s:b}", "name", lw_cli_json_text (row->name),
                                               "class", lw_cli_json_text (of != NULL ? of->name : NULL),
                                               "type", type_names[row->type], "choices", choices_to_json (row->choices),
                                               "default", lw_cli_json_text (row->default_value),
                                               "archived", row->is_archived));

      if (!self->json)
        printf ("%s\t%s\t%s\n", of != NULL ? of->name : _ ("all classes"), row->name, type_names[row->type]);
    }

  if (self->json)
    return lw_cli_print_json (array, error);

  json_decref (array);

  return TRUE;
}

static gboolean
find_class_key (LwStore    *store,
                const char *name,
                gint64     *key,
                GError    **error)
{
  g_autoptr (GArray) classes = NULL;

  *key = 0;

  if (name == NULL)
    return TRUE;

  if (!(classes = lw_store_list_classes (store, error)))
    return FALSE;

  for (guint i = 0; i < classes->len && *key == 0; i++)
    if (g_str_equal (g_array_index (classes, LwClassRow, i).name, name))
      *key = g_array_index (classes, LwClassRow, i).key;

  if (*key == 0)
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
                 _ ("There is no class “%s”; “labelwright class PROJECT list” says which there are"), name);

  return *key != 0;
}

static gboolean
add (LwStore       *store,
     const char    *name,
     const Options *options,
     gint64         class_key,
     GError       **error)
{
  LwAttributeRow row = { .class_key = class_key, .name = (char *) name, .default_value = options->default_value };

  while (row.type < LW_N_ATTRIBUTE_TYPES && g_strcmp0 (type_names[row.type], options->type) != 0)
    row.type++;

  if (row.type == LW_N_ATTRIBUTE_TYPES)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--type must be one of flag, choice, number and text"));
      return FALSE;
    }

  row.choices = options->choices;

  return lw_store_add_attribute (store, &row, error) != 0;
}

static gboolean
find_attribute (LwStore        *store,
                const char     *name,
                gint64          class_key,
                LwAttributeRow *found,
                GArray        **rows,
                GError        **error)
{
  if (!(*rows = lw_store_list_attributes (store, error)))
    return FALSE;

  for (guint i = 0; i < (*rows)->len; i++)
    {
      *found = g_array_index (*rows, LwAttributeRow, i);

      if (g_str_equal (found->name, name) && found->class_key == class_key)
        return TRUE;
    }

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("There is no attribute “%s”; “labelwright attribute PROJECT list” says which there are"), name);

  return FALSE;
}

static gboolean
change (LwStore    *store,
        const char *verb,
        const char *name,
        gint64      class_key,
        GError    **error)
{
  g_autoptr (GArray) rows = NULL;
  LwAttributeRow row;

  if (!find_attribute (store, name, class_key, &row, &rows, error))
    return FALSE;

  if (g_str_equal (verb, "remove"))
    return lw_store_remove_attribute (store, row.key, error);

  row.is_archived = g_str_equal (verb, "archive");

  return lw_store_update_attribute (store, &row, error);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *label;
} verbs[] = {
  { "add",     N_ ("Add attribute") },
  { "archive", N_ ("Archive attribute") },
  { "restore", N_ ("Restore attribute") },
  { "remove",  N_ ("Remove attribute") },
};
/* clang-format on */

static const char *
find_label (const char *verb)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verb, verbs[i].name))
      return _ (verbs[i].label);

  return NULL;
}

static gboolean
edit (char         **argv,
      const char    *label,
      const Options *options,
      GError       **error)
{
  g_autoptr (LwStore) store = lw_cli_open_for_writing (argv[1], error);
  gint64   annotator_key, class_key;
  gboolean ok;

  if (store == NULL || !lw_cli_choose_annotator (store, options->annotator, &annotator_key, error) ||
      !find_class_key (store, options->class_name, &class_key, error) ||
      !lw_store_begin (store, LW_GROUP_EDIT, annotator_key, label, error))
    return FALSE;

  if (g_str_equal (argv[2], "add"))
    ok = add (store, argv[3], options, class_key, error);
  else
    ok = change (store, argv[2], argv[3], class_key, error);

  if (ok)
    return lw_store_commit (store, error);

  lw_store_rollback (store);

  return FALSE;
}

gboolean
lw_cli_attribute (LwCli   *self,
                  int      argc,
                  char   **argv,
                  GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &options.annotator, N_ ("Whose step it is; may be left out where there is only one"), "NAME" },
    { "class", 0, 0, G_OPTION_ARG_STRING, &options.class_name, N_ ("The class whose boxes are asked; all where it is not given"), "NAME" },
    { "type", 0, 0, G_OPTION_ARG_STRING, &options.type, N_ ("flag, choice, number or text"), "TYPE" },
    { "choice", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.choices, N_ ("What a choice offers; once for each"), "TEXT" },
    { "default", 0, 0, G_OPTION_ARG_STRING, &options.default_value, N_ ("The value of a box that says nothing"), "VALUE" },
    G_OPTION_ENTRY_NULL
  };
  const char *label;

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 3, error))
    return FALSE;

  if (g_str_equal (argv[2], "list") && argc == 3)
    return list (self, argv[1], error);

  if ((label = find_label (argv[2])) != NULL && argc == 4)
    return edit (argv, label, &options, error);

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ ("after the project comes “list” or one of add, archive, restore and remove with a name"));

  return FALSE;
}
