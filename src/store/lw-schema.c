/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-schema.h"

#include "lw-store.h"

#include <glib/gi18n-lib.h>

/* Keys are AUTOINCREMENT: that of a removed item must not go to another, or the
 * window would take one for the other after an undo. */
#define KEY_AND_ID                           \
  "key INTEGER PRIMARY KEY AUTOINCREMENT,\n" \
  "id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),\n"

/* clang-format off */

/* Version 1.  The index of boxes by image holds all that the image list asks
 * for; the one by class all that the palette does. */
static const char version_1[] =
  "CREATE TABLE project (\n"
  "key INTEGER PRIMARY KEY CHECK (key = 1),\n"
  "id BLOB NOT NULL CHECK (length (id) = 16)) STRICT;\n"

  "CREATE TABLE annotator (\n" KEY_AND_ID
  "name TEXT NOT NULL UNIQUE) STRICT;\n"

  "CREATE TABLE class (\n" KEY_AND_ID
  "name TEXT NOT NULL UNIQUE,\n"
  "colour INTEGER NOT NULL,\n"
  "position INTEGER NOT NULL,\n"
  "extra TEXT) STRICT;\n"
  "CREATE INDEX class_by_position ON class (position);\n"

  "CREATE TABLE lot (\n" KEY_AND_ID
  "name TEXT NOT NULL UNIQUE) STRICT;\n"

  "CREATE TABLE image (\n" KEY_AND_ID
  "path TEXT NOT NULL UNIQUE,\n"
  "width INTEGER NOT NULL,\n"
  "height INTEGER NOT NULL,\n"
  "orientation INTEGER NOT NULL,\n"
  "lot INTEGER REFERENCES lot (key),\n"
  "extra TEXT,\n"
  "file_size INTEGER NOT NULL,\n"
  "content_hash BLOB CHECK (length (content_hash) = 32)) STRICT;\n"

  "CREATE TABLE box (\n" KEY_AND_ID
  "image INTEGER NOT NULL REFERENCES image (key),\n"
  "annotator INTEGER NOT NULL REFERENCES annotator (key),\n"
  "class INTEGER NOT NULL REFERENCES class (key),\n"
  "x0 REAL NOT NULL, y0 REAL NOT NULL, x1 REAL NOT NULL, y1 REAL NOT NULL,\n"
  "flags INTEGER NOT NULL,\n"
  "origin INTEGER NOT NULL,\n"
  "extra TEXT,\n"
  "CHECK (x0 < x1 AND y0 < y1)) STRICT;\n"
  "CREATE INDEX box_by_image ON box (image, annotator);\n"
  "CREATE INDEX box_by_class ON box (class, annotator, image);\n"

  "CREATE TABLE tag (\n" KEY_AND_ID
  "image INTEGER NOT NULL REFERENCES image (key),\n"
  "annotator INTEGER NOT NULL REFERENCES annotator (key),\n"
  "class INTEGER NOT NULL REFERENCES class (key),\n"
  "origin INTEGER NOT NULL,\n"
  "extra TEXT) STRICT;\n"
  "CREATE INDEX tag_by_image ON tag (image, annotator);\n"
  "CREATE INDEX tag_by_class ON tag (class, annotator, image);\n"

  "CREATE TABLE progress (\n" KEY_AND_ID
  "image INTEGER NOT NULL REFERENCES image (key),\n"
  "annotator INTEGER NOT NULL REFERENCES annotator (key),\n"
  "state INTEGER NOT NULL,\n"
  "UNIQUE (image, annotator)) STRICT;\n"

  "CREATE TABLE setting (\n" KEY_AND_ID
  "name TEXT NOT NULL UNIQUE,\n"
  "value TEXT NOT NULL) STRICT;\n"

  /* Keys of removed items, should they come back.  Local: not in the journal. */
  "CREATE TABLE former_key (\n"
  "id BLOB PRIMARY KEY,\n"
  "key INTEGER NOT NULL) STRICT, WITHOUT ROWID;\n"

  /* The journal.  Only `state`, which follows from the rest, is ever updated:
   * done, undone or dead for an edit, NULL for what is not on the undo stack. */
  "CREATE TABLE change_group (\n"
  "key INTEGER PRIMARY KEY,\n"
  "id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),\n"
  "annotator INTEGER REFERENCES annotator (key),\n"
  "made_at INTEGER NOT NULL,\n"
  "label TEXT NOT NULL,\n"
  "kind TEXT NOT NULL CHECK (kind IN ('edit', 'setup', 'undo', 'redo')),\n"
  "inverts INTEGER REFERENCES change_group (key),\n"
  "state TEXT CHECK (state IN ('done', 'undone', 'dead'))) STRICT;\n"
  "CREATE INDEX change_group_by_state ON change_group (annotator, state);\n"

  "CREATE TABLE change (\n"
  "seq INTEGER PRIMARY KEY,\n"
  "id BLOB NOT NULL UNIQUE CHECK (length (id) = 16),\n"
  "made_at INTEGER NOT NULL,\n"
  "annotator INTEGER REFERENCES annotator (key),\n"
  "kind TEXT NOT NULL,\n"
  "item BLOB NOT NULL CHECK (length (item) = 16),\n"
  "before TEXT,\n"
  "after TEXT,\n"
  "change_group INTEGER NOT NULL REFERENCES change_group (key)) STRICT;\n"
  "CREATE INDEX change_by_group ON change (change_group);\n"

  "CREATE TABLE version (\n"
  "key INTEGER PRIMARY KEY,\n"
  "name TEXT NOT NULL UNIQUE,\n"
  "seq INTEGER NOT NULL,\n"
  "made_at INTEGER NOT NULL) STRICT;\n";

/* Version 2: classes as a tree with guidelines, attributes of boxes, notes on images. */
static const char version_2[] =
  "ALTER TABLE class ADD COLUMN parent INTEGER REFERENCES class (key);\n"
  "ALTER TABLE class ADD COLUMN shortcut TEXT;\n"
  "ALTER TABLE class ADD COLUMN guideline TEXT;\n"
  "ALTER TABLE class ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;\n"
  "ALTER TABLE class ADD COLUMN merged_into INTEGER REFERENCES class (key);\n"
  "ALTER TABLE class ADD COLUMN tag_rule INTEGER NOT NULL DEFAULT 0;\n"

  "CREATE TABLE attribute (\n" KEY_AND_ID
  "class INTEGER REFERENCES class (key),\n"
  "name TEXT NOT NULL,\n"
  "type INTEGER NOT NULL,\n"
  "choices TEXT,\n"
  "default_value TEXT,\n"
  "position INTEGER NOT NULL,\n"
  "is_archived INTEGER NOT NULL) STRICT;\n"
  "CREATE INDEX attribute_by_class ON attribute (class, name);\n"

  "CREATE TABLE example (\n" KEY_AND_ID
  "class INTEGER NOT NULL REFERENCES class (key),\n"
  "image INTEGER NOT NULL REFERENCES image (key),\n"
  "x0 REAL NOT NULL, y0 REAL NOT NULL, x1 REAL NOT NULL, y1 REAL NOT NULL,\n"
  "caption TEXT,\n"
  "is_wrong INTEGER NOT NULL,\n"
  "CHECK (x0 < x1 AND y0 < y1)) STRICT;\n"
  "CREATE INDEX example_by_class ON example (class);\n"
  "CREATE INDEX example_by_image ON example (image);\n"

  "ALTER TABLE box ADD COLUMN attributes TEXT;\n"
  "CREATE INDEX box_with_attributes ON box (key) WHERE attributes IS NOT NULL;\n"

  "ALTER TABLE progress ADD COLUMN note TEXT;\n"
  "CREATE INDEX progress_by_annotator ON progress (annotator, image);\n";
/* clang-format on */

/* migrations[n] takes a project from version n to n + 1.  Append only: the
 * files that users have were made by the entries above. */
static const char *const migrations[] = {
  version_1,
  version_2,
};

guint
lw_schema_get_version (void)
{
  return G_N_ELEMENTS (migrations);
}

static gboolean
run_migrations (LwSql   *sql,
                guint    from,
                guint    to,
                GError **error)
{
  for (guint i = from; i < to; i++)
    if (!lw_sql_exec (sql, migrations[i], error))
      return FALSE;

  return TRUE;
}

/* The version moves in the same transaction as the tables: a crash leaves the
 * old ones with the old number or the new ones with the new. */
gboolean
lw_schema_migrate (LwSql   *sql,
                   guint    version,
                   GError **error)
{
  g_autofree char *numbers =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u; COMMIT",
                       LW_STORE_APPLICATION_ID, lw_schema_get_version ());

  if (!lw_sql_run (sql, LW_SQL_BEGIN_WRITE, error))
    return FALSE;

  if (run_migrations (sql, version, lw_schema_get_version (), error) &&
      lw_sql_exec (sql, numbers, error))
    return TRUE;

  lw_sql_run (sql, LW_SQL_ROLLBACK, NULL);

  return FALSE;
}

gboolean
lw_schema_read_version (LwSql   *sql,
                        guint   *version,
                        GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (sql, LW_SQL_USER_VERSION, error);

  if (stmt == NULL)
    return FALSE;

  *version = 0;

  if (lw_sql_step (sql, stmt, &local_error))
    *version = (guint) sqlite3_column_int64 (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
is_same_row (LwStmt *a,
             LwStmt *b)
{
  for (int i = 0; i < sqlite3_column_count (a); i++)
    if (g_strcmp0 (lw_stmt_get_text (a, i), lw_stmt_get_text (b, i)) != 0)
      return FALSE;

  return TRUE;
}

static gboolean
is_same_schema (LwSql    *a,
                LwSql    *b,
                gboolean *is_same,
                GError  **error)
{
  GError  *local_error = NULL;
  gboolean has_a = FALSE, has_b = FALSE;
  g_autoptr (LwStmt) stmt_a = lw_sql_get (a, LW_SQL_SCHEMA, error);
  g_autoptr (LwStmt) stmt_b = stmt_a != NULL ? lw_sql_get (b, LW_SQL_SCHEMA, error) : NULL;

  if (stmt_b == NULL)
    return FALSE;

  do
    {
      has_a = lw_sql_step (a, stmt_a, &local_error);

      if (local_error == NULL)
        has_b = lw_sql_step (b, stmt_b, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
    }
  while (has_a && has_b && is_same_row (stmt_a, stmt_b));

  *is_same = !has_a && !has_b;

  return TRUE;
}

gboolean
lw_schema_verify (LwSql   *sql,
                  guint    version,
                  GError **error)
{
  LwSql    ours;
  gboolean is_same = FALSE, ok;

  if (!lw_sql_open (&ours, ":memory:", SQLITE_OPEN_READWRITE, sql->name, error))
    return FALSE;

  ok = run_migrations (&ours, 0, version, error) && is_same_schema (&ours, sql, &is_same, error);
  lw_sql_close (&ours);

  if (ok && !is_same)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT,
                   _ ("“%s” has been tampered with: its tables are not those of a Labelwright project."),
                   sql->name);
      return FALSE;
    }

  return ok;
}
