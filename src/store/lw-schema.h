/* lw-schema.h - the tables of a project file, and how older files become newer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-sql.h"

G_BEGIN_DECLS

/* What this program writes; it reads this one and all before, from 1 on. */
guint lw_schema_get_version (void);

/* Takes a database from @version to the newest in one transaction; 0 is an
 * empty file, which also gets its application id. */
gboolean lw_schema_migrate (LwSql   *sql,
                            guint    version,
                            GError **error);

gboolean lw_schema_read_version (LwSql   *sql,
                                 guint   *version,
                                 GError **error);

/* LW_ERROR_CORRUPT unless the schema is to the letter what we make for
 * @version.  A view, a trigger or a further table in a file from elsewhere is an
 * attempt at something. */
gboolean lw_schema_verify (LwSql   *sql,
                           guint    version,
                           GError **error);

G_END_DECLS
