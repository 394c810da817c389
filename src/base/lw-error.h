/* lw-error.h - the one error domain of Labelwright
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LwError:
 * @LW_ERROR_NOT_FOUND: the file, format, item or name asked for does not exist
 * @LW_ERROR_EXISTS: something of that name is there already
 * @LW_ERROR_INVALID: the input is malformed; the message says where
 * @LW_ERROR_CONFLICT: someone else changed the same thing first
 * @LW_ERROR_READ_ONLY: the project is open elsewhere, or cannot be written
 * @LW_ERROR_TOO_NEW: the project was written by a newer Labelwright
 * @LW_ERROR_CORRUPT: the project file is damaged, or is no project
 * @LW_ERROR_NO_SPACE: the disk is full
 * @LW_ERROR_FAILED: anything a caller cannot act on
 *
 * Codes exist only where a caller does something different for them.  The
 * message is one line for the user: what, where, what to do.  Cancelling is
 * %G_IO_ERROR_CANCELLED, as everywhere in GLib.
 */
typedef enum
{
  LW_ERROR_NOT_FOUND,
  LW_ERROR_EXISTS,
  LW_ERROR_INVALID,
  LW_ERROR_CONFLICT,
  LW_ERROR_READ_ONLY,
  LW_ERROR_TOO_NEW,
  LW_ERROR_CORRUPT,
  LW_ERROR_NO_SPACE,
  LW_ERROR_FAILED,
} LwError;

#define LW_ERROR (lw_error_quark ())
GQuark lw_error_quark (void);

G_END_DECLS
