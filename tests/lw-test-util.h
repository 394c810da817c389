/* lw-test-util.h - what several tests need: folders, pictures, waiting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-test-folder.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a PNG of one colour; makes the folders on the way. */
void lw_test_write_png (const char *folder,
                        const char *name,
                        int         width_px,
                        int         height_px);

/* A GAsyncReadyCallback that stores a reference to the result in *user_data. */
void lw_test_store_result_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);

/* Runs the main loop until *result is set.  Transfer full. */
GAsyncResult *lw_test_wait_result (GAsyncResult **result);

/* Runs the main loop until @predicate holds; asks it again at least every 10 ms, also for what
 * threads bring about; fails the test after 60 seconds. */
typedef gboolean (*LwTestPredicate) (gpointer user_data);

void lw_test_wait (LwTestPredicate predicate,
                   gpointer        user_data);

G_END_DECLS
