/* lw-item.h - the kinds of item, and one item as values
 *
 * One list of fields per kind: the statements that read and write the tables,
 * the JSON of the journal and the comparison of lw_store_check() are all made
 * from it, so that they cannot disagree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-sql.h"

G_BEGIN_DECLS

/* In an order in which no kind refers to a later one. */
typedef enum
{
  LW_KIND_ANNOTATOR,
  LW_KIND_CLASS,
  LW_KIND_ATTRIBUTE,
  LW_KIND_LOT,
  LW_KIND_IMAGE,
  LW_KIND_EXAMPLE,
  LW_KIND_BOX,
  LW_KIND_TAG,
  LW_KIND_PROGRESS,
  LW_KIND_SETTING,
  LW_N_KINDS
} LwKind;

typedef enum
{
  LW_FIELD_INTEGER,
  LW_FIELD_REAL,
  LW_FIELD_TEXT,
  LW_FIELD_HASH, /* 32 bytes in the tables, hexadecimal digits in the journal and in an item */
  LW_FIELD_ITEM, /* another item: its key in the tables, its id in the journal */
} LwFieldType;

typedef struct
{
  const char *name;
  LwFieldType type;
  gboolean    is_optional; /* NULL in the tables (a number: 0), left out in the journal */
  LwKind      refers_to;
} LwField;

/* Places of the fields, by kind. */
enum
{
  LW_ANNOTATOR_NAME
};
enum
{
  LW_CLASS_NAME,
  LW_CLASS_COLOUR,
  LW_CLASS_POSITION,
  LW_CLASS_EXTRA,
  LW_CLASS_PARENT,
  LW_CLASS_SHORTCUT,
  LW_CLASS_GUIDELINE,
  LW_CLASS_IS_ARCHIVED,
  LW_CLASS_MERGED_INTO,
  LW_CLASS_TAG_RULE
};
enum
{
  LW_ATTRIBUTE_CLASS,
  LW_ATTRIBUTE_NAME,
  LW_ATTRIBUTE_TYPE,
  LW_ATTRIBUTE_CHOICES,
  LW_ATTRIBUTE_DEFAULT,
  LW_ATTRIBUTE_POSITION,
  LW_ATTRIBUTE_IS_ARCHIVED
};
enum
{
  LW_LOT_NAME
};
enum
{
  LW_IMAGE_PATH,
  LW_IMAGE_WIDTH,
  LW_IMAGE_HEIGHT,
  LW_IMAGE_ORIENTATION,
  LW_IMAGE_LOT,
  LW_IMAGE_EXTRA,
  LW_IMAGE_FILE_SIZE,
  LW_IMAGE_CONTENT_HASH
};
enum
{
  LW_EXAMPLE_CLASS,
  LW_EXAMPLE_IMAGE,
  LW_EXAMPLE_X0,
  LW_EXAMPLE_Y0,
  LW_EXAMPLE_X1,
  LW_EXAMPLE_Y1,
  LW_EXAMPLE_CAPTION,
  LW_EXAMPLE_IS_WRONG
};
enum
{
  LW_BOX_IMAGE,
  LW_BOX_ANNOTATOR,
  LW_BOX_CLASS,
  LW_BOX_X0,
  LW_BOX_Y0,
  LW_BOX_X1,
  LW_BOX_Y1,
  LW_BOX_FLAGS,
  LW_BOX_ORIGIN,
  LW_BOX_EXTRA,
  LW_BOX_ATTRIBUTES
};
enum
{
  LW_TAG_IMAGE,
  LW_TAG_ANNOTATOR,
  LW_TAG_CLASS,
  LW_TAG_ORIGIN,
  LW_TAG_EXTRA
};
enum
{
  LW_PROGRESS_IMAGE,
  LW_PROGRESS_ANNOTATOR,
  LW_PROGRESS_STATE,
  LW_PROGRESS_NOTE
};
enum
{
  LW_SETTING_NAME,
  LW_SETTING_VALUE
};

#define LW_ITEM_MAX_FIELDS 11

typedef struct
{
  const char *name; /* of the table, and of the kind in the journal */
  guint       n_fields;
  LwField     fields[LW_ITEM_MAX_FIELDS];
} LwKindInfo;

const LwKindInfo *lw_kind_get_info (LwKind kind);

/* FALSE where @name is none of ours. */
gboolean lw_kind_from_name (const char *name,
                            LwKind     *kind);

/* Which of the fields an LwValue is says the kind's list. */
typedef union
{
  gint64 integer; /* also the key of another item; 0 for none */
  double real;
  char  *text; /* owned; NULL for none */
} LwValue;

typedef struct
{
  LwKind  kind;
  gint64  key;
  LwId    id;
  LwValue values[LW_ITEM_MAX_FIELDS];
} LwItem;

/* Whether @text is what a field of the type LW_FIELD_HASH holds: 64 small
 * hexadecimal digits. */
gboolean lw_item_is_hash (const char *text);

/* A new item with a new id, nothing else set. */
LwItem lw_item_new (LwKind kind);
void   lw_item_clear (LwItem *item);
LwItem lw_item_copy (const LwItem *item);

void lw_item_set_text (LwItem     *item,
                       guint       field,
                       const char *text);

/* Whether the fields are the same; key and id are not looked at. */
gboolean lw_item_equal (const LwItem *a,
                        const LwItem *b);

/* The image that the item is or belongs to, 0 where it has none. */
gint64 lw_item_get_image (const LwItem *item);

/* Both FALSE with LW_ERROR_NOT_FOUND where there is no such item. */
gboolean lw_item_load (LwSql   *sql,
                       LwKind   kind,
                       gint64   key,
                       LwItem  *item,
                       GError **error);
gboolean lw_item_load_by_id (LwSql   *sql,
                             LwKind   kind,
                             LwId     id,
                             LwItem  *item,
                             GError **error);

/* The two names of an item.  FALSE with LW_ERROR_NOT_FOUND. */
gboolean lw_item_find_id (LwSql   *sql,
                          LwKind   kind,
                          gint64   key,
                          LwId    *id,
                          GError **error);
gboolean lw_item_find_key (LwSql   *sql,
                           LwKind   kind,
                           LwId     id,
                           gint64  *key,
                           GError **error);

/**
 * lw_item_write:
 * @before: what is in the table now, or NULL
 * @after: what is to be there, or NULL
 *
 * The one place where a row of an item is made, changed or removed.  An item
 * that comes back after its removal gets its old key again, so that what the
 * window holds stays true over an undo and a redo: keys are never reused
 * (AUTOINCREMENT), and `former_key` remembers those of removed items.
 *
 * @after->key is set where a row is made.
 */
gboolean lw_item_write (LwSql        *sql,
                        const LwItem *before,
                        LwItem       *after,
                        gboolean      is_known, /* whether the item may have been there before */
                        GError      **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwItem, lw_item_clear)

G_END_DECLS
