/* lw-json-stream.h - a JSON file of any size, one member and element at a time
 *
 * Splits the top-level object of a file into members, and arrays among them into
 * elements, in a window of a megabyte that grows only for a single value that is
 * larger.  Splitting knows strings and nesting, no more: callers check the
 * slices that they use with lw_json_check().
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-json-text.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LwJsonStream LwJsonStream;

/* A single member or element beyond this many bytes is refused. */
#define LW_JSON_VALUE_MAX (64 * 1024 * 1024)

/* LW_ERROR_NOT_FOUND, or LW_ERROR_INVALID where it is no JSON object or array. */
LwJsonStream *lw_json_stream_open (const char   *path,
                                   GCancellable *cancellable,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void          lw_json_stream_free (LwJsonStream *self);

/* The top-level value is an array: its elements are read with next_element. */
gboolean lw_json_stream_is_array (LwJsonStream *self);

/* In [0, 1]: how much of the file has been passed. */
double lw_json_stream_get_fraction (LwJsonStream *self);

/* All below: FALSE with @error set (LW_ERROR_INVALID naming file and line,
 * G_IO_ERROR_CANCELLED).  At the end, TRUE with @found FALSE.  Slices are
 * borrowed until the next call. */

/* The next member of the top-level object; what is left of its value is passed
 * over by the next call.  @is_array: its elements can be read one by one. */
gboolean lw_json_stream_next_member (LwJsonStream *self,
                                     gboolean     *found,
                                     char        **key,
                                     gboolean     *is_array,
                                     GError      **error);
gboolean lw_json_stream_next_element (LwJsonStream *self,
                                      gboolean     *found,
                                      LwJsonSlice  *element,
                                      GError      **error);

/* The whole value of the member; @found is FALSE where it is larger than
 * @size_max, and then it is passed over. */
gboolean lw_json_stream_read_value (LwJsonStream *self,
                                    gsize         size_max,
                                    gboolean     *found,
                                    LwJsonSlice  *value,
                                    GError      **error);

/* Where the value of the member begins, to come back to it. */
goffset  lw_json_stream_tell (LwJsonStream *self);
gboolean lw_json_stream_seek (LwJsonStream *self,
                              goffset       offset,
                              GError      **error);

/* Sets LW_ERROR_INVALID with file and line of a place in a slice just handed out. */
void lw_json_stream_set_error (LwJsonStream *self,
                               const char   *place,
                               const char   *what,
                               GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwJsonStream, lw_json_stream_free)

G_END_DECLS
