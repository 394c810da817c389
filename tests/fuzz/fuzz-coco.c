/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-coco.h"

#include <unistd.h>

static gboolean
probe (const char *path,
       int        *width_px,
       int        *height_px,
       gpointer    probe_data,
       GError    **error)
{
  *width_px = *height_px = 100;

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autofree char *folder = NULL;
  g_autoptr (LwDataset) set = lw_dataset_new ();
  g_autoptr (LwFindings) findings = lw_findings_new ();
  const LwReadOptions options = { .images_folder = "/nowhere", .probe = probe };

  lw_coco_read (path, &options, lw_dataset_get_sink (set), &folder, findings, NULL, NULL);
  close (fd);

  return 0;
}
