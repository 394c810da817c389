/* lw-scratch.h - room on the disk for what is too large for memory
 *
 * A file without a name in the cache folder, or where that cannot be written in the one for
 * temporary files: it is gone with the program, however that ends.  What is in it belongs to the
 * system's cache of files, which gives way when memory is short.  Read and written by calls, so
 * that a disk that fails makes an error; mapped only for libraries that want memory.
 *
 * Any thread; parts that are read while they are written come out mixed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwScratch LwScratch;

/* Zeros.  At most half of what is free is taken, and claimed at once where the file system can.
 * LW_ERROR_FAILED says where there is no room, and why. */
LwScratch *lw_scratch_new (guint64  n_bytes,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       lw_scratch_free (LwScratch *self);

gboolean lw_scratch_write (LwScratch    *self,
                           guint64       offset,
                           gconstpointer from,
                           gsize         n,
                           GError      **error);

/* FALSE where the disk fails; then @to holds zeros. */
gboolean lw_scratch_read (LwScratch *self,
                          guint64    offset,
                          gpointer   to,
                          gsize      n);

/* TRUE where reading that would not wait for the disk, as far as the system says; otherwise the disk is
 * asked to bring it. */
gboolean lw_scratch_is_at_hand (LwScratch *self,
                                guint64    offset,
                                gsize      n);

/* As the system does when memory is short, for tests: what has been read and written is on the disk
 * alone. */
void lw_scratch_forget (LwScratch *self);

/* All of it as memory, until it is freed.  A disk that fails ends the program then, but not one that
 * is full.  NULL without room; once. */
guint8 *lw_scratch_map (LwScratch *self,
                        GError   **error);

/* That none of that memory is wanted soon.  What is in it stays. */
void lw_scratch_set_aside (LwScratch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwScratch, lw_scratch_free)

G_END_DECLS
