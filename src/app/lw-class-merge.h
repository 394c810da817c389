/* lw-class-merge.h - several classes become one
 *
 * Works on a store that nobody else uses meanwhile, in any thread; minutes for millions
 * of labels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"
#include "lw-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 n_boxes;        /* that have got the other class */
  guint64 n_tags;         /* of whole images, too */
  guint64 n_dropped_tags; /* the image had the other class as well */
} LwClassMergeReport;

/**
 * lw_class_merge_run:
 * @from_keys: the classes that go; archived ones too
 * @into_key: the one that stays
 *
 * One step of @annotator_key, for the labels of all annotators:
 *
 * - Boxes and image classes change over; an image that has both keeps one.
 * - Attributes that only the old class has are added to the other one once a box has a value
 *   for them, and the values go along.  One with the same name and type takes them, and a
 *   choice gets the choices it lacks.  What was understood by default is then said, because
 *   the other class may have another default.
 * - Classes below an old one move below the other one; where that is below the old one
 *   itself, it first takes its place.
 * - Examples of what belongs to the class move; counter-examples stay, because they may show
 *   the other class.
 * - The old classes are archived and say what took over.  Their ids, names and guidelines
 *   stay, so that old exports and versions keep their meaning.
 *
 * Returns: FALSE with nothing changed: LW_ERROR_INVALID where @into_key is among @from_keys
 *   or archived, G_IO_ERROR_CANCELLED, or what the store says
 */
gboolean lw_class_merge_run (LwStore            *store,
                             const gint64       *from_keys,
                             gsize               n_from,
                             gint64              into_key,
                             gint64              annotator_key,
                             LwClassMergeReport *report, /* (out) */
                             LwProgressFunc      progress,
                             gpointer            progress_data,
                             GCancellable       *cancellable,
                             GError            **error);

/* In the running group: puts a class below another one; 0: at the top. */
gboolean lw_class_set_parent (LwStore *store,
                              gint64   class_key,
                              gint64   parent_key,
                              GError **error);

G_END_DECLS
