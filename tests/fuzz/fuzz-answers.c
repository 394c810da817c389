/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-answer-set.h"

#include <unistd.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (LwAnswerSet) set = lw_answer_set_read (path, findings, NULL, NULL);

  for (gsize i = 0; set != NULL && i < lw_answers_get_n (&set->answers); i++)
    {
      g_assert_cmpuint (set->answers.workers[i], <, set->workers->len);
      g_assert_cmpuint (set->answers.labels[i], <, set->classes->len);
    }

  close (fd);

  return 0;
}
