/* lw-json-text.h - JSON as the bytes it came in
 *
 * Labels are read by the million, and most of what a label says besides its box
 * is only kept to be written back.  So a value is checked where it lies and
 * passed on as a slice of text; nothing is built in memory, and numbers keep
 * their digits.
 *
 * Pure: any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Borrowed bytes, without a NUL at the end. */
typedef struct
{
  const char *text;
  gsize       len;
} LwJsonSlice;

/* Deeper nesting is refused: nobody means it, and it costs stack elsewhere. */
#define LW_JSON_DEPTH_MAX 100

typedef enum
{
  LW_JSON_GOOD,
  LW_JSON_UNREPRESENTABLE, /* well-formed, but NaN, Infinity, or a number that neither int64 nor double holds */
  LW_JSON_MALFORMED,
} LwJsonVerdict;

/* Looks at exactly one value, with white space around it.  Good is what
 * Jansson accepts as well.  Where it is malformed, @bad (may be NULL) gets the
 * offset in the slice. */
LwJsonVerdict lw_json_check (LwJsonSlice slice,
                             gsize      *bad);

/* Members of an object and elements of an array, one after the other.  Only for
 * slices that lw_json_check() did not call malformed.  @walk starts as the
 * object or array; FALSE at the end, or where it is neither. */
gboolean lw_json_next_member (LwJsonSlice *walk,
                              LwJsonSlice *key, /* without the quotes, escapes as written */
                              LwJsonSlice *value);
gboolean lw_json_next_element (LwJsonSlice *walk,
                               LwJsonSlice *value);

/* The value of a member; of several with that key, the last. */
gboolean lw_json_find (LwJsonSlice  object,
                       const char  *key,
                       LwJsonSlice *value);

gboolean lw_json_slice_equal (LwJsonSlice slice,
                              const char *text);

/* FALSE where the slice is not a finite number, an integer (3.0 counts as one)
 * or a string.  Strings are decoded; transfer full. */
gboolean lw_json_get_number (LwJsonSlice slice,
                             double     *number);
gboolean lw_json_get_integer (LwJsonSlice slice,
                              gint64     *integer);
char    *lw_json_dup_string (LwJsonSlice slice);

/* true, or a number other than 0, or a string that is one of those. */
gboolean lw_json_is_true (LwJsonSlice slice);

/* Without the white space between tokens. */
void lw_json_append_compact (GString    *out,
                             LwJsonSlice slice);
void lw_json_append_string (GString    *out,
                            const char *text);

/* The fewest digits that read back as the same number; integers without a point. */
void lw_json_append_number (GString *out,
                            double   number);

/* The fewest digits of an extent that, added to @origin, give @far again. */
void lw_json_append_extent (GString *out,
                            double   origin,
                            double   far);

G_END_DECLS
