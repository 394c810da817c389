/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

gboolean
lw_cli_agreement (LwCli   *self,
                  int      argc,
                  char   **argv,
                  GError **error)
{
  static const LwCliCommand commands[] = {
    { "classes", NULL, NULL, lw_cli_agreement_classes },
    { "boxes", NULL, NULL, lw_cli_agreement_boxes },
  };

  return lw_cli_run_one (self, commands, G_N_ELEMENTS (commands), argc, argv, error);
}
