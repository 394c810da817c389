/* lw-test-dataset.h - what the tests of the formats share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"
#include "lw-test-folder.h"

G_BEGIN_DECLS

/* What the probe of the tests says of every file that exists. */
#define LW_TEST_WIDTH_PX 100
#define LW_TEST_HEIGHT_PX 50

typedef struct
{
  LwDataset  *set;
  LwFindings *findings;
  GError     *error;  /* NULL where reading went well */
  char       *folder; /* of the images */
} LwTestRead;

LwTestRead *lw_test_read (const char *format_id,
                          const char *path,
                          const char *images_folder);
LwTestRead *lw_test_read_with (const char          *format_id,
                               const char          *path,
                               const LwReadOptions *options);
void        lw_test_read_free (LwTestRead *self);

/* @kinds: those of the findings, see lw_test_list_kinds(); "!words" where reading must fail
 * with LW_ERROR_INVALID and one line that has the words. */
void lw_test_assert_read (LwTestRead *self,
                          const char *kinds,
                          guint64     n_boxes);

guint64 lw_test_count_boxes (LwDataset *set);
guint64 lw_test_count_tags (LwDataset *set);

/* Everything a set says, as text that two equal sets share: classes in order,
 * images by path with their labels sorted, the extra members of @format_id with
 * their keys sorted (NULL: none). */
char *lw_test_describe (LwDataset  *set,
                        const char *format_id);

/* Writes, and asserts that this went well. */
LwFindings *lw_test_write (const char *format_id,
                           const char *path,
                           LwDataset  *set,
                           const char *images_folder);

/* Reads, writes, reads again and asserts that both say the same.  Returns the
 * path of what was written; transfer full. */
char *lw_test_round_trip (const char *format_id,
                          const char *path,
                          const char *target);

/* Files of a test, in a folder that is removed with all that is in it. */
char *lw_test_put (const char *folder,
                   const char *name,
                   const char *text);
char *lw_test_load (const char *folder,
                    const char *name);

/* Path in the real data, or NULL after g_test_skip(). */
char *lw_test_find_data (const char *name);

/* "kind kind": those of the findings, in order. */
char *lw_test_list_kinds (LwFindings *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwTestRead, lw_test_read_free)

G_END_DECLS
