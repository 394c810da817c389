/* lw-voc.h - what reading and writing Pascal VOC share
 *
 * Whether coordinates count from 0 or 1 cannot be seen in a file.  What was
 * decided for a source is kept in the extra of the set ({"voc":{"origin":1}})
 * and used again on export; each file that we write says it in the attribute
 * "origin" of its root element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"

G_BEGIN_DECLS

#define LW_VOC_ID "voc"

gboolean lw_voc_is_xml_name (const char *name);

gboolean lw_voc_read (const char          *path,
                      const LwReadOptions *options,
                      LwSink              *sink,
                      char               **images_folder_out,
                      LwFindings          *findings,
                      GCancellable        *cancellable,
                      GError             **error);
gboolean lw_voc_write (const char           *path,
                       const LwWriteOptions *options,
                       LwSource             *source,
                       LwFindings           *findings,
                       GCancellable         *cancellable,
                       GError              **error);

G_END_DECLS
