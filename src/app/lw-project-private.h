/* lw-project-private.h - what the files of the project share
 *
 * lw-project.c: the object, and what changed.  lw-project-counts.c: counting in the
 * background.  lw-project-open.c: opening.
 * lw-project-edit.c, -boxes.c: edits of boxes.  -tags.c: of image classes.  -classes.c: of classes.
 * -merge.c: of classes with all their labels.  -attributes.c: of attributes.  -state.c: progress, notes, settings.
 * lw-project-history.c: undo and redo.
 * lw-project-transfer.c: import and export.  lw-project-loan.h: the store in a worker's
 * hands.  lw-project-identity.c: what image files are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

struct _LwProject
{
  GObject parent_instance;

  LwStore         *store;       /* for edits and quick looks, on the main thread */
  LwStore         *reader;      /* for counting, in one job at a time */
  LwStore         *pace_reader; /* for the pace, in one job at a time */
  gint64           opened_us;   /* Unix time */
  LwImageList     *images;
  LwPictureLoader *loader;
  GArray          *classes;       /* (element-type LwClassRow) */
  GHashTable      *class_rows;    /* key -> row, both in classes */
  GArray          *attributes;    /* (element-type LwAttributeRow) */
  GArray          *annotators;    /* (element-type LwAnnotatorRow) */
  GArray          *stepped_boxes; /* gint64, nullable */
  GArray          *counts;        /* (element-type LwClassCount), nullable until counted */
  char            *title;
  char            *images_folder;
  char            *undo_label;
  char            *redo_label;
  gint64           annotator_key;
  GCancellable    *closing;     /* stops what does not keep the project open */
  int             *jump_steps;  /* of the running jump: done, of how many, whether to stop; NULL for none */
  GHashTable      *identifying; /* (element-type gint64): images whose file is being read */

  gboolean is_busy;
  gboolean is_refreshing;
  gboolean refresh_due;
  gboolean summaries_due;
  gboolean images_due;
};

/* What opening reads in a worker. */
typedef struct
{
  LwStore    *store;
  LwImageSet *images;
  GArray     *classes;
  GArray     *attributes;
  GArray     *annotators;
} LwProjectContents;

/* Takes what is in @contents. */
LwProject *lw_project_new_loaded (LwProjectContents *contents);

/* One edit by the current annotator: begin, change the store, end.  @label names the
 * step in the history.  End keeps the edit if it @succeeded, and tells everybody. */
gboolean lw_project_begin (LwProject  *self,
                           const char *label,
                           GError    **error);
gboolean lw_project_end (LwProject *self,
                         gboolean   succeeded,
                         GError   **error);

/* In the running step: a first label means that somebody has started on the image. */
gboolean lw_project_open_image (LwProject *self,
                                gint64     image_key,
                                GError   **error);

/* Reloads and emits what the last successful commit, undo or redo touched. */
void lw_project_announce (LwProject *self);

/* Counts labels by class anew, soon and in a worker; @summaries: of every image too. */
void lw_project_request_counts (LwProject *self,
                                gboolean   summaries);

/* Reads the images anew, in the same worker, and counts everything. */
void lw_project_request_images (LwProject *self);

void lw_project_set_busy (LwProject *self,
                          gboolean   busy);

/* The same as lw_project_begin(), but see lw_store_begin_more(). */
gboolean lw_project_begin_more (LwProject  *self,
                                const char *label,
                                GError    **error);

/* A first label opens an unseen image.  Rows as for lw_project_add_boxes(); within an edit. */
gboolean lw_project_insert_boxes (LwProject      *self,
                                  gint64          image_key,
                                  const LwBoxRow *rows,
                                  gsize           n_rows,
                                  gint64         *keys,
                                  GError        **error);

/* FALSE with @error set while a worker has the project. */
gboolean lw_project_refuse_while_busy (LwProject *self,
                                       GError   **error);

G_END_DECLS
