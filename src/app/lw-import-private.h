/* lw-import-private.h - what the parts of an import share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-map.h"
#include "lw-image-matcher.h"
#include "lw-import.h"
#include "lw-seen-set.h"

#include <string.h>

G_BEGIN_DECLS

typedef struct
{
  gint64     key;
  char      *path;                /* as the project names it */
  guint      canonical;           /* index of the first image with this path: itself as a rule */
  int        width_px, height_px; /* as displayed; 0 unknown */
  guint8     orientation;
  gboolean   is_turned : 1; /* its labels come in the stored frame */
  gboolean   has_labels : 1;
  LwProgress progress : 8;        /* as the source says */
  LwProgress progress_before : 8; /* of the annotator, in the project */
} LwImportImage;

typedef struct
{
  LwSink sink;

  LwStore               *store;
  const LwImportOptions *options;
  LwProgressFunc         progress;
  gpointer               progress_data;
  GCancellable          *cancellable;
  LwImportReport        *report;
  gint64                 annotator_key;
  gboolean               is_new_project; /* had no images */
  gboolean               had_classes;

  char *given_folder; /* of pictures, by the user; absolute */
  char *read_folder;  /* where the format looks; NULL until the reader has said it */

  LwImageMatcher *matcher;
  LwClassMap     *classes;
  LwSeenSet      *seen;       /* fingerprints of labels */
  GArray         *summaries;  /* (element-type LwImageSummary), NULL for a new annotator */
  GArray         *class_keys; /* (element-type gint64), by index of the source; 0: left out */
  GArray         *images;     /* (element-type LwImportImage), by index of the source */
  GHashTable     *by_path;    /* borrowed path -> index + 1 in @images */
  GHashTable     *probed;     /* absolute path -> LwImageInfo, looked at and not yet asked for */
  GArray         *boxes;      /* (element-type LwBoxRow), not yet written */
  gsize           pack_text;  /* bytes of extra text in @boxes */
} LwImport;

/* How a box is named in a finding. */
#define LW_IMPORT_PLACE "%s: %.6g %.6g %.6g %.6g"
#define LW_IMPORT_PLACE_ARGS(path, rect) (path), (rect).x0, (rect).y0, (rect).x1, (rect).y1

/* --- lw-import-images.c --- */

gboolean lw_import_add_image (LwImport            *self,
                              const LwImageRecord *record,
                              guint               *index,
                              GError             **error);

/* The callback of LwReadOptions, for formats whose numbers are fractions of the
 * size; the import is its data. */
gboolean lw_import_probe_cb (const char *path,
                             int        *width_px,
                             int        *height_px,
                             gpointer    data,
                             GError    **error);

LwRect lw_import_image_to_displayed (const LwImportImage *image,
                                     LwRect               rect);

guint64 lw_import_fingerprint (gint64 image_key,
                               gint64 class_key,
                               LwRect rect);

G_END_DECLS
