/* lw-id.h - identifiers that two copies of a project never give twice
 *
 * UUID version 7 of RFC 9562: 48 bits of Unix milliseconds, then random bits,
 * so that ids sort roughly by the time they were made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Big-endian, as in the text form.  A plain value: copy and compare freely. */
typedef struct
{
  guint8 bytes[16];
} LwId;

#define LW_ID_TEXT_SIZE 37

/* Any thread.  Never twice the same, also not within one millisecond. */
LwId lw_id_new (void);

/* The id @n places after @id, counting in the random bits: one id stands for a
 * whole run of items that are made together.  @n < 2^32. */
LwId lw_id_offset (LwId    id,
                   guint32 n);

gboolean lw_id_equal (LwId a,
                      LwId b);

/* Writes the 36 characters of the text form and a NUL. */
void lw_id_to_text (LwId id,
                    char text[LW_ID_TEXT_SIZE]);

/* FALSE, and @id untouched, where @text is not exactly a UUID in text form. */
gboolean lw_id_from_text (const char *text,
                          LwId       *id);

G_END_DECLS
