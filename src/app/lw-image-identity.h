/* lw-image-identity.h - what an image file is, wherever it lies and whatever it is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 file_size;        /* bytes */
  char   content_hash[65]; /* SHA-256 of all of them, small hexadecimal digits */
} LwImageIdentity;

/* Reads the file from one end to the other, in pieces; any thread, blocking.
 * LW_ERROR_NOT_FOUND, LW_ERROR_FAILED where it cannot be read or is no plain file,
 * G_IO_ERROR_CANCELLED. */
gboolean lw_image_identity_read (const char      *path,
                                 LwImageIdentity *identity,
                                 GCancellable    *cancellable,
                                 GError         **error);

G_END_DECLS
