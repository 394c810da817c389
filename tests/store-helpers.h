/* store-helpers.h - steps that the tests of the store share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"
#include "lw-test-folder.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* At the start of main(): puts the files into memory where that can be had.  For
 * tests of thousands of commits, each of which would wait for the disk. */
static inline void
prefer_memory (void)
{
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
}

/* g_file_set_contents_full() either waits for the disk or leaves the end of a
 * longer file in place. */
static inline void
write_bytes (const char *path,
             const char *bytes,
             gsize       length)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static inline void
begin_setup (LwStore *store)
{
  GError *error = NULL;

  lw_store_begin (store, LW_GROUP_SETUP, 0, "Set up", &error);
  g_assert_no_error (error);
}

static inline void
begin_edit (LwStore    *store,
            gint64      annotator,
            const char *label)
{
  GError *error = NULL;

  lw_store_begin (store, LW_GROUP_EDIT, annotator, label, &error);
  g_assert_no_error (error);
}

static inline void
commit (LwStore *store)
{
  GError *error = NULL;

  lw_store_commit (store, &error);
  g_assert_no_error (error);
}

static inline gint64
draw_box (LwStore        *store,
          const LwBoxRow *row)
{
  GError *error = NULL;
  gint64  key;

  begin_edit (store, row->annotator_key, "Draw box");
  key = lw_store_add_box (store, row, &error);
  g_assert_no_error (error);
  commit (store);

  return key;
}

static inline void
clear_finding (gpointer data)
{
  LwCheckFinding *finding = data;

  g_free (finding->what);
  g_free (finding->where);
}

static inline GArray *
check_store (LwStore *store)
{
  GError *error = NULL;
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (LwCheckFinding));

  g_array_set_clear_func (findings, clear_finding);
  lw_store_check (store, findings, NULL, &error);
  g_assert_no_error (error);

  return findings;
}

static inline void
assert_clean (LwStore *store)
{
  g_autoptr (GArray) findings = check_store (store);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s: %s", g_array_index (findings, LwCheckFinding, i).where,
                    g_array_index (findings, LwCheckFinding, i).what);

  g_assert_cmpuint (findings->len, ==, 0);
}
