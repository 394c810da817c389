/* lw-relink.h - finds the images of a project again after their folder was moved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_images;
  guint n_found;   /* that have a file now */
  guint n_renamed; /* of them, under another path than before */
  guint n_kept;    /* of them, not in the new folder, but still where they were */
  guint n_changed; /* of them, where they were, but with another file size: edited, or another picture */
} LwRelinkReport;

/**
 * lw_relink_run:
 * @new_folder: where the images are now; image paths become relative to it
 * @annotator_key: whose step it is, for undo; 0: nobody's, and it cannot be undone
 *
 * An image whose path is there in @new_folder is found.  The others are looked for
 * below @new_folder by their content: files of the same size are read, those of
 * the same name first.  An image whose content is not known is found by its name
 * where only one file can be meant.  One that is not in @new_folder at all but
 * still where it was stays there.  Two images never become one file.
 *
 * Nothing is written before all have been looked for.  Blocks; any thread that has
 * the store.
 *
 * Returns: FALSE with the project as it was and @error set to:
 *   LW_ERROR_NOT_FOUND  no such folder, or none of the images is in it
 *   LW_ERROR_READ_ONLY
 *   G_IO_ERROR_CANCELLED
 */
gboolean lw_relink_run (LwStore        *store,
                        const char     *new_folder,
                        gint64          annotator_key,
                        LwRelinkReport *report,
                        LwProgressFunc  progress,
                        gpointer        progress_data,
                        GCancellable   *cancellable,
                        GError        **error);

/* "41 of 60 images found", translated.  Transfer full. */
char *lw_relink_report_to_text (const LwRelinkReport *report);

G_END_DECLS
