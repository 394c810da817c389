/* lw-item-json.h - an item as the journal writes it
 *
 * A JSON object in compact form with the members in the order of the kind's
 * fields; what is NULL is left out.  Other items are named by id, so that the
 * text means the same in every copy of the project.  Numbers come back as the
 * very doubles that went in.  `extra` is a string that holds JSON: its text must
 * come back to the letter, which a parser between would not promise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-item.h"

#include <jansson.h>

G_BEGIN_DECLS

/* Transfer full. */
char *lw_item_to_json (LwSql        *sql,
                       const LwItem *item,
                       GError      **error);

/* @item has no key.  LW_ERROR_CORRUPT for what is no item, LW_ERROR_CONFLICT
 * where it refers to an item that is not there. */
gboolean lw_item_from_json (LwSql      *sql,
                            LwKind      kind,
                            LwId        id,
                            const char *text,
                            LwItem     *item,
                            GError    **error);

/* Pieces for the pack. */
void     lw_json_append_integer (GString *text,
                                 gint64   value);
void     lw_json_append_real (GString *text,
                              double   value);
void     lw_item_json_append_string (GString    *text,
                                     const char *value);
void     lw_json_append_id (GString *text,
                            LwId     id);
json_t  *lw_json_parse (LwSql      *sql,
                        const char *text,
                        GError    **error);
gboolean lw_json_get_id (json_t *value,
                         LwId   *id);
gboolean lw_json_set_corrupt (LwSql      *sql,
                              const char *what,
                              GError    **error);

typedef json_t LwJson;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwJson, json_decref)

G_END_DECLS
