/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-box-agreement.h"
#include "lw-box-consensus.h"
#include "lw-box-set.h"

#include <math.h>
#include <unistd.h>

/* Whatever can be read can be settled, into numbers. */
static void
settle (const LwAnnotatorBoxes *boxes)
{
  LwBoxConsensus          *consensus = lw_box_consensus_new (boxes, &LW_BOX_CONSENSUS_DEFAULT);
  const LwBootstrapOptions options = { .n_resamples = 3, .confidence = 0.95, .seed = 1 };

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      g_assert_true (lw_rect_is_valid (consensus->objects[i].rect));
      g_assert_true (consensus->objects[i].probability >= 0 && consensus->objects[i].probability <= 1);
    }

  lw_box_consensus_free (consensus);
  lw_box_agreement_free (lw_box_agreement_new (boxes, 0.5, &options));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (LwBoxSet) set = lw_box_set_read_table (path, findings, NULL, NULL);

  if (set != NULL)
    {
      g_assert_cmpuint (lw_annotator_boxes_check (&set->input), ==, set->input.n_boxes);
      settle (&set->input);
    }

  close (fd);

  return 0;
}
