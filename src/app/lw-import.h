/* lw-import.h - labels into a project and out of it, with a report
 *
 * Connects a format to the store: judges boxes, matches classes, images and
 * annotators, turns stored into displayed frames.  An import is one transaction
 * and one undo step; a dry run is the same, rolled back.
 *
 * The lw_import_run() and lw_export_run() functions block and run in whichever
 * thread has the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"
#include "lw-store.h"

G_BEGIN_DECLS

/* @fraction in [0, 1]. */
typedef void (*LwProgressFunc) (double   fraction,
                                gpointer user_data);

/* Which frame the labels of a file are in where an image is stored turned. */
typedef enum
{
  LW_FRAME_AUTO,      /* import only: recognised by swapped width and height, otherwise displayed */
  LW_FRAME_DISPLAYED, /* EXIF orientation applied */
  LW_FRAME_STORED,    /* as the pixels lie in the file */
} LwFrame;

typedef struct
{
  const char     *source;        /* file or folder */
  const LwFormat *format;        /* NULL: recognised */
  const char     *images_folder; /* NULL: where the format looks */
  const char     *annotator;     /* whose layer it becomes; NULL: "Import" */
  const char     *lot;           /* NULL: none */
  const char     *class_map;     /* file of lines "name in the source<TAB>name here"; NULL: by name */
  LwVocOrigin     voc_origin;
  LwFrame         frame;
  gboolean        dry_run;
} LwImportOptions;

typedef struct
{
  const LwFormat *format;
  gboolean        dry_run;
  guint           n_images_added;
  guint           n_images_matched; /* were in the project already */
  guint           n_classes_added;
  guint           n_classes_matched;
  guint64         n_boxes_added;
  guint64         n_boxes_skipped;
  guint64         n_tags_added;
  LwFindings     *findings;
} LwImportReport;

LwImportReport *lw_import_run (LwStore               *store,
                               const LwImportOptions *options,
                               LwProgressFunc         progress,
                               gpointer               progress_data,
                               GCancellable          *cancellable,
                               GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void            lw_import_report_free (LwImportReport *self);

/* For the terminal and the report page: translated lines.  Transfer full. */
char *lw_import_report_to_text (const LwImportReport *self);
char *lw_findings_to_text (LwFindings *findings);

typedef struct
{
  const char     *target;
  const LwFormat *format;
  const char     *annotator; /* whose layer; NULL: the only one there is, otherwise an error that names them */
  LwFrame         frame;     /* LW_FRAME_AUTO counts as displayed */
} LwExportOptions;

/* Returns: the loss report. */
LwFindings *lw_export_run (LwStore               *store,
                           const LwExportOptions *options,
                           LwProgressFunc         progress,
                           gpointer               progress_data,
                           GCancellable          *cancellable,
                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwImportReport, lw_import_report_free)

G_END_DECLS
