/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

gboolean
lw_cli_score (LwCli   *self,
              int      argc,
              char   **argv,
              GError **error)
{
  static const LwCliCommand commands[] = {
    { "labels", NULL, NULL, lw_cli_score_labels },
    { "boxes", NULL, NULL, lw_cli_score_boxes },
    { "multi-label", NULL, NULL, lw_cli_score_multi_label },
    { "outliers", NULL, NULL, lw_cli_score_outliers },
  };

  return lw_cli_run_one (self, commands, G_N_ELEMENTS (commands), argc, argv, error);
}
