/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-text.h"

#include "lw-class-tree.h"
#include "lw-project-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* --- Names --- */

static void
append_name (GString    *text,
             const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (*p == '\\')
      g_string_append (text, "\\\\");
    else if (*p == '\n')
      g_string_append (text, "\\n");
    else if (*p == '\r')
      g_string_append (text, "\\r");
    else if (*p == '\t')
      g_string_append (text, "\\t");
    else
      g_string_append_c (text, *p);
}

static char
unescape (char letter)
{
  return letter == 'n' ? '\n' : letter == 'r' ? '\r'
                            : letter == 't'   ? '\t'
                            : letter == '\\'  ? '\\'
                                              : '\0';
}

/* Before another letter a backslash stands for itself. */
static char *
dup_name (const char *line)
{
  GString *name = g_string_new (NULL);

  for (const char *p = line; *p != '\0'; p++)
    {
      const char escaped = *p == '\\' ? unescape (p[1]) : '\0';

      g_string_append_c (name, escaped != '\0' ? escaped : *p);
      p += escaped != '\0';
    }

  return g_string_free (name, FALSE);
}

char *
lw_class_text_write (const GArray *classes)
{
  g_autoptr (GArray) nodes = lw_class_tree_list (classes, FALSE);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const LwClassNode *node = &g_array_index (nodes, LwClassNode, i);

      for (guint depth = 0; depth < node->depth; depth++)
        g_string_append_c (text, '\t');

      append_name (text, node->row->name);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* --- Reading --- */

/* A line that may still get others below it. */
typedef struct
{
  guint  indent;
  gint64 key;
} Above;

typedef struct
{
  gint64 key, parent_key;
} Added;

typedef struct
{
  LwStore    *store;
  GHashTable *by_name; /* name -> gint64 key */
  GArray     *above;   /* (element-type Above), from the top */
  GArray     *added;   /* (element-type Added) */
} Reading;

static void
reading_clear (Reading *self)
{
  g_hash_table_unref (self->by_name);
  g_array_unref (self->above);
  g_array_unref (self->added);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
remember (Reading    *self,
          const char *name,
          gint64      key)
{
  g_hash_table_insert (self->by_name, g_strdup (name), g_memdup2 (&key, sizeof key));
}

static gint64
find_parent (Reading *self,
             guint    indent)
{
  while (self->above->len > 0 && g_array_index (self->above, Above, self->above->len - 1).indent >= indent)
    g_array_set_size (self->above, self->above->len - 1);

  return self->above->len > 0 ? g_array_index (self->above, Above, self->above->len - 1).key : 0;
}

static gint64
add_class (Reading    *self,
           const char *name,
           gint64      parent_key,
           GError    **error)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  const Added         added = { lw_store_add_class (self->store, &record, error), parent_key };

  if (added.key == 0)
    return 0;

  remember (self, name, added.key);
  g_array_append_val (self->added, added);

  return added.key;
}

/* All at once, because each needs to know all of them. */
static gboolean
set_parents (Reading *self,
             GError **error)
{
  g_autoptr (GArray) classes = lw_store_list_classes (self->store, error);

  if (classes == NULL)
    return FALSE;

  for (guint i = 0; i < self->added->len; i++)
    {
      const Added *added = &g_array_index (self->added, Added, i);
      LwClassRow   row = *lw_class_tree_find (classes, added->key);

      row.parent_key = added->parent_key;

      if (added->parent_key != 0 && !lw_store_update_class (self->store, &row, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_line (Reading *self,
           char    *line,
           GError **error)
{
  const guint      indent = (guint) strspn (line, " \t");
  g_autofree char *name = dup_name (g_strstrip (line));
  const gint64    *known = g_hash_table_lookup (self->by_name, name);
  const gint64     parent_key = find_parent (self, indent);
  Above            above = { indent, known != NULL ? *known : 0 };

  if (*name == '\0')
    return TRUE;

  if (known == NULL && (above.key = add_class (self, name, parent_key, error)) == 0)
    return FALSE;

  g_array_append_val (self->above, above);

  return TRUE;
}

gboolean
lw_class_text_add (LwStore    *store,
                   const char *text,
                   gsize       n_bytes,
                   guint      *n_added,
                   GError    **error)
{
  g_auto (Reading) self = {
    .store = store,
    .by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .above = g_array_new (FALSE, FALSE, sizeof (Above)),
    .added = g_array_new (FALSE, FALSE, sizeof (Added)),
  };
  g_autoptr (GArray) classes = lw_store_list_classes (store, error);
  g_autofree char *copy = NULL;
  char            *rest;

  if (classes == NULL)
    return FALSE;

  if (n_bytes > LW_CLASS_TEXT_BYTES_MAX || !g_utf8_validate_len (text, n_bytes, NULL))
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID,
                           _ ("This is no list of classes: it needs to be a text in UTF-8, with a name on each line"));
      return FALSE;
    }

  for (guint i = 0; i < classes->len; i++)
    remember (&self, g_array_index (classes, LwClassRow, i).name, g_array_index (classes, LwClassRow, i).key);

  copy = g_strndup (text, n_bytes);
  rest = g_str_has_prefix (copy, BYTE_ORDER_MARK) ? copy + strlen (BYTE_ORDER_MARK) : copy;

  for (char *line; (line = strsep (&rest, "\r\n")) != NULL;)
    if (!read_line (&self, line, error))
      return FALSE;

  *n_added = self.added->len;

  return set_parents (&self, error);
}

gboolean
lw_project_add_class_text (LwProject  *self,
                           const char *text,
                           gsize       n_bytes,
                           guint      *n_added,
                           GError    **error)
{
  gboolean succeeded;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  *n_added = 0;

  if (!lw_project_begin (self, _ ("Add classes from a text"), error))
    return FALSE;

  succeeded = lw_class_text_add (self->store, text, n_bytes, n_added, error);

  if (!succeeded || *n_added > 0)
    return lw_project_end (self, succeeded, error);

  /* A step that changed nothing is none. */
  lw_project_end (self, FALSE, NULL);

  return TRUE;
}
