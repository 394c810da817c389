/* lw-class-split.h - some boxes of a class get classes of their own
 *
 * Works on a store that nobody else uses meanwhile, in any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"
#include "lw-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LW_CLASS_SPLIT_BY_VALUE, /* of a choice: a class for each */
  LW_CLASS_SPLIT_BY_SIZE,  /* boxes whose longer edge is below a number of pixels */
  LW_CLASS_SPLIT_BOXES,    /* these */
} LwClassSplitKind;

/* A part that gets a class.  The class of that name is made below the class that is split
 * where there is none. */
typedef struct
{
  char *value; /* of the choice; NULL for the other kinds */
  char *class_name;
} LwClassPart;

typedef struct
{
  gint64           class_key; /* what is split; of the other kinds only boxes of it are taken */
  LwClassSplitKind kind;
  gint64           attribute_key;
  double           edge_px;
  const gint64    *box_keys; /* of any class, where class_key is 0 */
  gsize            n_boxes;
  LwClassPart     *parts; /* one, but for the values of a choice */
  gsize            n_parts;
} LwClassSplit;

/* Strings, keys and parts, too. */
LwClassSplit *lw_class_split_copy (const LwClassSplit *split);
void          lw_class_split_free (LwClassSplit *split);

typedef struct
{
  guint64 n_boxes;   /* that have got another class */
  guint   n_classes; /* that were made */
} LwClassSplitReport;

/**
 * lw_class_split_run:
 *
 * One step of @annotator_key, for the boxes of all annotators.  What is in no part keeps
 * its class, and so do image classes.  Attributes keep their values: a class below another
 * one has its attributes.
 *
 * Returns: FALSE with nothing changed: LW_ERROR_INVALID for a part without a name or an
 *   attribute that is no choice, G_IO_ERROR_CANCELLED, or what the store says
 */
gboolean lw_class_split_run (LwStore            *store,
                             const LwClassSplit *split,
                             gint64              annotator_key,
                             LwClassSplitReport *report, /* (out) */
                             LwProgressFunc      progress,
                             gpointer            progress_data,
                             GCancellable       *cancellable,
                             GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwClassSplit, lw_class_split_free)

G_END_DECLS
