/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-coco-table.h"

#include <unistd.h>

static void
check (const LwCocoTable *table,
       const GArray      *boxes)
{
  for (guint i = 0; boxes != NULL && i < boxes->len; i++)
    {
      const LwCocoBox *box = &g_array_index (boxes, LwCocoBox, i);

      g_assert_cmpuint (box->image, <, table->images->len);
      g_assert_cmpuint (box->category, <, table->categories->len);
      g_assert_nonnull (box->id);
      g_assert_true (g_utf8_validate (g_array_index (table->categories, LwCocoCategory, box->category).name, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autoptr (LwCocoTable) table = lw_coco_table_new ();
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (GArray) truth = lw_coco_table_read_truth (table, path, findings, NULL, NULL);
  g_autoptr (GArray) closed = lw_coco_table_read_predictions (table, path, TRUE, findings, NULL, NULL);
  g_autoptr (GArray) open = lw_coco_table_read_predictions (table, path, FALSE, findings, NULL, NULL);

  check (table, truth);
  check (table, closed);
  check (table, open);
  close (fd);

  return 0;
}
